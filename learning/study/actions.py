"""Marks lessons as read."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from learning.catalogue.published import Lesson
from learning.database import insert_of
from learning.study.models import LessonRead

# Built once: putting it together takes longer than the database takes to answer it.
_EARLIER: Any = (
    select(LessonRead.id)
    .where(
        LessonRead.person_id == bindparam("person_id"),
        LessonRead.course == bindparam("course"),
        LessonRead.lesson == bindparam("lesson"),
        LessonRead.revision.not_in(bindparam("outdated", expanding=True)),
    )
    .limit(1)
)


def mark_as_read(session: Session, lesson: Lesson, *, person_id: int, at: datetime) -> None:
    """The lesson counts as read from now on; marking it again changes nothing.

    After a change of law it is read anew; after any other change, what was read stays read.
    """
    which = {"person_id": person_id, "course": lesson.course, "lesson": lesson.slug}
    if session.scalar(_EARLIER, {**which, "outdated": tuple(lesson.outdated)}) is not None:
        return
    read = {**which, "revision": lesson.revision, "read_at": at, "minutes": lesson.minutes}
    session.execute(insert_of(session)(LessonRead).on_conflict_do_nothing(), read)
