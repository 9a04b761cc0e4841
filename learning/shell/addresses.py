"""The address of this service as others reach it."""

from flask import current_app, request

from learning.config import Settings


def from_outside(path: str) -> str:
    """The whole address of a page, for papers and links that leave the service."""
    settings: Settings = current_app.extensions["settings"]
    return (settings.address or request.url_root.rstrip("/")) + path
