"""Somebody who has left something in every table that can hold anything of anybody."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    and_,
    func,
    select,
    update,
)
from sqlalchemy.orm import Session

from learning import audit
from learning.assessments import adjustments
from learning.assessments.challenges import challenge
from learning.assessments.models import Adjustment, AsksHowSure, Remarking
from learning.assignments import actions as assignments
from learning.catalogue.published import Catalogue
from learning.certificates import actions as certificates
from learning.certificates.models import Certificate
from learning.certificates.rules import Choices
from learning.claims.actions import completions, decisions
from learning.claims.rules.columns import Completion
from learning.clock import day_of, now
from learning.database import Base, UtcDateTime
from learning.evidence import actions as evidence
from learning.housekeeping.rules.decisions import ACTORS, By, Decision, Rows
from learning.housekeeping.rules.registry import BY_TABLE, DECISIONS
from learning.housekeeping.whose import Whom, theirs
from learning.notices import actions as notices
from learning.people.actions import identity, organisations, places
from learning.people.models import Membership, Organisation, Particulars, Person
from learning.people.standing import Kind
from learning.study import actions as study
from tests.assessments.checks import started, submitted
from tests.builders import LONG_AGO, a_certificate, a_member, a_person, some_evidence
from tests.claims.made import a_claim
from tests.courses_by_hand import a_course, a_path
from tests.self_assessments.sittings import a_sitting

LONGER = 100  # characters: columns shorter than that hold slugs, kinds and codes


MADE_UP: tuple[tuple[Any, object], ...] = (
    (Boolean, False),
    (Integer, 1),
    (Date, date(2026, 11, 2)),
    (UtcDateTime, LONG_AGO),
    (JSON, []),
    (LargeBinary, b"made up"),
)


@dataclass(frozen=True)
class Life:
    """A person whose every word holds a mark that nobody else's does."""

    person_id: int
    mark: str
    memberships: tuple[int, ...]


def a_life(
    session: Session, catalogue: Catalogue, *councils: Organisation, mark: str, lead: int
) -> Life:
    """Through the real actions; in each council what a council says bears its slug too."""
    person = a_person(session, f"{mark} Person", address=f"{mark}@people.example".casefold())
    _learned(session, catalogue, person, mark)
    places_here = []
    for council in councils:
        said = f"{mark} said by {council.slug}"
        member = a_member(session, catalogue, council, person, "councillor")
        places_here.append(member.id)
        _belonged(session, member, said, lead=lead)
        _was_told(session, member, said, lead=lead)
    session.flush()
    life = Life(person, mark, tuple(places_here))
    fill_the_rest(session, life)
    return life


def _learned(session: Session, catalogue: Catalogue, person: int, mark: str) -> None:
    at = now()
    identity.sign_in(session, person_id=person, at=at)
    identity.set_password_hash(session, person_id=person, password_hash=mark, by=None, at=at)
    course = a_course("lights")
    attempt = submitted(session, started(session, person, course))
    challenge(session, attempt_id=attempt.id, person_id=person, place=1, words=mark, at=at)
    remarked = {"parts_before": 1, "parts_after": 2, "passed_before": False, "passed_after": True}
    session.add(
        Remarking(attempt_id=attempt.id, change=f"{mark}/change", remarked_at=at, **remarked)
    )
    session.add(AsksHowSure(person_id=person, since=at))
    study.mark_as_read(session, course.lessons[0], person_id=person, at=at)
    a_sitting(session, catalogue, person, {"evaluation": 2})
    piece = some_evidence(session, person, "evaluation", 2, at=at - timedelta(days=9))
    session.flush()
    evidence.withdraw(
        session, piece, effective_on=day_of(at), reason=f"{mark} withdrawn", by=person, at=at
    )
    made: Certificate = a_certificate(session, catalogue, person, title=f"{mark} shown")
    choices = Choices(shown=True, with_name=True, with_badge=False)
    certificates.choose(session, code=made.code, person_id=person, choices=choices, at=at)


def _belonged(session: Session, member: Membership, said: str, *, lead: int) -> None:
    at, today = now(), day_of(now())
    here = {"organisation_id": member.organisation_id, "person_id": member.person_id}
    named = f"{said}@work.example".replace(" ", ".").casefold()
    session.add(
        Particulars(
            **here,
            name=f"{said} name",
            reference=said[:80],
            reference_key=said[:80].casefold(),
            address=named,
            address_key=named,
            recorded_at=at,
            recorded_by=lead,
        )
    )
    changes = {"name": (f"{said} before", f"{said} after")}
    audit.write(session, "particulars.changed", by=lead, at=at, **here, changes=changes)
    places.pause(
        session, member, paused_from=today, paused_until=today + timedelta(days=9), by=lead, at=at
    )
    places.restrict(session, member, lead_id=lead, by=lead, at=at)
    organisations.appoint(
        session,
        person_id=member.person_id,
        kind=Kind.REVIEWER,
        organisation_id=member.organisation_id,
        starts_on=day_of(LONG_AGO),
        ends_on=today,
        by=lead,
        at=LONG_AGO,
    )
    granted = Adjustment(
        **here, extra=25, reason=said, starts_on=today, recorded_at=at, recorded_by=lead
    )
    adjustments.grant(session, granted)
    claim = a_claim(
        session, member.person_id, member.organisation_id, key=f"{member.id}", title=said
    )
    decisions.decline(session, claim, reason=said, by=lead, at=at)


def _was_told(session: Session, member: Membership, said: str, *, lead: int) -> None:
    at = now()
    here = {"organisation_id": member.organisation_id}
    ask = assignments.Ask(
        **here,
        path=a_path("a-path"),
        people=((member.id, member.person_id),),
        role=None,
        due_on=day_of(at),
        reason=said,
    )
    assignments.assign(session, ask, form_key=f"key {member.id}", by=lead, at=at)
    whom = {"person_id": member.person_id}
    notices.tell(session, **whom, **here, kind="k", subject=said, body=said, at=at)
    notices.post(
        session,
        **whom,
        **here,
        address=f"{said.partition(' ')[0]}@people.example",
        kind="k",
        language="en",
        subject=said,
        plain=said,
        html=said,
        at=at,
    )
    address = f"{said.partition(' ')[0]}@people.example"
    row = Completion(2, address, "Evaluation", "An Academy", "2026-01-05", "")
    completions.upload(
        session, (row,), **here, name=f"{said}.csv", month_first=False, by=lead, at=at
    )


def whose_rows(decision: Decision, whom: Whom) -> Any:
    """The rows of a table that lead to somebody by a key."""
    return theirs(decision, whom)


def fill_the_rest(session: Session, life: Life) -> None:
    """A made-up row of theirs in each table in which no action above has left one."""
    for table in Base.metadata.sorted_tables:
        decision = BY_TABLE[table.name]
        if decision.rows is not Rows.OF_NOBODY and not rows_of(session, decision, life):
            _put(session, table, decision, life)


def _put(session: Session, table: Table, decision: Decision, life: Life) -> None:
    values = {
        column.name: _made_up(session, column, decision, life)
        for column in table.c
        if not (column.nullable or _comes_by_itself(column)) or column.foreign_keys
    }
    if decision.searched:
        values[decision.searched] = f'["{life.mark}@people.example"]'
    session.execute(table.insert(), values)


def _comes_by_itself(column: Any) -> bool:
    numbered = isinstance(column.type, Integer) and len(column.table.primary_key) == 1
    return column.primary_key and numbered and not column.foreign_keys


def _made_up(session: Session, column: Any, decision: Decision, life: Life) -> object:
    if column.foreign_keys:
        return _pointed_to(session, column, decision, life)
    for check in column.table.constraints:
        said = str(getattr(check, "sqltext", ""))
        allowed = re.search(rf"{column.name} IN \('([^']+)'", said)
        if allowed:
            return allowed.group(1)
    if isinstance(column.type, String):
        stays = decision.rows is Rows.OF_NOBODY or column.name in decision.stays
        whose = "nobody" if stays else life.mark
        return f"{whose} {column.name}"[: column.type.length or 80]
    if column.name.startswith("ends_on"):
        return date(2027, 11, 2)  # after what begins
    return next(value for kind, value in MADE_UP if isinstance(column.type, kind))


def _pointed_to(session: Session, column: Any, decision: Decision, life: Life) -> object:
    (key,) = column.foreign_keys
    table = key.column.table
    if table.name == "person":
        if column.name not in ACTORS:
            return life.person_id
        return None if column.nullable else _somebody_else(session, life)
    above = BY_TABLE[table.name]
    rows = select(key.column)
    if above.is_by_key:
        rows = rows.where(whose_rows(above, Whom((life.person_id,))))
    elif column.nullable:
        return None
    found = session.scalar(rows.limit(1))
    if found is None:  # nobody's table that is empty as well
        _put(session, table, above, life)
        found = session.scalar(rows.limit(1))
    return found


def _somebody_else(session: Session, life: Life) -> object:
    return session.scalar(select(func.min(Person.id)).where(Person.id != life.person_id))


def mark_every_text(session: Session, life: Life) -> None:
    """Puts the mark into every text that an erasure has to take away."""
    whom = Whom((life.person_id,))
    for decision in DECISIONS:
        if not decision.is_by_key or decision.table == "audit_detail":
            continue  # nobody changes the audit, which holds the mark already
        table = Base.metadata.tables[decision.table]
        for column in table.c:
            going = decision.rows is Rows.GO or column.name in decision.empties
            if going and _is_free(table, column):
                said = and_(whose_rows(decision, whom), column.is_not(None))
                session.execute(
                    update(table).where(said).values({column.name: _marked(column, life)})
                )
    session.expire_all()


def _is_free(table: Table, column: Any) -> bool:
    """Text that no key, uniqueness or check holds."""
    unique = {c.name for index in table.indexes if index.unique for c in index.columns}
    long = isinstance(column.type, Text | JSON | LargeBinary) or (
        isinstance(column.type, String) and (column.type.length or LONGER) >= LONGER
    )
    return long and not (
        column.primary_key or column.foreign_keys or column.unique or column.name in unique
    )


def _marked(column: Any, life: Life) -> object:
    text = f"{life.mark} in {column.table.name}.{column.name}"
    if isinstance(column.type, JSON):
        return [text]
    return text.encode() if isinstance(column.type, LargeBinary) else text


def rows_of(session: Session, decision: Decision, life: Life) -> int:
    """How many rows of a table are theirs."""
    table = Base.metadata.tables[decision.table]
    if decision.by is By.ASKED_ALONE:
        assigned = Base.metadata.tables["assigned"]
        asked = select(assigned.c.assignment_id).where(assigned.c.person_id == life.person_id)
        where = table.c.id.in_(asked)
    elif decision.by is By.MENTION:
        where = table.c[decision.searched].is_not(None)
    else:
        where = whose_rows(decision, Whom((life.person_id,)))
    return session.scalar(select(func.count()).select_from(table).where(where)) or 0


def everything_said(session: Session) -> dict[str, str]:
    """Every table, as text without case."""
    return {
        table.name: "\n".join(
            repr(dict(row)) for row in session.execute(table.select()).mappings()
        ).casefold()
        for table in Base.metadata.sorted_tables
    }


def where_said(session: Session, text: str) -> set[str]:
    """The tables in which a text stands anywhere."""
    needle = text.casefold()
    return {name for name, said in everything_said(session).items() if needle in said}
