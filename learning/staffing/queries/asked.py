"""What a council asks of one of its people, and where they have begun."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, union
from sqlalchemy.orm import Session

from learning.assessments.models import Attempt
from learning.assignments.models import Assigned, Assignment
from learning.assignments.queries import is_asked
from learning.people.models import Membership, Particulars, Person
from learning.people.sight import Eyes, said_here, seen
from learning.staffing.queries.people import NAME
from learning.staffing.queries.person import PersonFacts
from learning.study.models import LessonRead

PAGE = 50


@dataclass(frozen=True)
class Asked:
    """A path asked of somebody, as their lead reads it."""

    id: int
    path: str
    due_on: date
    reason: str
    is_confidential: bool
    note: str
    asked_by: str
    role: str | None  # whom the assignment asks: neither role nor group, people by name
    tier: str | None


def asked_of(session: Session, person: PersonFacts, *, reader: int) -> tuple[Asked, ...]:
    """What this council asks of a person; a confidential reason is for its officer alone."""
    rows = session.execute(
        select(Assigned, Assignment, Person.name)
        .join(Assignment, Assignment.id == Assigned.assignment_id)
        .join(Person, Person.id == Assignment.assigned_by)
        .where(Assigned.membership_id.in_([stay.id for stay in person.stays]), is_asked())
        .order_by(Assigned.due_on, Assigned.id)
    )
    return tuple(
        Asked(
            one.id,
            asked.path,
            one.due_on,
            asked.reason if asked.officer_id in (None, reader) else "",
            asked.officer_id is not None,
            one.note,
            name,
            asked.role,
            asked.tier,
        )
        for one, asked, name in rows
    )


def begun_by(session: Session, person_id: int) -> frozenset[str]:
    """The courses that somebody has read or tried in."""
    both = union(
        select(LessonRead.course).where(LessonRead.person_id == person_id),
        select(Attempt.course).where(Attempt.person_id == person_id),
    )
    return frozenset(session.scalars(both))


@dataclass(frozen=True)
class AskedOne:
    """Somebody an assignment asks, and by when."""

    id: int
    name: str
    due_on: date


def asked_by(
    session: Session, eyes: Eyes, assignment_id: int, *, on: date, page: int
) -> tuple[int, list[AskedOne]]:
    """How many people an assignment asks whom this lead sees, and a page, the first due first."""
    found = (
        select(Assigned.id, NAME.label("name"), Assigned.due_on)
        .join(Assignment, Assignment.id == Assigned.assignment_id)
        .join(Membership, Membership.id == Assigned.membership_id)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Particulars, said_here())
        .where(
            Assignment.id == assignment_id,
            Assignment.organisation_id == eyes.organisation_id,
            is_asked(),
            seen(eyes, on),
        )
    )
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    rows = session.execute(
        found.order_by(Assigned.due_on, NAME, Assigned.id).limit(PAGE).offset((page - 1) * PAGE)
    )
    return total, [AskedOne(*row) for row in rows]
