"""Marks lessons as read."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.catalogue.published import Lesson
from learning.database import insert_of
from learning.study.models import LessonRead


def mark_as_read(session: Session, lesson: Lesson, *, person_id: int, at: datetime) -> None:
    """The lesson counts as read from now on; marking it again changes nothing.

    After a change of law it is read anew; after any other change, what was read stays read.
    """
    earlier = select(LessonRead.id).where(
        LessonRead.person_id == person_id,
        LessonRead.course == lesson.course,
        LessonRead.lesson == lesson.slug,
        LessonRead.revision.not_in(lesson.outdated),
    )
    if session.scalar(earlier.limit(1)) is not None:
        return
    read = insert_of(session)(LessonRead).values(
        person_id=person_id,
        course=lesson.course,
        lesson=lesson.slug,
        revision=lesson.revision,
        read_at=at,
        minutes=lesson.minutes,
    )
    session.execute(read.on_conflict_do_nothing())
