"""Ends what is still open for somebody: ways in, and questions about who they are."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from learning.accounts.models import Invitation, LinkRequest, PrintedCode, Recovery


def end_ways_in(session: Session, person_id: int, *, at: datetime) -> None:
    """No invitation, paper or recovery link that was sent before opens anything."""
    for table in (Invitation, PrintedCode, Recovery):
        session.execute(
            update(table)
            .where(table.person_id == person_id, table.used_at.is_(None), table.ended_at.is_(None))
            .values(ended_at=at)
        )


def end_recoveries(session: Session, person_id: int, *, at: datetime) -> None:
    """Links to choose a new password that were sent before open nothing."""
    session.execute(
        update(Recovery)
        .where(
            Recovery.person_id == person_id, Recovery.used_at.is_(None), Recovery.ended_at.is_(None)
        )
        .values(ended_at=at)
    )


def end_requests(session: Session, provisional_id: int, *, at: datetime) -> None:
    """Nobody is asked about this record any more."""
    session.execute(
        update(LinkRequest)
        .where(LinkRequest.provisional_id == provisional_id, LinkRequest.ended_at.is_(None))
        .values(ended_at=at)
    )
