"""Readings, once for each council, reader, page and day."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base


class Reading(Base):
    """Somebody read figures in which a council's stood."""

    __tablename__ = "reading"
    __table_args__ = (
        UniqueConstraint("organisation_id", "reader_id", "read_on", "kind", "place", "form"),
        Index("ix_reading_of_reader", "reader_id", "read_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))  # whose figures
    reader_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    read_on: Mapped[date]
    read_at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(20))
    place: Mapped[str] = mapped_column(String(80))  # the short name in the address it was read at
    form: Mapped[str] = mapped_column(String(10))  # page, or the format
    appointment: Mapped[str] = mapped_column(String(20))  # by which it was read
