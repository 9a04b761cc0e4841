"""Answers for whoever runs the service: what of all e-mail waits to go, and what never went."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.notices.models import Mail


@dataclass(frozen=True)
class Outgoing:
    """Counts of e-mails, and the moment from which the first that should be gone should be."""

    due: int
    later: int  # held until their hour, or until another try
    failed: int  # given up or bounced, as long as they are kept
    due_since: datetime | None


def outgoing(session: Session, *, at: datetime) -> Outgoing:
    """All of it, by one statement over what waits and one over what failed."""
    is_due = Mail.send_after <= at
    due, later, since = session.execute(
        select(
            func.count().filter(is_due),
            func.count().filter(~is_due),
            func.min(Mail.send_after).filter(is_due),
        ).where(Mail.sent_at.is_(None), Mail.failed_at.is_(None))
    ).one()
    failed = select(func.count()).select_from(Mail).where(Mail.failed_at.is_not(None))
    return Outgoing(due, later, session.scalar(failed) or 0, since)
