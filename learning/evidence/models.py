"""Evidence and its withdrawal."""

from datetime import date

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, func
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import one_where, some_where
from learning.dated import Recorded


class Evidence(Recorded):
    """A person showed a skill at a level on a day; it counts until it expires."""

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint("level BETWEEN 1 AND 4", name="level"),
        CheckConstraint("expires_on IS NULL OR expires_on > shown_on", name="days"),
        CheckConstraint(
            "source IN ('assessment', 'prior-learning', 'observed', 'self-assessment')",
            name="source",
        ),
        # One attempt or claim gives one piece of evidence for each skill, however often it is sent.
        one_where(
            "uq_evidence_reference", "source", "reference", "skill", where="superseded_at IS NULL"
        ),
        some_where(
            "ix_evidence_counted",
            "person_id",
            "skill",
            "level",
            "shown_on",
            "expires_on",
            "source",
            where="superseded_at IS NULL",
        ),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    skill: Mapped[str] = mapped_column(String(80))
    level: Mapped[int]
    source: Mapped[str] = mapped_column(String(20))
    shown_on: Mapped[date]
    reference: Mapped[str] = mapped_column(String(200))  # the attempt, claim or badge behind it
    summary: Mapped[str] = mapped_column(String(300))  # what it was, in words for a record
    # The first day it no longer counts; none: for good.
    expires_on: Mapped[date | None] = mapped_column(default=None, index=True)
    # A correction points to the first row of the piece, and so do its withdrawals.
    first_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"), default=None)

    @classmethod
    def piece(cls) -> ColumnElement[int]:
        """Which piece of evidence a row is about, however often it was corrected."""
        return func.coalesce(cls.first_id, cls.id)


class Withdrawal(Recorded):
    """From a day on, a piece of evidence no longer counts."""

    __tablename__ = "withdrawal"

    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), index=True)  # its first row
    effective_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(500))
