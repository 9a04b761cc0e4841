"""Answers about links that let somebody choose a new password or verify an address."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.accounts.models import NewAddress, Recovery


def is_open(session: Session, token_hash: str, *, at: datetime) -> bool:
    """Whether a recovery link still opens something."""
    found = session.scalar(
        select(Recovery.id).where(
            Recovery.token_hash == token_hash,
            Recovery.used_at.is_(None),
            Recovery.ended_at.is_(None),
            Recovery.expires_at > at,
        )
    )
    return found is not None


def address_asked(session: Session, token_hash: str, person_id: int, *, at: datetime) -> str | None:
    """The address that a link verifies, for the person who added it; None for everybody else."""
    return session.scalar(
        select(NewAddress.written).where(
            NewAddress.token_hash == token_hash,
            NewAddress.person_id == person_id,
            NewAddress.used_at.is_(None),
            NewAddress.ended_at.is_(None),
            NewAddress.expires_at > at,
        )
    )
