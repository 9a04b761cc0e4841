"""Plans of reorganisations, and what carrying one out did."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base, one_where

_FATES = "fate IN ('stays', 'goes', 'ends') AND (fate = 'goes') = (to_id IS NOT NULL)"


class Reorganisation(Base):
    """Councils become others on a day; it can be changed until it is carried out."""

    __tablename__ = "reorganisation"
    __table_args__ = (UniqueConstraint("drawn_by", "form_key"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    vests_on: Mapped[date]  # the first day of the councils that follow
    drawn_at: Mapped[datetime]
    drawn_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    form_key: Mapped[str] = mapped_column(String(40))
    form_hash: Mapped[str] = mapped_column(String(64))
    # From then training leads of its councils read the plan and what it would come to.
    shown_at: Mapped[datetime | None] = mapped_column(default=None)


class Predecessor(Base):
    """A council that people leave: it ends on vesting day, or goes on with those who stay."""

    __tablename__ = "predecessor"
    __table_args__ = (UniqueConstraint("plan_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    plan_id: Mapped[int] = mapped_column(ForeignKey("reorganisation.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    goes_on: Mapped[bool] = mapped_column(default=False)
    ended_before: Mapped[date | None] = mapped_column(default=None)  # its end without the plan


class Successor(Base):
    """A council that people come to: a new one, or one that goes on."""

    __tablename__ = "successor"
    __table_args__ = (UniqueConstraint("plan_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    plan_id: Mapped[int] = mapped_column(ForeignKey("reorganisation.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)


class Direction(Base):
    """Where people of a predecessor go: of a service, tier or role, or everybody else."""

    __tablename__ = "direction"
    __table_args__ = (
        UniqueConstraint("plan_id", "from_id", "kind", "value"),
        CheckConstraint("kind IN ('everybody', 'tier', 'service', 'role')", name="kind"),
        CheckConstraint(_FATES, name="fate"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    plan_id: Mapped[int] = mapped_column(ForeignKey("reorganisation.id"))
    from_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str] = mapped_column(String(10))
    value: Mapped[str] = mapped_column(String(80))  # a slug; empty for everybody else
    fate: Mapped[str] = mapped_column(String(5))
    to_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))


class ListedPerson(Base):
    """Where a list says that one person of a predecessor goes; the newest row counts."""

    __tablename__ = "listed_person"
    __table_args__ = (
        # Not unique: two records that turn out to be one person's may both be on it.
        Index("ix_listed_person_plan", "plan_id", "from_id"),
        CheckConstraint(_FATES, name="fate"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    plan_id: Mapped[int] = mapped_column(ForeignKey("reorganisation.id"))
    from_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    fate: Mapped[str] = mapped_column(String(5))
    to_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))


class TakenOver(Base):
    """A successor takes something over from a predecessor: nothing is, unless it is chosen."""

    __tablename__ = "taken_over"
    __table_args__ = (UniqueConstraint("plan_id", "to_id", "from_id", "what"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    plan_id: Mapped[int] = mapped_column(ForeignKey("reorganisation.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    from_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    what: Mapped[str] = mapped_column(String(20))


class ReorganisationRun(Base):
    """A plan carried out, and perhaps undone; its counts prove that nobody and nothing was lost."""

    __tablename__ = "reorganisation_run"
    __table_args__ = (
        # Of two who carry it out at one moment, one does.
        one_where("uq_reorganisation_run_open", "plan_id", where="undone_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    plan_id: Mapped[int] = mapped_column(ForeignKey("reorganisation.id"), index=True)
    started_at: Mapped[datetime]
    started_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    counted: Mapped[dict[str, Any]] = mapped_column(JSON)  # before
    tallies: Mapped[dict[str, int]] = mapped_column(JSON)  # what was done, step by step
    finished_at: Mapped[datetime | None] = mapped_column(default=None)
    ledger: Mapped[list[Any] | None] = mapped_column(JSON, default=None)
    undoing_at: Mapped[datetime | None] = mapped_column(default=None)
    undone_at: Mapped[datetime | None] = mapped_column(default=None)
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    undo_ledger: Mapped[list[Any] | None] = mapped_column(JSON, default=None)


class MovedPlace(Base):
    """A membership that a run ended, made or added to, and when: what was recorded then is its."""

    __tablename__ = "moved_place"
    __table_args__ = (
        UniqueConstraint("run_id", "membership_id"),
        CheckConstraint("kind IN ('ended', 'made', 'joined')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    run_id: Mapped[int] = mapped_column(ForeignKey("reorganisation_run.id"))
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    kind: Mapped[str] = mapped_column(String(6))
    moved_at: Mapped[datetime]
    undone_at: Mapped[datetime | None] = mapped_column(default=None)
    # Of one that was ended: where its person went; none: nowhere.
    to_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), default=None)


class ChangedRow(Base):
    """A row that a run changed where it stands, and what it said before: undoing puts it back."""

    __tablename__ = "changed_row"
    __table_args__ = (
        UniqueConstraint("run_id", "what", "row_id"),
        CheckConstraint(
            "what IN ('address', 'claim', 'code', 'invitation', 'link', 'rule', 'token')",
            name="what",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    run_id: Mapped[int] = mapped_column(ForeignKey("reorganisation_run.id"))
    what: Mapped[str] = mapped_column(String(10))
    row_id: Mapped[int]
    before: Mapped[str] = mapped_column(String(20))  # a council's number, or a day; empty: none


class CarriedAssignment(Base):
    """What a predecessor asked goes on as an assignment of a successor."""

    __tablename__ = "carried_assignment"
    __table_args__ = (UniqueConstraint("run_id", "from_assignment_id", "to_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    run_id: Mapped[int] = mapped_column(ForeignKey("reorganisation_run.id"))
    from_assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)


class FutureFigures(Base):
    """What a successor would come to, without names: worked out once for a month end, and kept."""

    __tablename__ = "future_figures"
    __table_args__ = (UniqueConstraint("plan_id", "organisation_id", "month_end"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    plan_id: Mapped[int] = mapped_column(ForeignKey("reorganisation.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    month_end: Mapped[date]
    worked_out_at: Mapped[datetime]
    profiles: Mapped[list[Any]] = mapped_column(JSON)  # by the councils that people come from
