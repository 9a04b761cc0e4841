"""Attempts, the questions they asked in the words they asked them, and every answer."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base, one_where
from learning.dated import Recorded


class QuestionVersion(Base):
    """A question as it was once asked: its wording, options, feedback and key, for good."""

    __tablename__ = "question_version"

    revision: Mapped[str] = mapped_column(String(16), primary_key=True)
    course: Mapped[str] = mapped_column(String(80))
    question: Mapped[str] = mapped_column(String(80))
    wording: Mapped[dict[str, Any]] = mapped_column(JSON)


class Attempt(Base):
    """One try at a check (`use` final) or at proving what one knows; open until submitted."""

    __tablename__ = "attempt"
    __table_args__ = (
        one_where(
            "uq_attempt_open",
            "person_id",
            "course",
            "assessment",
            "use",
            where="submitted_at IS NULL",
        ),
        Index("ix_attempt_person", "person_id", "course"),
        CheckConstraint("use IN ('final', 'diagnostic')", name="use"),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course: Mapped[str] = mapped_column(String(80))
    assessment: Mapped[str] = mapped_column(String(80))
    revision: Mapped[str] = mapped_column(String(16))
    nation: Mapped[str] = mapped_column(String(20))
    seed: Mapped[str] = mapped_column(String(32))
    terms: Mapped[dict[str, Any]] = mapped_column(
        JSON
    )  # what it gives, its pass mark, its validity
    started_at: Mapped[datetime]
    use: Mapped[str] = mapped_column(String(10), default="final")
    closes_at: Mapped[datetime | None] = mapped_column(default=None)  # none: no time limit
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)
    parts: Mapped[int | None] = mapped_column(default=None)  # sixtieths of a point
    passed: Mapped[bool | None] = mapped_column(default=None)
    choices_deleted_at: Mapped[datetime | None] = mapped_column(default=None)
    # Of proving what one knows: the objectives shown.
    shown: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True), default=None)


class AttemptQuestion(Base):
    """The n-th question of an attempt, with its options in the order shown."""

    __tablename__ = "attempt_question"
    __table_args__ = (UniqueConstraint("attempt_id", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    attempt_id: Mapped[str] = mapped_column(ForeignKey("attempt.id"))
    place: Mapped[int]  # from 1
    revision: Mapped[str] = mapped_column(ForeignKey("question_version.revision"))
    option_order: Mapped[list[str]] = mapped_column(JSON)


class Answer(Base):
    """What the answer to a question became, when; the newest one holds."""

    __tablename__ = "answer"
    __table_args__ = (CheckConstraint("sure BETWEEN 1 AND 3", name="sure"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    attempt_question_id: Mapped[int] = mapped_column(ForeignKey("attempt_question.id"), index=True)
    chosen: Mapped[list[str]] = mapped_column(JSON)
    answered_at: Mapped[datetime]
    # How sure the person was, 1 to 3, where they said; for their eyes alone.
    sure: Mapped[int | None] = mapped_column(default=None)


class AsksHowSure(Base):
    """A person who wants to be asked how sure they are; whoever has no row is not asked."""

    __tablename__ = "asks_how_sure"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    since: Mapped[datetime]


class Adjustment(Recorded):
    """More time in checks that have a time limit, granted by a council; it counts everywhere."""

    __tablename__ = "adjustment"
    __table_args__ = (
        CheckConstraint("extra IN (25, 50, 100)", name="extra"),
        CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="days"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    extra: Mapped[int | None]  # per cent more time; none: no time limit at all
    reason: Mapped[str] = mapped_column(String(500))  # for the person and this council's leads
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = mapped_column(default=None)


class Challenge(Base):
    """Somebody says what is wrong with a question, in the wording they were asked it in."""

    __tablename__ = "challenge"
    __table_args__ = (UniqueConstraint("person_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    revision: Mapped[str] = mapped_column(ForeignKey("question_version.revision"), index=True)
    words: Mapped[str] = mapped_column(String(1000))
    made_at: Mapped[datetime]


class Correction(Base):
    """A question version whose key was wrong, and the version that corrects it."""

    __tablename__ = "correction"

    revision: Mapped[str] = mapped_column(
        ForeignKey("question_version.revision"), primary_key=True, sort_order=-1
    )
    corrected_by: Mapped[str] = mapped_column(ForeignKey("question_version.revision"), index=True)
    note: Mapped[str] = mapped_column(String(1000))  # what was wrong, in words for a learner
    corrected_at: Mapped[datetime]


class Remarking(Base):
    """A submitted attempt was marked again, in its person's favour; for their eyes alone."""

    __tablename__ = "remarking"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    attempt_id: Mapped[str] = mapped_column(ForeignKey("attempt.id"), index=True)
    change: Mapped[str] = mapped_column(String(200))  # "<course>/<change>"
    parts_before: Mapped[int]
    parts_after: Mapped[int]
    passed_before: Mapped[bool]
    passed_after: Mapped[bool]
    remarked_at: Mapped[datetime]


class AppliedChange(Base):
    """A declared change of a course that was put into effect here."""

    __tablename__ = "applied_change"

    change: Mapped[str] = mapped_column(String(200), primary_key=True)  # "<course>/<change>"
    applied_at: Mapped[datetime]
