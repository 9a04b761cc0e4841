"""Erases people by the registry: set by set, in the order that the keys allow."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, cast, delete, func, or_, select, update
from sqlalchemy import String as Text
from sqlalchemy.orm import Session

from learning.audit import AuditDetail
from learning.database import Base
from learning.housekeeping.rules.registry import (
    BY_TABLE,
    DECISIONS,
    MOMENT,
    OWN_NUMBER,
    By,
    Decision,
    Rows,
)
from learning.people.models import Address, Membership, Particulars, Person

TABLES = Base.metadata.tables
AT_ONCE = 200  # people to a statement


@dataclass(frozen=True)
class Whom:
    """People, and whether all of them goes or only what one council said."""

    people: tuple[int, ...]
    organisation_id: int | None = None  # none: all of them, everywhere


def erase(session: Session, whom: Whom, *, at: datetime) -> None:
    """Everything that the registry says; doing it again changes nothing."""
    for start in range(0, len(whom.people), AT_ONCE):
        part = Whom(whom.people[start : start + AT_ONCE], whom.organisation_id)
        named = _names_of(session, part)
        _where_others_name_them(session, part, named)
        _empty_what_mentions(session, part, named)
        _let_go_of_shared_mail(session, part)
        for decision in _in_order(part):
            if decision.rows is Rows.GO:
                _let_go(session, decision, part)
        for decision in _in_order(part):
            if decision.rows is Rows.STAY and decision.by is not By.MENTION:
                _empty(session, decision, part, at=at)


def counts(session: Session, whom: Whom) -> dict[str, int]:
    """How many rows of each table would go or be emptied."""
    found = {}
    for decision in _in_order(whom):
        changes = decision.rows is Rows.GO or decision.empties
        if changes and decision.by not in set(By):
            table = TABLES[decision.table]
            rows = select(func.count()).select_from(table).where(_theirs(decision, whom))
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


def _theirs(decision: Decision, whom: Whom) -> ColumnElement[bool]:
    """The rows of a table that lead to these people (and are of that council)."""
    table = TABLES[decision.table]
    column = table.c[decision.by]
    if decision.by == "id":
        return column.in_(whom.people)
    (key,) = column.foreign_keys
    if key.column.table.name != "person":
        above = BY_TABLE[key.column.table.name]
        return column.in_(select(key.column).where(_theirs(above, whom)))
    mine = column.in_(whom.people)
    if whom.organisation_id is None:
        return mine
    return and_(mine, table.c.organisation_id == whom.organisation_id)


def _let_go(session: Session, decision: Decision, whom: Whom) -> None:
    """Their rows go; what stays and points to them points nowhere."""
    table, theirs = TABLES[decision.table], _theirs(decision, whom)
    for other in TABLES.values():
        for column in other.c:
            points_here = any(key.column.table is table for key in column.foreign_keys)
            if points_here and column.nullable and other is not table:
                (key,) = column.foreign_keys
                going = select(key.column).where(theirs)
                _run(session, update(other).where(column.in_(going)).values({column.name: None}))
    _run(session, delete(table).where(theirs))


def _empty(session: Session, decision: Decision, whom: Whom, *, at: datetime) -> None:
    """Their rows stay without their words."""
    if not decision.empties:
        return
    table = TABLES[decision.table]
    if decision.by is By.ASKED_ALONE:
        assigned = TABLES["assigned"]
        asks_nobody = ~select(assigned.c.id).where(assigned.c.assignment_id == table.c.id).exists()
        theirs = and_(table.c.role.is_(None), asks_nobody)
        if whom.organisation_id is not None:
            theirs &= table.c.organisation_id == whom.organisation_id
    else:
        theirs = _theirs(decision, whom)
    values = {name: _value(table, said, at) for name, said in decision.empties.items()}
    _run(session, update(table).where(theirs, _is_full(table, decision)).values(values))


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


def _names_of(session: Session, whom: Whom) -> frozenset[str]:
    """Everything that names them: names, addresses, references; as looked up and as written."""
    rows: list[Any] = [
        select(Address.written).where(Address.person_id.in_(whom.people)),
        select(Address.key).where(Address.person_id.in_(whom.people)),
        select(Person.name).where(Person.id.in_(whom.people)),
    ]
    said: ColumnElement[bool] = Particulars.person_id.in_(whom.people)
    if whom.organisation_id is not None:
        said &= Particulars.organisation_id == whom.organisation_id
    columns = ("name", "address", "address_key", "reference", "reference_key")
    rows += [select(getattr(Particulars, column)).where(said) for column in columns]
    return frozenset(text for row in rows for text in session.scalars(row) if text)


def _where_others_name_them(session: Session, whom: Whom, named: Collection[str]) -> None:
    """An address of theirs in somebody else's rows: as a line manager's, or before a change."""
    addresses = {text for text in named if "@" in text}
    here = Particulars.organisation_id == whom.organisation_id
    manages = Particulars.manager_key.in_(addresses)
    managed = manages if whom.organisation_id is None else and_(manages, here)
    _run(session, update(Particulars).where(managed).values(manager_key=None))
    if whom.organisation_id is not None:
        return
    for column in (AuditDetail.before, AuditDetail.after):
        _run(session, update(AuditDetail).where(column.in_(addresses)).values({column.key: None}))
    mail = TABLES["mail"]
    to_them = and_(mail.c.person_id.is_(None), mail.c.address.in_(addresses))
    _run(session, delete(mail).where(to_them))


def _empty_what_mentions(session: Session, whom: Whom, named: Collection[str]) -> None:
    """Files that name them, of the councils they belong or belonged to."""
    councils = select(Membership.organisation_id).where(Membership.person_id.in_(whom.people))
    needles = {spelt for text in named for spelt in _spelt(text)}
    for decision in DECISIONS:
        if decision.by is not By.MENTION:
            continue
        table = TABLES[decision.table]
        words = next(c for c in table.c if c.name in decision.empties and c.nullable)
        here: ColumnElement[bool] = table.c.organisation_id.in_(councils)
        if whom.organisation_id is not None:
            here = table.c.organisation_id == whom.organisation_id
        rows = session.execute(select(table.c.id, words).where(here, words.is_not(None))).all()
        full = [row.id for row in rows if any(needle in row[1].casefold() for needle in needles)]
        values = dict(decision.empties)
        _run(session, update(table).where(table.c.id.in_(full)).values(values))


def _let_go_of_shared_mail(session: Session, whom: Whom) -> None:
    """E-mails with news of several councils go where one of them lets go."""
    if whom.organisation_id is None:
        return
    notice, mail = TABLES["notice"], TABLES["mail"]
    took_along = select(notice.c.mail_id).where(
        notice.c.person_id.in_(whom.people), notice.c.organisation_id == whom.organisation_id
    )
    shared = session.scalars(took_along.where(notice.c.mail_id.is_not(None))).all()
    _run(session, update(notice).where(notice.c.mail_id.in_(shared)).values(mail_id=None))
    _run(session, delete(mail).where(mail.c.id.in_(shared)))


def _spelt(text: str) -> tuple[str, str]:
    """A whole value as JSON writes it."""
    return (
        json.dumps(text).casefold(),
        json.dumps(text, ensure_ascii=False).casefold(),
    )


def _run(session: Session, statement: Any) -> None:
    session.execute(statement, execution_options={"synchronize_session": False})
