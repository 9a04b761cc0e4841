"""Who was told of what is overdue, and the lists that group leaders were given: never changed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base


class Escalated(Base):
    """Somebody was told, under the council's policy, that a path is overdue: each step once."""

    __tablename__ = "escalated"
    __table_args__ = (
        UniqueConstraint("membership_id", "path", "due_on", "step"),
        CheckConstraint("step IN ('person', 'manager', 'officer')", name="step"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)  # who is overdue
    path: Mapped[str] = mapped_column(String(80))
    due_on: Mapped[date]
    step: Mapped[str] = mapped_column(String(10))
    told_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    told_at: Mapped[datetime]
    authority: Mapped[str] = mapped_column(String(500))  # the clause, as it stood that day
    decided_on: Mapped[date]  # from when the policy holds


class GivenExtract(Base):
    """A dated list for group leaders, under a resolution of the council."""

    __tablename__ = "given_extract"
    __table_args__ = (UniqueConstraint("made_by", "form_key"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    made_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    resolved_on: Mapped[date]
    clause: Mapped[str] = mapped_column(String(500))
    paths: Mapped[str] = mapped_column(Text)  # slugs with spaces
    form_key: Mapped[str] = mapped_column(String(40))
    form_hash: Mapped[str] = mapped_column(String(64))


class ExtractLine(Base):
    """What such a list says of one person and path; their name is kept with the person alone."""

    __tablename__ = "extract_line"
    __table_args__ = (UniqueConstraint("extract_id", "membership_id", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    extract_id: Mapped[int] = mapped_column(ForeignKey("given_extract.id"))
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    path: Mapped[str] = mapped_column(String(80))
    due_on: Mapped[date]
    is_done: Mapped[bool]
