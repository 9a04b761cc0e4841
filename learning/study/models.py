"""Lessons marked as read."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base


class LessonRead(Base):
    """A person read a lesson; kept under the course it was written in, so it counts everywhere.

    Read again after the law changed, it has a row for each revision.
    """

    __tablename__ = "lesson_read"
    __table_args__ = (UniqueConstraint("person_id", "course", "lesson", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course: Mapped[str] = mapped_column(String(80))
    lesson: Mapped[str] = mapped_column(String(80))
    revision: Mapped[str] = mapped_column(String(16))
    read_at: Mapped[datetime]
    # How long it took then, so that what somebody has reported stays true; none in old rows.
    minutes: Mapped[int | None] = mapped_column(default=None)
