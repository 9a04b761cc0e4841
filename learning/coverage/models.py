"""Figures that are kept: they can be thrown away and worked out again to the same."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
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
    # As if the council had set no level of its own; none: it had set none, or this is older.
    published: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    # The lines to hide beside the small ones; none: not decided yet.
    hidden: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True), default=None)
    decided_by: Mapped[int | None] = mapped_column(default=None)  # the number of the way to decide


class TogetherFigures(Base):
    """The profiles of councils together at a month end, as the lines of a partnership need them.

    Another set of councils is another row: when an agreement ends, what was shown stays known.
    """

    __tablename__ = "together_figures"
    __table_args__ = (UniqueConstraint("partnership_id", "month_end", "set_of_councils"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    month_end: Mapped[date]
    set_of_councils: Mapped[str] = mapped_column(String(64))  # a hash of their numbers
    councils: Mapped[list[int]] = mapped_column(JSON)
    known_at: Mapped[datetime]
    worked_out_at: Mapped[datetime]
    profiles: Mapped[list[Any]] = mapped_column(JSON)
    published: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    overlap: Mapped[int]  # people who serve several of them
    # The lines to hide until it is decided: all but those that the councils' own reports tell.
    meanwhile: Mapped[list[str]] = mapped_column(JSON)
    hidden: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True), default=None)
    decided_by: Mapped[int | None] = mapped_column(default=None)


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
