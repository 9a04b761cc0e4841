"""Decides what statements may say anew, where that takes longer than anybody waits."""

from collections.abc import Callable
from datetime import datetime

from learning.catalogue.published import Catalogue
from learning.coverage.latest import SETTLED
from learning.database import current_session, transaction
from learning.people.queries import all_facts
from learning.publishing import queries, redrafting
from learning.publishing.actions import LOOKED_AT, keep_decision
from learning.publishing.models import Statement
from learning.timed.queue import kick

RESTATEMENTS = "decide-restatements"  # the worker's job


def decide_what_waits(catalogue: Catalogue, *, at: datetime, goes_on: Callable[[], bool]) -> int:
    """How many were decided; nobody waits for the database meanwhile, and twice does no harm."""
    session = current_session()
    councils = {one.id: one for one in all_facts(session)}
    done = 0
    for asked in queries.to_decide(session, since=at - SETTLED - LOOKED_AT):
        if not goes_on():
            break
        number, known_at = asked.id, asked.known_at
        statement = session.get_one(Statement, asked.statement_id)
        council = councils[statement.organisation_id]
        names = redrafting.names_said_anew(
            session, council, statement, catalogue, known_at=known_at
        )
        with transaction() as writing:
            keep_decision(writing, number, names, at=at)
        done += 1
    return done


def wake() -> None:
    """Something waits; where nobody hears, the worker looks for it within a minute."""
    kick(RESTATEMENTS)
