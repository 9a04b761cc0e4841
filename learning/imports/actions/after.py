"""What follows for people who are new: the one place where an import meets invitations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class ToInvite:
    """Somebody new, come back, or with another address: no verified one comes from here."""

    membership_id: int
    person_id: int
    address: str  # as the council wrote it; it proves nothing


def after_applying(
    session: Session,
    people: Sequence[ToInvite],
    *,
    organisation_id: int,
    by: int | None,
    at: datetime,
) -> None:
    """In the transaction of the import: invites everybody of these who is not in yet."""
