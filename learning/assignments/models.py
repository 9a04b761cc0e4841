"""A path asked of people."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base


class Assignment(Base):
    """An organisation asks one person, or everyone with a role, to take a path by a day."""

    __tablename__ = "assignment"
    # Sent twice, the form makes one assignment.
    __table_args__ = (UniqueConstraint("assigned_by", "form_key"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    path: Mapped[str] = mapped_column(String(80))
    role: Mapped[str | None] = mapped_column(String(80))  # none: one person was named
    due_on: Mapped[date]  # the last day it is in time
    reason: Mapped[str] = mapped_column(String(500))
    assigned_at: Mapped[datetime]
    assigned_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    form_key: Mapped[str] = mapped_column(String(40))
    form_hash: Mapped[str] = mapped_column(String(64))


class Assigned(Base):
    """Somebody an assignment asks."""

    __tablename__ = "assigned"
    __table_args__ = (
        UniqueConstraint("assignment_id", "membership_id"),
        Index("ix_assigned_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
