"""The service, with its settings from the environment."""

from learning import create_app

app = create_app()
