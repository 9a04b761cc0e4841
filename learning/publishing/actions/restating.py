"""Asks what a statement may say anew, and keeps what is decided."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from learning.coverage.rules.table import Name, as_text
from learning.publishing import queries
from learning.publishing.models import RestatingDecision

LOOKED_AT = timedelta(days=1)  # so long ago at most, when it is published


def ask_what_may_be_said(
    session: Session, statement_id: int, *, known_at: datetime, at: datetime
) -> None:
    """By all that is known at a moment; while something asked for waits, nothing more is asked."""
    asked = queries.newest_decision(session, statement_id, since=known_at - LOOKED_AT)
    if asked is None or (asked.decided_at is not None and asked.known_at < known_at):
        session.add(RestatingDecision(statement_id=statement_id, known_at=known_at, asked_at=at))


def keep_decision(session: Session, number: int, names: Collection[Name], *, at: datetime) -> None:
    """The first decision stays."""
    session.execute(
        update(RestatingDecision)
        .where(RestatingDecision.id == number, RestatingDecision.decided_at.is_(None))
        .values(anew=as_text(names), decided_at=at)
    )
