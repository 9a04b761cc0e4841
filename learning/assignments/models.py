"""Paths asked of people, once or by a standing rule."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base, one_where
from learning.dated import Recorded


class Assignment(Base):
    """An organisation asks people to take a path: those chosen that day, or by a standing rule.

    A standing rule reaches everyone who holds the role (in the service) from its first day to
    its last, newcomers included. The last day to finish is one day for all (`due_on`), or so
    many days (`within_days`) after the role began, the rule's first day at the earliest.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        # Sent twice, the form makes one assignment.
        UniqueConstraint("assigned_by", "form_key"),
        CheckConstraint("(due_on IS NULL) <> (within_days IS NULL)", name="due"),
        CheckConstraint("within_days BETWEEN 1 AND 730", name="within_days"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="days"),
        CheckConstraint("NOT standing OR role IS NOT NULL", name="standing"),
        CheckConstraint("role IS NULL OR tier IS NULL", name="whom"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    path: Mapped[str] = mapped_column(String(80))
    role: Mapped[str | None] = mapped_column(String(80))  # none: a group, or people by name
    due_on: Mapped[date | None]  # the last day it is in time
    reason: Mapped[str] = mapped_column(String(500))
    assigned_at: Mapped[datetime]
    assigned_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    form_key: Mapped[str] = mapped_column(String(40))
    form_hash: Mapped[str] = mapped_column(String(64))
    starts_on: Mapped[date]
    service: Mapped[str | None] = mapped_column(String(80), default=None)
    within_days: Mapped[int | None] = mapped_column(default=None)
    standing: Mapped[bool] = mapped_column(default=False)
    renews: Mapped[bool] = mapped_column(default=False)  # asked again when its evidence runs out
    ends_on: Mapped[date | None] = mapped_column(default=None)  # of a rule: asks nobody from then
    # A confidential reason is seen by the person asked and by this officer alone.
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    # A newcomer may be asked more a week than the council's cap.
    over_load: Mapped[bool] = mapped_column(default=False)
    # Whoever is asked when their day has passed gets so many days from then; none: the day stays.
    late_days: Mapped[int | None] = mapped_column(default=None)
    # Everybody in this group on that day; neither group nor role: people were named.
    tier: Mapped[str | None] = mapped_column(String(20), default=None)


class Assigned(Recorded):
    """Somebody an assignment asks, by when; each change of that is a row of its own."""

    __tablename__ = "assigned"
    __table_args__ = (
        one_where(
            "uq_assigned_in_force", "assignment_id", "membership_id", where="superseded_at IS NULL"
        ),
        Index("ix_assigned_person", "person_id"),
        Index("ix_assigned_membership", "membership_id"),
    )

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_on: Mapped[date]  # the day they were first asked
    due_on: Mapped[date]  # the last day it is in time
    lifted_on: Mapped[date | None] = mapped_column(default=None)  # asked no more, from that day
    why: Mapped[str] = mapped_column(String(20), default="asked")  # what made this row
    note: Mapped[str] = mapped_column(String(500), default="")  # the reason of an extension
    # A day set for this person alone (an extension, the load cap, a choice of the preview) and the
    # day from which time counts towards it; none: as the assignment says. Leave and time away move
    # it, and `due_on` is where it stands.
    set_due_on: Mapped[date | None] = mapped_column(default=None)
    counts_from: Mapped[date | None] = mapped_column(default=None)


class SetApart(Base):
    """Somebody whom a rule treats otherwise than it says, as its lead chose when they made it."""

    __tablename__ = "set_apart"
    __table_args__ = (UniqueConstraint("assignment_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    due_on: Mapped[date | None]  # their own last day; none: they are left out
