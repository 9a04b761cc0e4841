"""How far everybody is with the paths they are asked to take, worked out by the database."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    String,
    and_,
    case,
    column,
    exists,
    func,
    or_,
    select,
    union_all,
    values,
)

from learning.assessments.models import Attempt
from learning.assignments.models import Assigned, Assignment
from learning.assignments.queries import is_asked
from learning.assignments.rules import open_steps
from learning.catalogue.published import Catalogue
from learning.database import AnySelect, UtcDateTime
from learning.dated import in_force
from learning.evidence.models import Evidence
from learning.evidence.queries import is_live
from learning.people.models import HeldRole, Membership
from learning.people.sight import Eyes, is_member, seen
from learning.study.models import LessonRead

ANY_ROLE = ""


def standing(eyes: Eyes, *conditions: ColumnElement[bool], on: date) -> CTE:
    """One row for each request in force of members of today whom a lead sees.

    Columns: id (of Assigned), assignment_id, membership_id, person_id, path, asked_on, due_on,
    status, last_at (when they last read or tried something of it). `conditions` are on Assigned,
    Assignment and Membership.
    """
    asked = _asked(eyes, conditions, on)
    wanted = _wanted(eyes.catalogue, asked, on)
    far = _how_far(wanted, on)
    active = _active(wanted)
    is_started = or_(far.c.held > 0, active.c.last_at.is_not(None))
    status = case(
        (and_(far.c.missing == 0, far.c.gifts > 0), "done"),
        (is_started, "started"),
        else_="not started",
    )
    return (
        select(asked, status.label("status"), active.c.last_at)
        .outerjoin(far, far.c.assigned_id == asked.c.id)
        .outerjoin(active, active.c.assigned_id == asked.c.id)
        .cte("standing")
    )


def _asked(eyes: Eyes, conditions: Sequence[ColumnElement[bool]], on: date) -> CTE:
    return (
        select(
            Assigned.id,
            Assigned.assignment_id,
            Assigned.membership_id,
            Assigned.person_id,
            Assignment.path,
            Assigned.asked_on,
            Assigned.due_on,
        )
        .join(Assignment, Assignment.id == Assigned.assignment_id)
        .join(Membership, Membership.id == Assigned.membership_id)
        .where(is_asked(), is_member(on), seen(eyes, on), *conditions)
        .cte("asked")
    )


def _steps(catalogue: Catalogue) -> CTE:
    """(path, role, course, skill, level) of everything that the open courses of paths give."""
    rows = sorted(
        {
            (path.slug, role, step.course, gift.skill, gift.level)
            for path in catalogue.paths.values()
            for step in path.steps_for()
            if (step.course, step.assessments) in open_steps(path, catalogue, None)
            for gift in catalogue.courses[step.course].gives(step.assessments)
            for role in (step.roles or (ANY_ROLE,))
        }
    )
    return (
        values(
            column("path", String),
            column("role", String),
            column("course", String),
            column("skill", String),
            column("level", Integer),
            name="steps",
            literal_binds=True,  # slugs of the catalogue; as parameters they would be too many
        )
        .data(rows)
        .cte("step")
    )


def _wanted(catalogue: Catalogue, asked: CTE, on: date) -> CTE:
    """(assigned, person, course, skill, level) for the roles that each holds today."""
    step = _steps(catalogue)
    holds = exists().where(
        HeldRole.membership_id == asked.c.membership_id,
        HeldRole.role == step.c.role,
        in_force(HeldRole, on),
    )
    return (
        select(
            asked.c.id.label("assigned_id"),
            asked.c.person_id,
            step.c.course,
            step.c.skill,
            step.c.level,
        )
        .distinct()
        .join(step, step.c.path == asked.c.path)
        .where(or_(step.c.role == ANY_ROLE, holds))
        .cte("wanted")
    )


def _how_far(wanted: CTE, on: date) -> CTE:
    shown = exists().where(
        Evidence.person_id == wanted.c.person_id,
        Evidence.skill == wanted.c.skill,
        Evidence.level >= wanted.c.level,
        is_live(on),
    )
    by_course = (
        select(
            wanted.c.assigned_id,
            wanted.c.course,
            func.count().label("gifts"),
            func.sum(case((shown, 1), else_=0)).label("held"),
        )
        .group_by(wanted.c.assigned_id, wanted.c.course)
        .cte("by_course")
    )
    whole = case((by_course.c.held == by_course.c.gifts, 1), else_=0)
    return (
        select(
            by_course.c.assigned_id,
            func.sum(by_course.c.gifts).label("gifts"),
            func.sum(whole).label("held"),
            func.sum(1 - whole).label("missing"),
        )
        .group_by(by_course.c.assigned_id)
        .cte("far")
    )


def _active(wanted: CTE) -> CTE:
    """When each last read a lesson or began a check of the courses that the path asks of them."""
    courses = select(wanted.c.assigned_id, wanted.c.person_id, wanted.c.course).distinct().cte("c")
    deeds: list[AnySelect] = [
        select(courses.c.assigned_id, moment.label("at")).join(
            table, and_(table.person_id == courses.c.person_id, table.course == courses.c.course)
        )
        for table, moment in ((LessonRead, LessonRead.read_at), (Attempt, Attempt.started_at))
    ]
    both = union_all(*deeds).subquery()
    return (
        select(both.c.assigned_id, func.max(both.c.at, type_=UtcDateTime()).label("last_at"))
        .group_by(both.c.assigned_id)
        .cte("active")
    )
