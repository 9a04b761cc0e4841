"""What every change needs: who makes it, when, and the row that its form was made from."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from learning.clock import day_of
from learning.dated import Recorded
from learning.errors import Conflict, NotFound
from learning.people.models import Membership
from learning.people.sight import Eyes

Row = TypeVar("Row", bound=Recorded)


@dataclass(frozen=True)
class Lead:
    """A lead who changes something at a moment."""

    eyes: Eyes
    at: datetime

    @property
    def by(self) -> int:
        """The person who acts."""
        return self.eyes.lead_id

    @property
    def today(self) -> date:
        """The day on which they act."""
        return day_of(self.at)


class Changed(Conflict):
    """The row that a form was made from is no longer what is known."""

    def __init__(self, table: type[Recorded], number: int) -> None:
        super().__init__("Somebody else changed this meanwhile. Look at it again.")
        self.table = table
        self.number = number


def row_of(session: Session, table: type[Row], number: int, memberships: Collection[int]) -> Row:
    """A row of one of these memberships; Changed where it was superseded meanwhile."""
    row = session.get(table, number, populate_existing=True)
    if row is None or getattr(row, "membership_id", None) not in memberships:
        raise NotFound
    return still(row)


def still(row: Row) -> Row:
    """The row, where it is still in force."""
    if row.superseded_at is not None:
        raise Changed(type(row), row.id)
    return row


def membership_of(session: Session, number: int) -> Membership:
    """The membership, which exists: something of it was read before."""
    return session.get_one(Membership, number)
