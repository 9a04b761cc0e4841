"""Dated rows that are never edited: as at a day, as known at a moment."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, ForeignKey, and_, inspect, or_
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.database import Base
from learning.errors import Conflict

Row = TypeVar("Row", bound="Recorded")
OF_EVERY_ROW = ("id", "recorded_at", "recorded_by", "superseded_at")


class Recorded(Base):
    """A dated row that is never edited: a correction is a new row that supersedes it."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    recorded_at: Mapped[datetime] = mapped_column(index=True)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    superseded_at: Mapped[datetime | None] = mapped_column(default=None, init=False, index=True)


def known(table: type[Recorded], moment: datetime) -> ColumnElement[bool]:
    """Rows recorded by a moment and not superseded by then."""
    return and_(
        table.recorded_at <= moment,
        or_(table.superseded_at.is_(None), table.superseded_at > moment),
    )


def holds(table: Any, on: date) -> ColumnElement[bool]:
    """Rows whose days hold `on`: every dated table names its days alike."""
    return and_(table.starts_on <= on, or_(table.ends_on.is_(None), table.ends_on > on))


def in_force(table: type[Recorded], on: date) -> ColumnElement[bool]:
    """Rows that nothing has superseded and whose days hold `on`."""
    return and_(table.superseded_at.is_(None), holds(table, on))


def supersede(session: Session, row: Recorded, *, at: datetime) -> None:
    """From `at` the row no longer says what is known; it is kept for ever."""
    if row.superseded_at is not None:
        raise Conflict("Somebody else changed this. Look at it again, then make your change.")
    row.superseded_at = at
    session.flush()  # before its successor: one row at most is in force


def replace(session: Session, row: Recorded, successor: Row, *, at: datetime) -> Row:
    """A correction: the successor says from `at` what the row said until then."""
    supersede(session, row, at=at)
    session.add(successor)
    session.flush()  # callers read the new row's id
    return successor


def amend(
    session: Session, row: Row, changes: Mapping[str, object], *, by: int | None, at: datetime
) -> Row:
    """A correction of some fields: the successor says the rest as the row did."""
    columns = [column.key for column in inspect(type(row)).columns]
    said = {key: getattr(row, key) for key in columns if key not in OF_EVERY_ROW}
    successor = type(row)(**{**said, **changes}, recorded_at=at, recorded_by=by)
    return replace(session, row, successor, at=at)
