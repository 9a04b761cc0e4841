"""The service, with its settings from the environment."""

import gc

gc.disable()  # what is loaded at a start stays: looking for rubbish in it is a tenth of the start

from learning import create_app  # noqa: E402  # the libraries are most of what is loaded

app = create_app()
gc.freeze()  # nor is it looked through again while the service runs
gc.enable()
