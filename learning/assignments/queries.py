"""Answers about who is asked what."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from learning.assignments.models import Assigned, Assignment
from learning.assignments.rules import CONFIDENTIAL
from learning.database import AnySelect
from learning.dated import in_force
from learning.evidence.models import Evidence
from learning.evidence.queries import is_live
from learning.people.models import (
    Appointment,
    HeldRole,
    Membership,
    Person,
)
from learning.people.sight import Eyes, is_member, seen
from learning.people.standing import Kind


def is_asked() -> ColumnElement[bool]:
    """Rows that ask somebody now: neither corrected nor lifted."""
    return and_(Assigned.superseded_at.is_(None), Assigned.lifted_on.is_(None))


def reason_for(reader_id: int | BindParameter[int]) -> ColumnElement[str]:
    """Why it is asked, as this person may read it: a confidential reason, if it concerns them."""
    may_read = or_(Assignment.officer_id.is_(None), Assignment.officer_id == reader_id)
    return case((may_read, Assignment.reason), else_=CONFIDENTIAL)


def officers_of(session: Session, organisation_id: int, *, on: date) -> list[tuple[int, str]]:
    """(id, name) of those who may be named for a confidential reason: the organisation's leads."""
    rows = session.execute(
        select(Person.id, Person.name)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(
            Appointment.organisation_id == organisation_id,
            Appointment.kind == Kind.LEARNING_LEAD,
            in_force(Appointment, on),
        )
        .group_by(Person.id, Person.name)
        .order_by(Person.name, Person.id)
    )
    return [(id_, name) for id_, name in rows]


@dataclass(frozen=True)
class AssignmentFacts:
    """An assignment as a list shows it."""

    id: int
    path: str
    role: str | None
    tier: str | None
    due_on: date | None  # none: so many days after the role began
    reason: str
    assigned_at: datetime
    assigned_by: str
    people: int


def assignments_in(session: Session, eyes: Eyes, *, on: date) -> tuple[AssignmentFacts, ...]:
    """The assignments of an organisation that reach people this lead sees, newest first."""
    return tuple(AssignmentFacts(*row) for row in session.execute(_assignments(eyes, on)))


def assignment_of(
    session: Session, assignment_id: int, eyes: Eyes, *, on: date
) -> AssignmentFacts | None:
    """One assignment of the organisation, if it reaches people this lead sees."""
    found = _assignments(eyes, on).where(Assignment.id == assignment_id)
    row = session.execute(found).one_or_none()
    return AssignmentFacts(*row) if row else None


def _assignments(eyes: Eyes, on: date) -> AnySelect:
    by = aliased(Person)
    found: AnySelect = (
        select(
            Assignment.id,
            Assignment.path,
            Assignment.role,
            Assignment.tier,
            Assignment.due_on,
            reason_for(eyes.lead_id),
            Assignment.assigned_at,
            by.name,
            func.count(Assigned.id),
        )
        .join(Assigned, Assigned.assignment_id == Assignment.id)
        .join(Membership, Membership.id == Assigned.membership_id)
        .join(by, by.id == Assignment.assigned_by)
        .where(Assignment.organisation_id == eyes.organisation_id, is_asked(), seen(eyes, on))
        .group_by(Assignment.id, by.name)
        .order_by(Assignment.assigned_at.desc(), Assignment.id.desc())
    )
    return found


def held_by(session: Session, people: Any, *, on: date) -> dict[int, dict[str, int]]:
    """Live levels by person and skill."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = session.execute(
        select(Evidence.person_id, Evidence.skill, func.max(Evidence.level))
        .where(Evidence.person_id.in_(people), is_live(on))
        .group_by(Evidence.person_id, Evidence.skill)
    )
    for person_id, skill, level in rows:
        found[person_id][skill] = level
    return found


def holders_of(rule: Assignment) -> Select[int]:
    """Every membership with the role of a rule, whenever it holds."""
    held: Select[int] = select(HeldRole.membership_id).where(
        HeldRole.role == rule.role, HeldRole.superseded_at.is_(None)
    )
    return held if rule.service is None else held.where(HeldRole.service == rule.service)


def targets(
    session: Session,
    eyes: Eyes,
    *,
    role: str | None = None,
    tier: str | None = None,
    code: str | None = None,
    on: date,
) -> list[tuple[int, int]]:
    """(membership, person) of everyone an assignment would ask, whom this lead sees."""
    statement = select(Membership.id, Membership.person_id).where(is_member(on), seen(eyes, on))
    if role is not None or tier is not None:
        roles = [one.slug for one in eyes.catalogue.roles.values() if one.tier == tier]
        holders = select(HeldRole.membership_id).where(
            HeldRole.role.in_([role] if role else roles), in_force(HeldRole, on)
        )
        statement = statement.where(Membership.id.in_(holders))
    if code is not None:
        statement = statement.where(Membership.person_code == code)
    return [(row.id, row.person_id) for row in session.execute(statement.order_by(Membership.id))]
