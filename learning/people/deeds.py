"""Answers who did what, from the audit rows, for the history of one thing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from learning.audit import AuditDetail, AuditEntry
from learning.people.models import Person

MOST = 50


@dataclass(frozen=True)
class Deed:
    """What somebody did, and from what to what."""

    at: datetime
    by: str
    action: str
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)

    def day(self, name: str) -> date:
        """The day that a field was set to."""
        return date.fromisoformat(self.after[name])


def deeds_of(
    session: Session,
    organisation_id: int,
    actions: Collection[str],
    *,
    about: Mapping[str, str] | None = None,
) -> tuple[Deed, ...]:
    """The newest deeds of these kinds, newest first; `about` are values that they set."""
    wanted = (
        select(AuditEntry.id)
        .where(
            AuditEntry.organisation_id == organisation_id,
            AuditEntry.action.in_(actions),
            *(
                exists().where(
                    AuditDetail.entry_id == AuditEntry.id,
                    AuditDetail.field == name,
                    AuditDetail.after == value,
                )
                for name, value in (about or {}).items()
            ),
        )
        .order_by(AuditEntry.id.desc())
        .limit(MOST)
    )
    rows = session.execute(
        select(AuditEntry, Person.name, AuditDetail)
        .outerjoin(Person, Person.id == AuditEntry.actor_id)
        .outerjoin(AuditDetail, AuditDetail.entry_id == AuditEntry.id)
        .where(AuditEntry.id.in_(wanted))
        .order_by(AuditEntry.id.desc(), AuditDetail.id)
    )
    found: dict[int, Deed] = {}
    for entry, name, detail in rows:
        deed = found.setdefault(entry.id, Deed(entry.at, name or "", entry.action))
        if detail is not None:
            deed.before.update({detail.field: detail.before} if detail.before is not None else {})
            deed.after.update({detail.field: detail.after} if detail.after is not None else {})
    return tuple(found.values())
