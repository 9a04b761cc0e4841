"""The catalogue that this app serves."""

from flask import Flask, current_app

from learning.catalogue.published import Catalogue

KEY = "catalogue"


def serve(app: Flask, catalogue: Catalogue) -> None:
    """From now on the app serves this catalogue."""
    app.extensions[KEY] = catalogue


def served() -> Catalogue:
    """The catalogue that the current app serves."""
    found: Catalogue = current_app.extensions[KEY]
    return found
