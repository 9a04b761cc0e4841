"""Answers about what people have read and tried."""

from collections import defaultdict
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, literal, null, select, union_all
from sqlalchemy.orm import Session

from learning.assessments.models import Attempt
from learning.database import AnySelect
from learning.study.models import LessonRead
from learning.study.rules import Activity, Try

Outdated = Collection[tuple[str, str, str]]  # (course, lesson, revision): read before a new law


def activity_of(
    session: Session,
    person_id: int,
    *,
    outdated: Outdated,
    courses: Collection[str] | None = None,
) -> Activity:
    """What a person has read and tried, in one statement; of some courses, or of all."""
    found = activities_of(session, [person_id], outdated=outdated, courses=courses)
    return found.get(person_id, Activity())


def activities_of(
    session: Session,
    person_ids: Collection[int],
    *,
    outdated: Outdated,
    courses: Collection[str] | None = None,
) -> dict[int, Activity]:
    """The same for several people; who did nothing is left out."""
    values = {"people": list(person_ids)} | (
        {"courses": list(courses)} if courses is not None else {}
    )
    rows = session.execute(_statement(of_courses=courses is not None), values)
    of_person: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        of_person[row.person_id].append(row)
    return {person_id: _activity(rows, outdated) for person_id, rows in of_person.items()}


@lru_cache(maxsize=2)  # built once: that takes longer than the database takes to answer it
def _statement(*, of_courses: bool) -> AnySelect:
    people: Any = bindparam("people", expanding=True)
    tries = select(
        Attempt.person_id,
        Attempt.course,
        Attempt.assessment.label("name"),
        Attempt.id.label("attempt"),
        Attempt.started_at.label("at"),
        Attempt.submitted_at,
        literal("").label("revision"),
        Attempt.use,
        Attempt.shown,
    ).where(Attempt.person_id.in_(people))
    reads = select(
        LessonRead.person_id,
        LessonRead.course,
        LessonRead.lesson,
        literal(""),
        LessonRead.read_at,
        null(),
        LessonRead.revision,
        null(),
        null(),
    ).where(LessonRead.person_id.in_(people))
    if of_courses:
        courses: Any = bindparam("courses", expanding=True)
        tries = tries.where(Attempt.course.in_(courses))
        reads = reads.where(LessonRead.course.in_(courses))
    both = union_all(tries, reads).subquery()
    return select(both).order_by(both.c.at, both.c.attempt)


def _activity(rows: list[Any], outdated: Outdated) -> Activity:
    reads = [row for row in rows if not row.attempt]
    current = [row for row in reads if (row.course, row.name, row.revision) not in outdated]
    read = frozenset(f"{row.course}/{row.name}" for row in current)
    return Activity(
        read=read,
        changed=frozenset(f"{row.course}/{row.name}" for row in reads) - read,
        tries=tuple(_try(row) for row in rows if row.attempt),
    )


def _try(row: Any) -> Try:
    return Try(
        id=row.attempt,
        course=row.course,
        assessment=row.name,
        submitted_at=row.submitted_at,
        use=row.use,
        shown=tuple(row.shown or ()),
    )
