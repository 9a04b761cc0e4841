"""Whose rows are whose: from any table to people, and to a council, by the registry."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, or_, select
from sqlalchemy.orm import Session

from learning.database import Base
from learning.housekeeping.rules.decisions import Decision
from learning.housekeeping.rules.registry import BY_TABLE

TABLES = Base.metadata.tables


@dataclass(frozen=True)
class Whom:
    """People, and whether all of them goes or only what one council said."""

    people: tuple[int, ...]
    organisation_id: int | None = None  # none: all of them, everywhere


def theirs(decision: Decision, whom: Whom) -> ColumnElement[bool]:
    """The rows of a table that lead to these people (and are of that council)."""
    return or_(*(_led_by(name, decision, whom) for name in decision.by.split()))


def _led_by(name: str, decision: Decision, whom: Whom) -> ColumnElement[bool]:
    table = TABLES[decision.table]
    column = table.c[name]
    if name == "id":
        return column.in_(whom.people)
    (key,) = column.foreign_keys
    if key.column.table.name != "person":
        above = BY_TABLE[key.column.table.name]
        return column.in_(select(key.column).where(theirs(above, whom)))
    mine = column.in_(whom.people)
    if whom.organisation_id is None:
        return mine
    return and_(mine, is_of(table, decision.council, (whom.organisation_id,)))


def is_of(table: Table, name: str, councils: Any) -> ColumnElement[bool]:
    """Rows of these councils: said by their own column, or by a row that they point to."""
    column = table.c[name]
    if name == "organisation_id":
        return column.in_(councils)
    (key,) = column.foreign_keys
    above = key.column.table
    return column.in_(select(key.column).where(is_of(above, "organisation_id", councils)))


def run(session: Session, statement: Any) -> None:
    """A statement about any number of rows."""
    session.execute(statement, execution_options={"synchronize_session": False})
