"""What the pages about e-mail share."""

from flask import Blueprint, current_app

from learning.config import Settings

blueprint = Blueprint("notices", __name__, template_folder="../templates")


def settings() -> Settings:
    """Those of this installation."""
    found: Settings = current_app.extensions["settings"]
    return found
