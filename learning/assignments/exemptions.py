"""Exemptions: who need not take a path, who allowed it, and until when."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from learning.dated import Recorded


class Exemption(Recorded):
    """A council lifts a path from one of its people for a time; what the role needs stays."""

    __tablename__ = "exemption"
    __table_args__ = (
        CheckConstraint("ends_on > starts_on", name="days"),
        Index("ix_exemption_person", "person_id", "path"),
        Index("ix_exemption_organisation", "organisation_id", "ends_on"),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    path: Mapped[str] = mapped_column(String(80))
    authority: Mapped[str] = mapped_column(String(200))  # who allowed it
    clause: Mapped[str] = mapped_column(String(200))  # under which rule or minute; may be empty
    reason: Mapped[str] = mapped_column(String(500))
    starts_on: Mapped[date]
    ends_on: Mapped[date]  # the first day it no longer counts
