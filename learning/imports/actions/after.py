"""What follows for people who are new: the one place where an import meets invitations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Newcomer:
    """A person an import made: no verified address yet, and no password ever from here."""

    person_id: int
    name: str
    address: str | None  # as the council wrote it; it proves nothing
    language: str | None


def after_applying(
    session: Session,
    newcomers: Sequence[Newcomer],
    *,
    organisation_id: int,
    by: int | None,
    at: datetime,
) -> None:
    """In the transaction of the import: invites everybody new who has an address."""
