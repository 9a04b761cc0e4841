"""Keeps what a colleague says: once, while the question is open."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.errors import Conflict, NotFound
from learning.outcomes.models import Confirmation
from learning.outcomes.queries.confirming import asking
from learning.outcomes.rules.answering import Seen, State

CLOSED = "This question is closed. Nothing was kept, and there is nothing left for you to do."
ANSWERED = "This question has been answered already. Nothing was changed."


def confirm(session: Session, mark: str, seen: Seen, *, at: datetime) -> None:
    """The one answer to a colleague's question; the same sent twice is one."""
    row = session.scalar(select(Confirmation).where(Confirmation.mark == mark).with_for_update())
    found = asking(session, mark, at=at)
    if row is None or found is None:
        raise NotFound
    if found.state is State.ANSWERED:
        if row.answer == seen:
            return
        raise Conflict(ANSWERED)
    if found.state is State.CLOSED:
        raise Conflict(CLOSED)
    row.answer, row.answered_at = str(seen), at
