"""What people are asked of what they learned, what they and a colleague say, and results."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base, one_where
from learning.dated import Recorded


class OutcomeQuestion(Base):
    """Some months after a check somebody is asked whether they do anything differently: once."""

    __tablename__ = "outcome_question"
    __table_args__ = (
        UniqueConstraint("person_id", "skill", "level"),  # nobody is asked twice
        UniqueConstraint("person_id", "asked_on"),
        CheckConstraint("level BETWEEN 1 AND 4", name="level"),
        Index("ix_outcome_question_organisation", "organisation_id", "asked_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))  # which decided so
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), index=True)  # first row
    skill: Mapped[str] = mapped_column(String(80))
    level: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))  # the check, as the record calls it
    passed_on: Mapped[date]
    asked_on: Mapped[date]
    asked_at: Mapped[datetime]


class OutcomeAnswer(Recorded):
    """What somebody says of it; it can be changed and taken back, and is nobody else's to read."""

    __tablename__ = "outcome_answer"
    __table_args__ = (
        CheckConstraint("answer IN ('yes', 'not-yet', 'does-not-fit')", name="answer"),
        one_where("uq_outcome_answer_in_force", "question_id", where="superseded_at IS NULL"),
    )

    question_id: Mapped[int] = mapped_column(ForeignKey("outcome_question.id"), index=True)
    answer: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(String(600))


class Confirmation(Base):
    """A colleague is asked whether they saw it: whom the person named, and what came of it.

    An address that belongs to nobody here is kept just the same, so that nobody is told so.
    """

    __tablename__ = "confirmation"
    __table_args__ = (
        CheckConstraint("answer IN ('saw', 'did-not-see', 'rather-not')", name="answer"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
        one_where("uq_confirmation_open", "question_id", where="ended_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    question_id: Mapped[int] = mapped_column(ForeignKey("outcome_question.id"), index=True)
    colleague_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    named: Mapped[str] = mapped_column(String(320))  # the address, as the person wrote it
    mark: Mapped[str] = mapped_column(String(40), unique=True)  # how its page is addressed
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(String(12), default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)  # what it was about changed


class LadderMonthEnd(Base):
    """The outcome ladder of an organisation at a month end, as it may be shown to anybody."""

    __tablename__ = "ladder_month_end"
    __table_args__ = (UniqueConstraint("organisation_id", "month_end"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    month_end: Mapped[date]
    worked_out_at: Mapped[datetime]
    rungs: Mapped[list[Any]] = mapped_column(JSON)


class ResultCase(Base):
    """A short case of what changed for residents; what it says are its versions."""

    __tablename__ = "result_case"
    __table_args__ = (UniqueConstraint("proposed_by", "form_key"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    proposed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    form_key: Mapped[str] = mapped_column(String(40))
    form_hash: Mapped[str] = mapped_column(String(64))


class CaseVersion(Recorded):
    """A case as it stood from one moment to another: a correction supersedes, nothing is lost."""

    __tablename__ = "case_version"
    __table_args__ = (
        CheckConstraint(
            "state IN ('proposed', 'published', 'declined', 'withdrawn')", name="state"
        ),
        one_where("uq_case_version_in_force", "case_id", where="superseded_at IS NULL"),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("result_case.id"), index=True)
    state: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(120))
    changed: Mapped[str] = mapped_column(Text)  # paragraphs, plain text
    figures: Mapped[str] = mapped_column(String(600))
    source: Mapped[str] = mapped_column(String(300))  # of the figures
    skills: Mapped[str] = mapped_column(String(500))  # slugs with spaces
    happened_on: Mapped[date]
    officer: Mapped[str] = mapped_column(String(200))  # name and post of who stands for it
    link: Mapped[str] = mapped_column(String(300), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")  # why declined or withdrawn
