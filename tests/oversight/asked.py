"""People who are asked to take paths, in every way that a list tells apart."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from learning.assignments.models import Assigned, Assignment
from learning.catalogue.published import Catalogue
from learning.clock import day_of, now, start_of
from learning.people.models import HeldRole, Membership, MembershipPeriod, Person
from learning.study.models import LessonRead
from tests.builders import LONG_AGO, days_ago, some_evidence

PATH = "every-officer"


def ask(
    session: Session,
    person: int,
    *,
    by: int,
    path: str = PATH,
    due_on: date | None = None,
    asked_on: date | None = None,
    officer: int | None = None,
    reason: str = "So that services stay up.",
) -> Assigned:
    """One person is asked to take a path: by default a month ago, by a day ten days ago."""
    member = session.scalars(select(Membership).where(Membership.person_id == person)).first()
    assert member is not None
    asked = asked_on or days_ago(30)
    due = due_on or days_ago(10)
    assignment = Assignment(
        organisation_id=member.organisation_id,
        path=path,
        role=None,
        due_on=due,
        reason=reason,
        assigned_at=now() - timedelta(days=30),
        assigned_by=by,
        form_key=f"{person} {path} {due} {reason}"[:40],
        form_hash="",
        starts_on=asked,
        officer_id=officer,
    )
    session.add(assignment)
    session.flush()
    row = Assigned(
        assignment_id=assignment.id,
        membership_id=member.id,
        person_id=person,
        asked_on=asked,
        due_on=due,
        recorded_at=now() - timedelta(days=30),
        recorded_by=by,
    )
    session.add(row)
    session.flush()
    return row


def read(
    session: Session, catalogue: Catalogue, person: int, *, path: str = PATH, ago: int
) -> None:
    """The person read the first lesson of the path so many days ago."""
    course = catalogue.courses[first_course(catalogue, path)]
    session.add(
        LessonRead(
            person_id=person,
            course=course.slug,
            lesson=course.lessons[0].slug,
            revision="",
            read_at=start_of(days_ago(ago)) + timedelta(hours=12),
        )
    )


def first_course(catalogue: Catalogue, path: str) -> str:
    return next(
        step.course
        for step in catalogue.paths[path].steps_for()
        if not step.roles and catalogue.courses[step.course].is_live
    )


def finish(session: Session, catalogue: Catalogue, person: int, *, path: str = PATH) -> None:
    """The person shows everything that the path gives to anybody."""
    for step in catalogue.paths[path].steps_for():
        for gift in catalogue.courses[step.course].gives(step.assessments):
            some_evidence(session, person, gift.skill, gift.level, shown_on=days_ago(3))


def many(
    session: Session, organisation: int, number: int, *, by: int, role: str, first: int = 10_000
) -> Sequence[int]:
    """So many people with a role, all asked to take the path; every third is overdue."""
    at: datetime = LONG_AGO
    start = day_of(at)
    keys = [first + n for n in range(number)]
    row = {"recorded_at": at, "recorded_by": None}
    held = {"role": role, "service": "planning", "starts_on": start, **row}
    session.execute(
        insert(Person), [{"id": k, "name": f"Person {k:05}", "created_at": at} for k in keys]
    )
    here = {"organisation_id": organisation, "created_at": at}
    session.execute(
        insert(Membership),
        [{"id": k, "person_id": k, "person_code": f"c{k}", **here} for k in keys],
    )
    session.execute(
        insert(MembershipPeriod), [{"membership_id": k, "starts_on": start, **row} for k in keys]
    )
    session.execute(insert(HeldRole), [{"membership_id": k, **held} for k in keys])
    asked = Assignment(
        organisation_id=organisation,
        path=PATH,
        role=role,
        due_on=days_ago(-10),
        reason="So that services stay up.",
        assigned_at=at,
        assigned_by=by,
        form_key=f"many {first}",
        form_hash="",
        starts_on=days_ago(30),
    )
    session.add(asked)
    session.flush()
    asks = {"assignment_id": asked.id, "asked_on": days_ago(30), **row}
    session.execute(
        insert(Assigned),
        [
            {
                "membership_id": k,
                "person_id": k,
                "due_on": days_ago(5 if k % 3 == 0 else -10),
                **asks,
            }
            for k in keys
        ],
    )
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ANALYZE"))  # in service the database does so by itself
    return keys
