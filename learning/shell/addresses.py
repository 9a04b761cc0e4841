"""The address of this service as others reach it."""

from urllib.parse import urlsplit, urlunsplit

from flask import current_app, g, has_request_context, request

from learning.config import Settings
from learning.errors import Refusal

THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}


def from_outside(path: str) -> str:
    """The whole address of a page, for papers and links that leave the service."""
    settings: Settings = current_app.extensions["settings"]
    return (settings.address or request.url_root.rstrip("/")) + path


def came_from(*beginnings: str) -> str | None:
    """The page of this service that led here, if its address begins like one of these.

    Browsers tell it as long as both pages are of one service; nobody else can name it, and it is
    a path here whatever they say.
    """
    told = urlsplit(request.referrer or "")
    is_ours = told.netloc == request.host and told.path.startswith(beginnings)
    return urlunsplit(("", "", told.path, told.query, "")) if is_ours else None


def for_letters() -> str:
    """Where links in e-mails lead: the address of the settings, never what a visitor claims.

    Without one it serves its own machine alone, such as a trial of the service.
    """
    settings: Settings = current_app.extensions["settings"]
    if settings.address:
        return settings.address
    here = request.url_root.rstrip("/") if has_request_context() else ""
    if urlsplit(here).hostname not in THIS_MACHINE:
        raise Refusal("No e-mail can be written until LEARNING_ADDRESS says where this service is.")
    return here


def keep_secret() -> None:
    """The address of this page opens something: no page or site that follows is told it."""
    g.address_is_secret = True
