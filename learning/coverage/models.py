"""Figures that are kept: they can be thrown away and worked out again to the same."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base


class MonthEndFigures(Base):
    """The profiles of an organisation at a month end, before any hiding."""

    __tablename__ = "month_end_figures"
    __table_args__ = (UniqueConstraint("organisation_id", "month_end"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    month_end: Mapped[date]
    known_at: Mapped[datetime]
    worked_out_at: Mapped[datetime]
    profiles: Mapped[list[Any]] = mapped_column(JSON)
    # The lines to hide beside the small ones; none: not decided yet.
    hidden: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True), default=None)


class LatestFigures(Base):
    """The profiles of an organisation on a recent day and at month ends before it, for leads.

    Every person is counted, as lately known.
    """

    __tablename__ = "latest_figures"
    __table_args__ = (UniqueConstraint("organisation_id", "own_settings", "as_at"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    own_settings: Mapped[bool]  # or as if the council had set no level of its own
    as_at: Mapped[date]
    known_at: Mapped[datetime]
    profiles: Mapped[list[Any]] = mapped_column(JSON)
