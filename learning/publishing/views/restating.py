"""Restating: in a large council the worker decides first what may be said anew."""

from datetime import datetime

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning.clock import now
from learning.coverage.latest import SETTLED
from learning.database import current_session, transaction
from learning.doors import for_learning_leads
from learning.errors import Refusal
from learning.people.access import eyes_on_all
from learning.people.actions.holding import hold
from learning.publishing import actions, queries, working
from learning.publishing.models import Statement
from learning.publishing.views.blueprint import TOP, blueprint
from learning.publishing.views.publishing import Answer, Asked, asked_again, look_or_publish
from learning.timed.queries import standstill

LOOK_AGAIN = 5  # seconds


@blueprint.route(f"{TOP}/<int:number>/restate", methods=["GET", "POST"])
@for_learning_leads
def restate(organisation: str, number: int) -> Answer:
    """What would be said anew after a correction, and publishing that."""
    at = now()
    asked = asked_again(eyes_on_all(organisation)[0], number, at=at)
    if request.method == "GET" and asked.takes_long and asked.statement is not None:
        return _once_decided(asked, asked.statement, at=at)
    return look_or_publish(asked, at=at)


def _once_decided(asked: Asked, statement: Statement, *, at: datetime) -> Answer:
    since = at - SETTLED - actions.LOOKED_AT
    decision = queries.newest_decision(current_session(), statement.id, since=since)
    if decision is None:
        return _page(asked, statement)
    if decision.decided_at is None:
        reply = make_response(_page(asked, statement, waits_since=decision.asked_at))
        reply.headers["Refresh"] = str(LOOK_AGAIN)  # does what a script would
        return reply
    try:
        return look_or_publish(asked, at=at, known_at=decision.known_at)
    except Refusal as refusal:
        page = _page(asked, statement, said=refusal.message, known_at=decision.known_at)
        return page, 422


def _page(
    asked: Asked,
    statement: Statement,
    *,
    waits_since: datetime | None = None,
    said: str = "",
    known_at: datetime | None = None,
) -> str:
    return render_template(
        "publishing/deciding.html",
        organisation=asked.council,
        statement=statement,
        waits_since=waits_since,
        standstill=standstill(current_session(), working.RESTATEMENTS, at=now())
        if waits_since
        else None,
        said=said,
        known_at=known_at,
    )


@blueprint.post(f"{TOP}/<int:number>/restate/decide")
@for_learning_leads
def decide_restating(organisation: str, number: int) -> Response:
    """Asks the worker what may be said anew; asked twice it is decided once."""
    at = now()
    asked = asked_again(eyes_on_all(organisation)[0], number, at=at)
    if asked.statement is not None and asked.takes_long:
        with transaction() as session:
            hold(session, asked.council.id)
            actions.ask_what_may_be_said(session, asked.statement.id, known_at=at - SETTLED, at=at)
        working.wake()
    return redirect(url_for(".restate", organisation=organisation, number=number), code=303)
