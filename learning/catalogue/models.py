"""The framework's dated requirements, as they were put in force."""

from datetime import date

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from learning.dated import Recorded


class FrameworkRequirement(Recorded):
    """A requirement of the framework, copied from the files when a revision came into force."""

    __tablename__ = "framework_requirement"
    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 4", name="level"),)

    role: Mapped[str] = mapped_column(String(80))
    skill: Mapped[str] = mapped_column(String(80))
    level: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = mapped_column(default=None)


class FrameworkRevision(Recorded):
    """Which revision of the framework's files the requirements were copied from."""

    __tablename__ = "framework_revision"

    revision: Mapped[str] = mapped_column(String(16))
    in_force_from: Mapped[date]
