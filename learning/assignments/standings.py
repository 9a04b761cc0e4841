"""How far everybody is with what an organisation asks of them: whole lists, in one statement.

It says of each row what `rules.standing` says of one person; a test holds them together.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import CTE, ColumnElement, and_, func, not_, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from learning.assessments.models import Attempt
from learning.assignments import reckoning
from learning.assignments.masks import Masks, masks
from learning.assignments.models import Assigned, Assignment
from learning.assignments.queries import reason_for
from learning.assignments.rules import Status
from learning.database import AnySelect
from learning.people.models import Membership, Person
from learning.people.sight import Eyes
from learning.study.models import LessonRead

PAGE = 50
LastActivity = dict[tuple[int, str], datetime]  # by person and course
Kind = Literal["", "done", "started", "not started", "to renew", "overdue"]


@dataclass(frozen=True)
class Line:
    """Somebody who is asked to take a path, and how far they are."""

    code: str
    name: str
    path: str
    asked_on: date
    due_on: date  # of what is to be renewed: the day it ran out
    status: Status
    is_overdue: bool
    done: int  # open courses done
    courses: int  # open courses of the path, for this person's roles
    last_activity: datetime | None  # read, or tried a check, in one of its courses
    asked_by: str
    reason: str  # a confidential one says that it is
    role: str | None  # whom the assignment asks: neither role nor group, people by name
    tier: str | None


@dataclass(frozen=True)
class Counts:
    """How many rows are where; somebody asked two paths stands in two of them."""

    asked: int
    done: int
    started: int
    not_started: int
    to_renew: int
    overdue: int


def counts(session: Session, eyes: Eyes, *, on: date, assignment_id: int | None = None) -> Counts:
    """How far everybody is with all that is asked, or with one assignment, in one statement."""
    table = reckoning.standing(eyes, masks(eyes.catalogue), *_of(assignment_id), on=on)
    kinds: tuple[Kind, ...] = ("done", "started", "not started", "to renew", "overdue")
    sums = [func.count().filter(_is(kind, table, on)) for kind in kinds]
    row: Any = session.execute(select(func.count(), *sums).select_from(table)).one()
    return Counts(*row)


def lines(
    session: Session,
    eyes: Eyes,
    kind: Kind,
    *,
    on: date,
    page: int,
    assignment_id: int | None = None,
) -> tuple[int, tuple[Line, ...]]:
    """How many rows are of a kind, and one page of them by last day and name: two statements."""
    found = masks(eyes.catalogue)
    narrowed = [*_of(assignment_id), *_narrowed(kind, on)]
    table = reckoning.standing(eyes, found, *narrowed, on=on)
    matching = _is(kind, table, on)
    statement = _lines(table, matching, eyes).add_columns(func.count().over().label("total"))
    rows = session.execute(statement.limit(PAGE).offset((page - 1) * PAGE)).all()
    last = _last_activity(session, {row.person_id for row in rows})
    total = rows[0].total if rows else 0
    if not rows and page > 1:  # beyond the last page
        total = session.scalar(select(func.count()).select_from(table).where(matching)) or 0
    return total, tuple(_line(row, found, last, on) for row in rows)


def all_lines(session: Session, eyes: Eyes, *, on: date) -> tuple[Line, ...]:
    """Everything asked of anybody, for a file: two statements."""
    found = masks(eyes.catalogue)
    table = reckoning.standing(eyes, found, on=on)
    rows = session.execute(_lines(table, _is("", table, on), eyes)).all()
    here = select(Membership.person_id).where(Membership.organisation_id == eyes.organisation_id)
    last = _last_activity(session, here)
    return tuple(_line(row, found, last, on) for row in rows)


def _of(assignment_id: int | None) -> list[ColumnElement[bool]]:
    return [Assignment.id == assignment_id] if assignment_id is not None else []


def _narrowed(kind: Kind, on: date) -> list[ColumnElement[bool]]:
    """What can be said of rows before it is known how far anybody is; a renewal has its own day."""
    return [or_(Assignment.renews, Assigned.due_on < on)] if kind == "overdue" else []


def _is(kind: Kind, table: CTE, on: date) -> ColumnElement[bool]:
    if kind == "overdue":
        return and_(table.c.status != "done", table.c.due_on < on)
    return table.c.status == kind if kind else not_(table.c.status == "")


def _lines(table: CTE, matching: ColumnElement[bool], eyes: Eyes) -> AnySelect:
    by = aliased(Person)
    found: AnySelect = (
        select(table, Membership.person_code, Person.name, by.name.label("asked_by"))
        .add_columns(reason_for(eyes.lead_id).label("reason"), Assignment.role, Assignment.tier)
        .join(Membership, Membership.id == table.c.membership_id)
        .join(Person, Person.id == table.c.person_id)
        .join(Assignment, Assignment.id == table.c.assignment_id)
        .join(by, by.id == Assignment.assigned_by)
        .where(matching)
        .order_by(table.c.due_on, Person.name, table.c.id)
    )
    return found


def _line(row: Any, found: Masks, last: LastActivity, on: date) -> Line:
    shape = found.shapes[row.place]
    done = (getattr(row, f"done_{n}") & steps for n, steps in enumerate(shape.steps))
    began = [at for course in shape.course_slugs if (at := last.get((row.person_id, course)))]
    return Line(
        code=row.person_code,
        name=row.name,
        path=row.path,
        asked_on=row.asked_on,
        due_on=row.due_on,
        status=row.status,
        is_overdue=row.status != "done" and row.due_on < on,
        done=sum(number.bit_count() for number in done),
        courses=sum(number.bit_count() for number in shape.steps),
        last_activity=max(began, default=None),
        asked_by=row.asked_by,
        reason=row.reason,
        role=row.role,
        tier=row.tier,
    )


def _last_activity(session: Session, people: Any) -> LastActivity:
    """When each of these people last read or tried something, by course."""
    tried = func.coalesce(Attempt.submitted_at, Attempt.started_at)
    both = union_all(
        select(LessonRead.person_id, LessonRead.course, LessonRead.read_at.label("at")).where(
            LessonRead.person_id.in_(people)
        ),
        select(Attempt.person_id, Attempt.course, tried).where(Attempt.person_id.in_(people)),
    ).subquery()
    last = select(both.c.person_id, both.c.course, func.max(both.c.at))
    rows = session.execute(last.group_by(both.c.person_id, both.c.course))
    return {(person, course): at for person, course, at in rows}
