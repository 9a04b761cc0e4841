"""Erases people by the registry: set by set, in the order that the keys allow."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, cast, delete, func, or_, select, update
from sqlalchemy import String as Text
from sqlalchemy.orm import Session

from learning.database import Base, in_parts
from learning.housekeeping.mentions import forget
from learning.housekeeping.rules.decisions import MOMENT, OWN_NUMBER, By, Decision, Rows
from learning.housekeeping.rules.registry import DECISIONS
from learning.housekeeping.whose import TABLES, Whom, run, theirs

PEOPLE_AT_ONCE = 200  # to a statement


def erase(session: Session, whom: Whom, *, at: datetime) -> None:
    """Everything that the registry says; doing it again changes nothing."""
    for some in in_parts(whom.people, PEOPLE_AT_ONCE):
        part = Whom(some, whom.organisation_id)
        forget(session, part)
        for decision in _in_order(part):
            if decision.rows is Rows.GO and decision.is_by_key:
                _let_go(session, decision, part)
        for decision in _in_order(part):
            if decision.rows is Rows.STAY and decision.by is not By.MENTION:
                _empty(session, decision, part, at=at)


def counts(session: Session, whom: Whom) -> dict[str, int]:
    """How many rows of each table would go or be emptied."""
    found = {}
    for decision in _in_order(whom):
        changes = decision.rows is Rows.GO or decision.empties
        if changes and decision.is_by_key:
            table = TABLES[decision.table]
            rows = select(func.count()).select_from(table).where(theirs(decision, whom))
            found[decision.table] = session.scalar(rows) or 0
    return {table: count for table, count in found.items() if count}


def _in_order(whom: Whom) -> Iterable[Decision]:
    """Those that have a say, tables that point to others first."""
    order = {table.name: n for n, table in enumerate(reversed(Base.metadata.sorted_tables))}
    found = [
        decision
        for decision in DECISIONS
        if decision.rows is not Rows.OF_NOBODY
        and (whom.organisation_id is None or decision.of_council)
    ]
    return sorted(found, key=lambda decision: order[decision.table])


def _let_go(session: Session, decision: Decision, whom: Whom) -> None:
    """Their rows go; what stays and points to them points nowhere."""
    table, mine = TABLES[decision.table], theirs(decision, whom)
    for other in TABLES.values():
        for column in other.c:
            points_here = any(key.column.table is table for key in column.foreign_keys)
            if points_here and column.nullable and other is not table:
                (key,) = column.foreign_keys
                going = select(key.column).where(mine)
                run(session, update(other).where(column.in_(going)).values({column.name: None}))
    run(session, delete(table).where(mine))


def _empty(session: Session, decision: Decision, whom: Whom, *, at: datetime) -> None:
    """Their rows stay without their words."""
    if not decision.empties:
        return
    table = TABLES[decision.table]
    if decision.by is By.ASKED_ALONE:
        assigned = TABLES["assigned"]
        asks_nobody = ~select(assigned.c.id).where(assigned.c.assignment_id == table.c.id).exists()
        mine = and_(table.c.role.is_(None), asks_nobody)
        if whom.organisation_id is not None:
            mine &= table.c.organisation_id == whom.organisation_id
    else:
        mine = theirs(decision, whom)
    values = {name: _value(table, said, at) for name, said in decision.empties.items()}
    run(session, update(table).where(mine, _is_full(table, decision)).values(values))


def _is_full(table: Table, decision: Decision) -> ColumnElement[bool]:
    """Rows that are emptied already are left alone."""
    tests: list[ColumnElement[bool]] = []
    for name, said in decision.empties.items():
        column = table.c[name]
        if said == MOMENT:
            tests.append(column.is_(None))
        elif said is None:
            tests.append(column.is_not(None))
        elif said == OWN_NUMBER:
            tests.append(column.not_like("erased %"))
        else:
            tests.append(column != said)
    return or_(*tests)


def _value(table: Table, said: object, at: datetime) -> Any:
    if said == MOMENT:
        return at
    if said == OWN_NUMBER:
        return "erased " + cast(table.c.id, Text)
    return said
