"""Who did what to whom, written in the same transaction as the deed."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import ForeignKey, String, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.database import Base


class AuditEntry(Base):
    """A deed: ids, the action and the names of the fields; no personal value."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    action: Mapped[str] = mapped_column(String(60))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    fields: Mapped[str] = mapped_column(String(500))


class AuditDetail(Base):
    """From what to what, for one field; erasure empties these and leaves the entry."""

    __tablename__ = "audit_detail"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id"), index=True)
    field: Mapped[str] = mapped_column(String(60))
    before: Mapped[str | None] = mapped_column(String(1000))
    after: Mapped[str | None] = mapped_column(String(1000))


def write(
    session: Session,
    action: str,
    *,
    by: int | None,
    at: datetime,
    organisation_id: int | None = None,
    person_id: int | None = None,
    changes: Mapping[str, tuple[object, object]] | None = None,
) -> None:
    """Record a deed; `changes` maps a field to its value before and after."""
    changes = changes or {}
    entry = AuditEntry(
        at=at,
        actor_id=by,
        action=action,
        organisation_id=organisation_id,
        person_id=person_id,
        fields=" ".join(changes),
    )
    session.add(entry)
    if not changes:
        return
    session.flush()  # the details need the entry's id
    for field, (before, after) in changes.items():
        session.add(
            AuditDetail(entry_id=entry.id, field=field, before=_text(before), after=_text(after))
        )


def _text(value: object) -> str | None:
    return None if value is None else str(value)[:1000]


def write_all(
    session: Session,
    action: str,
    people: Collection[int],
    *,
    by: int | None,
    at: datetime,
    organisation_id: int | None = None,
) -> None:
    """The same deed done to each of several people, in one statement; no values are kept."""
    same = {"at": at, "actor_id": by, "action": action, "organisation_id": organisation_id}
    rows = [{"person_id": person, "fields": "", **same} for person in people]
    if rows:
        session.execute(insert(AuditEntry), rows)
