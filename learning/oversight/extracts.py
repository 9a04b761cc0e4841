"""Lists for group leaders: whom they can name, what they say, and those that were made."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from learning.database import AnySelect
from learning.dated import in_force
from learning.oversight.models import ExtractLine, GivenExtract
from learning.oversight.queries import roles_of
from learning.oversight.reporting import eyes_of_nobody
from learning.oversight.requested import Wanted, requests
from learning.people.models import HeldRole, Membership, Person
from learning.people.sight import Eyes, is_member, seen

FOUND = 50


@dataclass(frozen=True)
class Candidate:
    """Somebody whom a lead can put on a list."""

    code: str
    name: str
    roles: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class Line:
    """What a list says of somebody and a path, and nothing else."""

    membership_id: int
    person_id: int
    name: str
    path: str
    due_on: date
    is_done: bool


@dataclass(frozen=True)
class Made:
    """A list that was made."""

    id: int
    made_at: datetime
    made_by: str
    resolved_on: date
    clause: str
    paths: tuple[str, ...]
    people: int


def candidates(
    session: Session, eyes: Eyes, *, text: str, role: str, chosen: Collection[str], on: date
) -> tuple[list[Candidate], list[Candidate]]:
    """(those chosen, others who match): members of a day whose results are not for named leads."""
    nobody = eyes_of_nobody(eyes.organisation_id, eyes.catalogue)
    people: AnySelect = (
        select(Membership.id, Membership.person_code, Person.name)
        .join(Person, Person.id == Membership.person_id)
        .where(is_member(on), seen(nobody, on))
        .order_by(Person.name, Membership.id)
    )
    picked = session.execute(people.where(Membership.person_code.in_(chosen))).all()
    others = people.where(Membership.person_code.not_in(chosen))
    if text:
        others = others.where(Person.name.icontains(text, autoescape=True))
    if role:
        holders = select(HeldRole.membership_id).where(
            HeldRole.role == role, in_force(HeldRole, on)
        )
        others = others.where(Membership.id.in_(holders))
    found = session.execute(others.limit(FOUND)).all() if text or role else []
    roles = roles_of(session, [row.id for row in (*picked, *found)], on=on)
    return tuple(  # type: ignore[return-value]  # two lists in, two lists out
        [Candidate(row.person_code, row.name, roles[row.id]) for row in rows]
        for rows in (picked, found)
    )


def lines_for(
    session: Session, eyes: Eyes, codes: Sequence[str], paths: Sequence[str], *, on: date
) -> list[Line]:
    """What a list would say of these people and paths today; who is asked nothing is not on it."""
    nobody = eyes_of_nobody(eyes.organisation_id, eyes.catalogue)
    request = requests(nobody, Wanted(), on=on)
    rows = session.execute(
        select(request, Person.name)
        .join(Membership, Membership.id == request.c.membership_id)
        .join(Person, Person.id == request.c.person_id)
        .where(Membership.person_code.in_(codes), request.c.path.in_(paths))
        .order_by(Person.name, request.c.membership_id, request.c.path)
    )
    return [
        Line(
            row.membership_id,
            row.person_id,
            row.name,
            row.path,
            row.due_on,
            is_done=row.status == "done",
        )
        for row in rows
    ]


def extracts_of(session: Session, organisation_id: int) -> list[Made]:
    """Every list that was made here, newest first."""
    rows = session.execute(
        _extracts()
        .where(GivenExtract.organisation_id == organisation_id)
        .order_by(GivenExtract.made_at.desc(), GivenExtract.id.desc())
    )
    return [_made(row) for row in rows]


def extract_of(session: Session, number: int, organisation_id: int) -> Made | None:
    """One of them."""
    row = session.execute(
        _extracts().where(
            GivenExtract.id == number, GivenExtract.organisation_id == organisation_id
        )
    ).one_or_none()
    return _made(row) if row else None


def lines_of(session: Session, number: int, eyes: Eyes, *, on: date) -> list[Line]:
    """What a list said; who was restricted since then is seen by the leads named for them."""
    rows = session.execute(
        select(
            ExtractLine.membership_id,
            ExtractLine.person_id,
            Person.name,
            ExtractLine.path,
            ExtractLine.due_on,
            ExtractLine.is_done,
        )
        .join(Membership, Membership.id == ExtractLine.membership_id)
        .join(Person, Person.id == ExtractLine.person_id)
        .where(ExtractLine.extract_id == number, seen(eyes, on))
        .order_by(Person.name, ExtractLine.id)
    )
    return [Line(*row) for row in rows]


def _extracts() -> AnySelect:
    found: AnySelect = (
        select(
            GivenExtract.id,
            GivenExtract.made_at,
            Person.name,
            GivenExtract.resolved_on,
            GivenExtract.clause,
            GivenExtract.paths,
            func.count(distinct(ExtractLine.person_id)).label("people"),
        )
        .join(Person, Person.id == GivenExtract.made_by)
        .join(ExtractLine, ExtractLine.extract_id == GivenExtract.id)
        .group_by(GivenExtract.id, Person.name)
    )
    return found


def _made(row: Any) -> Made:
    return Made(
        id=row.id,
        made_at=row.made_at,
        made_by=row.name or "Name erased",
        resolved_on=row.resolved_on,
        clause=row.clause,
        paths=tuple(row.paths.split()),
        people=row.people,
    )
