"""Nobody is shown the figures of several councils without its being written down.

A view whose mark says that its readings are written down says what it shows, by `note`. When the
page leaves, and only if it does, the reading is written: where that fails, the page fails too.
"""

from collections.abc import Iterable

from flask import Flask, current_app, g, request
from werkzeug.wrappers import Response

from learning.clock import now
from learning.database import current_session, transaction
from learning.doors import marks_of
from learning.people.access import visitor
from learning.readings import actions, queries
from learning.readings.rules import Kind, Noted, form_of, is_ahead
from learning.sessions import write_while_looking
from learning.shell.heads import only_the_head


def init_app(app: Flask) -> None:
    """Stands behind the views whose readings are written down."""
    app.before_request(_not_ahead)
    app.after_request(_write_down)


def note(kind: Kind, *, place: str, appointment: str, councils: Iterable[int]) -> None:
    """The page that is being made shows figures in which those of these councils stand."""
    g.reading = Noted(kind, place, appointment, frozenset(councils))


def _why() -> str:
    """Why a reading of the view that is asked for is written down; empty where it is not."""
    view = current_app.view_functions.get(request.endpoint or "")
    return marks_of(view).writes_on_get if view is not None else ""


def _not_ahead() -> Response | None:
    """A page fetched before anybody asked to see it is not served: nobody has read it."""
    if request.method == "GET" and is_ahead(dict(request.headers)) and _why():
        return Response(status=503, headers={"Cache-Control": "no-store"})
    return None


def _write_down(response: Response) -> Response:
    if request.method != "GET" or response.status_code != 200 or not (why := _why()):
        return response
    if only_the_head():
        return response
    noted: Noted | None = g.pop("reading", None)
    if noted is None:
        raise LookupError(f"{request.endpoint} does not say whose figures it shows")
    who, form, at = visitor().person_id, form_of(request.path), now()
    session = current_session()
    there = queries.written_down(session, noted, form=form, reader_id=who, at=at)
    missing = noted.councils - there
    if missing:
        with write_while_looking(session, why), transaction() as writing:
            actions.record(writing, noted, councils=missing, form=form, reader_id=who, at=at)
    return response
