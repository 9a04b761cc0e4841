"""Claims of prior learning, the files that prove them, decisions, and a council's rules."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base, one_where
from learning.dated import Recorded


class Claim(Base):
    """A person says what they learned elsewhere; one of their councils decides."""

    __tablename__ = "claim"
    __table_args__ = (
        CheckConstraint("level BETWEEN 1 AND 4", name="level"),
        UniqueConstraint("person_id", "form_key"),  # sent twice, the form makes one claim
        Index("ix_claim_organisation", "organisation_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    skill: Mapped[str] = mapped_column(String(80))
    level: Mapped[int]
    shown_on: Mapped[date]
    title: Mapped[str] = mapped_column(String(200))  # the course, or the work
    issuer: Mapped[str] = mapped_column(String(200))  # who gave the certificate, or can confirm it
    description: Mapped[str] = mapped_column(String(2000))
    made_at: Mapped[datetime]
    form_key: Mapped[str] = mapped_column(String(40))
    form_hash: Mapped[str] = mapped_column(String(64))


class ClaimFile(Base):
    """The proof of a claim, apart from it: its bytes are loaded for a download alone."""

    __tablename__ = "claim_file"

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ClaimDecision(Base):
    """The one decision about a claim: accepted or declined by a lead, or taken back."""

    __tablename__ = "claim_decision"
    __table_args__ = (
        CheckConstraint("outcome IN ('accepted', 'declined', 'withdrawn')", name="outcome"),
        CheckConstraint(
            "outcome <> 'accepted' OR (level IS NOT NULL AND shown_on IS NOT NULL)", name="accepted"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), unique=True)  # never a second one
    outcome: Mapped[str] = mapped_column(String(10))
    decided_at: Mapped[datetime]
    decided_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")
    level: Mapped[int | None] = mapped_column(default=None)
    shown_on: Mapped[date | None] = mapped_column(default=None)
    expires_on: Mapped[date | None] = mapped_column(default=None)


class AcceptanceRule(Recorded):
    """What a council accepts: a course of an issuer shows a skill at a level, for a time.

    Its days are those of the completions it is for.
    """

    __tablename__ = "acceptance_rule"
    __table_args__ = (
        CheckConstraint("level BETWEEN 1 AND 3", name="level"),  # no course shows level 4
        CheckConstraint("lasts_months IS NULL OR lasts_months > 0", name="months"),
        CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="days"),
        one_where(
            "uq_acceptance_rule_open",
            "organisation_id",
            "issuer_key",
            "course_key",
            "skill",
            where="superseded_at IS NULL AND ends_on IS NULL",
        ),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    issuer: Mapped[str] = mapped_column(String(200))
    issuer_key: Mapped[str] = mapped_column(String(400))  # as it is compared
    course: Mapped[str] = mapped_column(String(200))
    course_key: Mapped[str] = mapped_column(String(400))
    skill: Mapped[str] = mapped_column(String(80))
    level: Mapped[int]
    lasts_months: Mapped[int | None]  # none: for good
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = mapped_column(default=None)


class CompletionUpload(Base):
    """Completions that a lead sent, between the dry run and applying them."""

    __tablename__ = "completion_upload"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    # What was read, as JSON; emptied after a time, for it is about people.
    completions: Mapped[str | None] = mapped_column(Text, deferred=True)
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    applied_at: Mapped[datetime | None] = mapped_column(default=None)
    recorded: Mapped[int | None] = mapped_column(default=None)  # pieces, when it was applied
