"""Answers HEAD as GET would, without the body: a form's page is looked at, never sent."""

from collections.abc import Iterable
from contextvars import ContextVar
from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_AT_THE_HEAD: ContextVar[bool] = ContextVar("at_the_head", default=False)


def only_the_head() -> bool:
    """Whether what is being answered was sent as HEAD: the body of the reply goes nowhere."""
    return _AT_THE_HEAD.get()


def init_app(app: Flask) -> None:
    """Stands before the app, whose views tell GET from everything that sends something."""
    app.wsgi_app = Heads(app.wsgi_app)  # type: ignore[method-assign]  # how Flask documents it


class Heads:
    """A WSGI application in front of another."""

    def __init__(self, behind: "WSGIApplication") -> None:
        self._behind = behind

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """The reply of the application behind; of one to HEAD, its headers alone."""
        if environ["REQUEST_METHOD"] != "HEAD":
            return self._behind(environ, start_response)
        looking = _AT_THE_HEAD.set(True)
        try:
            body = self._behind(environ | {"REQUEST_METHOD": "GET"}, start_response)
        finally:
            _AT_THE_HEAD.reset(looking)
        close = getattr(body, "close", None)
        if close is not None:
            close()
        return []
