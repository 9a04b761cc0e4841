"""What comparisons rest on, and what councils say they did."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base, one_where
from learning.dated import Recorded


class ComparableFigures(Base):
    """A council's skills at a closed month end, under the framework's own requirements.

    Only lines that its own no-name view shows in full: nothing else is ever compared. They can
    be thrown away and worked out again to the same.
    """

    __tablename__ = "comparable_figures"
    __table_args__ = (UniqueConstraint("organisation_id", "month_end"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    month_end: Mapped[date] = mapped_column(index=True)
    worked_out_at: Mapped[datetime]
    people: Mapped[int]  # in its figures: its size
    lines: Mapped[dict[str, list[int]]] = mapped_column(JSON)  # skill: [required, met]


class WhatHelped(Recorded):
    """A line of a council on what it did about a skill, for others to learn from."""

    __tablename__ = "what_helped"
    __table_args__ = (
        one_where(
            "uq_what_helped_in_force", "organisation_id", "skill", where="superseded_at IS NULL"
        ),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    skill: Mapped[str] = mapped_column(String(80))
    words: Mapped[str] = mapped_column(String(300))  # empty: nothing any more
