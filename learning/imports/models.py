"""What somebody sent to import, and what became of each of its rows."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base


class Status(StrEnum):
    """How far an import is."""

    ASKING = "asking"  # which way round the file writes its days
    WAITING = "waiting"  # for its dry run
    READY = "ready"  # the dry run can be looked at
    APPLYING = "applying"
    APPLIED = "applied"
    CANCELLED = "cancelled"
    FAILED = "failed"


AT_WORK = (Status.WAITING, Status.APPLYING)  # what a worker takes up


class PeopleImport(Base):
    """A file of people that a lead sent: read, shown as a dry run, applied or not."""

    __tablename__ = "people_import"
    __table_args__ = (
        # Sent twice, the form makes one import.
        UniqueConstraint("uploaded_by", "form_key"),
        Index("ix_people_import_status", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    # What was read, as JSON; emptied after a time, for it is about people.
    rows: Mapped[str | None] = mapped_column(Text, deferred=True)
    row_count: Mapped[int]
    day: Mapped[date]  # that the file speaks of: what begins or ends without a day, does so then
    is_full: Mapped[bool]  # names everybody who is here
    status: Mapped[str] = mapped_column(String(12))
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    form_key: Mapped[str] = mapped_column(String(40))
    month_first: Mapped[bool] = mapped_column(default=False)
    said: Mapped[str] = mapped_column(Text, default="[]")  # what to know of the file, as JSON
    good_rows: Mapped[bool] = mapped_column(default=False)  # rows in error are left out
    to_invite: Mapped[int] = mapped_column(default=0)  # people, as the dry run counts them
    invites: Mapped[bool] = mapped_column(default=True)  # false: they are invited later, by hand
    last_day: Mapped[date | None] = mapped_column(default=None)  # of those whom it does not name
    planned_at: Mapped[datetime | None] = mapped_column(default=None)
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    trouble: Mapped[str | None] = mapped_column(String(500), default=None)
    done: Mapped[int] = mapped_column(default=0)  # rows, while a worker reads
    lease: Mapped[str | None] = mapped_column(String(40), default=None)  # of the worker that has it
    leased_until: Mapped[datetime | None] = mapped_column(default=None)
    tries: Mapped[int] = mapped_column(default=0)
    applied_at: Mapped[datetime | None] = mapped_column(default=None)
    written: Mapped[int | None] = mapped_column(default=None)  # people, when it was applied


class ImportLine(Base):
    """What the dry run says of a row, or of somebody whom a full file does not name."""

    __tablename__ = "import_line"
    __table_args__ = (Index("ix_import_line_outcome", "import_id", "outcome", "place"),)

    import_id: Mapped[int] = mapped_column(ForeignKey("people_import.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    outcome: Mapped[str] = mapped_column(String(10))
    row: Mapped[int | None]
    code: Mapped[str | None] = mapped_column(String(20))
    proposed: Mapped[bool]
    chosen: Mapped[bool]
    shown: Mapped[str] = mapped_column(Text)  # who, from what to what, what is wrong: as JSON
