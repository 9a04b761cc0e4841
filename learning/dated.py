"""Dated rows that are never edited: as at a day, as known at a moment."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, ForeignKey, and_, inspect, or_, update
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.orm.attributes import set_committed_value

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


def holds(table: Any, on: Any) -> ColumnElement[bool]:
    """Rows whose days hold `on`, a day or a column: every dated table names its days alike."""
    return and_(table.starts_on <= on, or_(table.ends_on.is_(None), table.ends_on > on))


def in_force(table: type[Recorded], on: date) -> ColumnElement[bool]:
    """Rows that nothing has superseded and whose days hold `on`."""
    return and_(table.superseded_at.is_(None), holds(table, on))


def supersede(session: Session, row: Recorded, *, at: datetime) -> None:
    """From `at` the row no longer says what is known; it is kept for ever.

    Of two who read it at one moment, the second waits here and then finds it superseded.
    """
    table = type(row)
    done: Any = session.execute(
        update(table)
        .where(table.id == row.id, table.superseded_at.is_(None))
        .values(superseded_at=at),
        execution_options={"synchronize_session": False},
    )  # before its successor: one row at most is in force
    if done.rowcount != 1:
        raise Conflict("Somebody else changed this. Look at it again, then make your change.")
    set_committed_value(row, "superseded_at", at)


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


def give_way(
    session: Session, rows: Iterable[Any], *, to: date, by: int | None, at: datetime
) -> None:
    """What would hold on a day or later ends there; what was only to begin then never does."""
    for row in rows:
        if row.ends_on is not None and row.ends_on <= to:
            continue
        if row.starts_on >= to:
            supersede(session, row, at=at)
        else:
            amend(session, row, {"ends_on": to}, by=by, at=at)


def gave_way(history: Sequence[Any], taken: Any) -> tuple[Any, date | None] | None:
    """The row that ended for another to begin, and when it would have ended without it.

    `history` holds every version, in the order of their ids. What was ended by itself on that
    day did not give way: no other row was recorded with its end.
    """
    for row in history:
        if row.superseded_at is not None or row.ends_on != taken.starts_on:
            continue
        if any(
            one.recorded_at == row.recorded_at and one.starts_on == row.ends_on for one in history
        ):
            before = [
                one
                for one in history
                if one.superseded_at == row.recorded_at
                and one.starts_on == row.starts_on
                and one.id < row.id
            ]
            return row, before[-1].ends_on
    return None


def take_back(
    session: Session, history: Sequence[Any], taken: Any, *, by: int | None, at: datetime
) -> None:
    """What was to begin never does, and what gave way to it goes on as it would have."""
    found = gave_way(history, taken)
    supersede(session, taken, at=at)
    if found is not None:
        row, ends_on = found
        amend(session, row, {"ends_on": ends_on}, by=by, at=at)
