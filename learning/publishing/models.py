"""What was published, byte for byte, and the days before elections. Nothing here is ever edited."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base, one_where
from learning.dated import Recorded


class Statement(Base):
    """A numbered statement of a council; all that it says stands in its files."""

    __tablename__ = "statement"
    __table_args__ = (
        CheckConstraint("audience IN ('no-name', 'leads')", name="audience"),
        CheckConstraint("number > 0", name="number"),
        UniqueConstraint("organisation_id", "number"),  # never given again: rows are never deleted
        UniqueConstraint("published_by", "form_key"),  # sent twice, the form publishes once
        # One statement about a day for each kind of reader; what comes after it restates it.
        one_where(
            "uq_statement_of_a_day",
            "organisation_id",
            "audience",
            "as_at",
            where="restates_id IS NULL",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    number: Mapped[int]
    audience: Mapped[str] = mapped_column(String(10))
    as_at: Mapped[date]
    known_at: Mapped[datetime]
    framework_revision: Mapped[str] = mapped_column(String(80))
    officer_name: Mapped[str] = mapped_column(String(200))  # who answers for it, as typed
    officer_post: Mapped[str] = mapped_column(String(200))
    published_at: Mapped[datetime]
    published_by: Mapped[int] = mapped_column(ForeignKey("person.id"))  # the account that did it
    # By name: the lines that protect others, as decided once, and those that are said anew.
    hidden: Mapped[list[Any]] = mapped_column(JSON)
    anew: Mapped[list[Any]] = mapped_column(JSON)
    form_key: Mapped[str] = mapped_column(String(40))
    form_hash: Mapped[str] = mapped_column(String(64))
    restates_id: Mapped[int | None] = mapped_column(
        ForeignKey("statement.id"), unique=True, default=None
    )


class StatementFile(Base):
    """One format of a statement in one language; the hash is over these bytes and nothing else."""

    __tablename__ = "statement_file"
    __table_args__ = (
        CheckConstraint("kind IN ('json', 'csv', 'xlsx', 'pdf', 'html')", name="kind"),
        UniqueConstraint("statement_id", "kind", "language"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"))
    kind: Mapped[str] = mapped_column(String(4))
    language: Mapped[str] = mapped_column(String(2))
    media_type: Mapped[str] = mapped_column(String(80))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]  # bytes
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class RestatingDecision(Base):
    """Which lines of a statement a restatement may say anew, as known at a moment.

    It is asked for, and decided by the worker where that takes longer than anybody waits.
    """

    __tablename__ = "restating_decision"
    __table_args__ = (
        UniqueConstraint("statement_id", "known_at"),
        CheckConstraint("(anew IS NULL) = (decided_at IS NULL)", name="decided"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"))
    known_at: Mapped[datetime]
    asked_at: Mapped[datetime]
    anew: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)


class PreElectionPeriod(Recorded):
    """Days before an election, the polling day included, in which a council holds back."""

    __tablename__ = "pre_election_period"
    __table_args__ = (CheckConstraint("polling_on >= starts_on", name="days"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    starts_on: Mapped[date]
    polling_on: Mapped[date]
    election: Mapped[str] = mapped_column(String(200))


class StatementRelease(Base):
    """Who decided that a statement is published although an election is near, and why."""

    __tablename__ = "statement_release"

    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("pre_election_period.id"), index=True)
    officer_name: Mapped[str] = mapped_column(String(200))
    officer_post: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(1000))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
