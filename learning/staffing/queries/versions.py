"""What became of a row that a form was made from: what another lead changed, and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.assignments.exemptions import Exemption
from learning.assignments.models import Assigned
from learning.audit import AuditDetail, AuditEntry
from learning.dated import Recorded
from learning.people.models import (
    Appointment,
    HeldRole,
    MembershipPeriod,
    Particulars,
    Pause,
    Person,
    Restriction,
)

# By which columns the row that follows is known, and what of it pages show.
SAME: dict[type[Recorded], tuple[str, ...]] = {
    MembershipPeriod: ("membership_id",),
    HeldRole: ("membership_id", "role", "service", "substitute"),
    Pause: ("membership_id",),
    Exemption: ("organisation_id", "person_id", "path"),
    Appointment: ("organisation_id", "person_id", "kind", "tiers", "services"),
    Particulars: ("organisation_id", "person_id"),
    Assigned: ("assignment_id", "membership_id"),
}
SHOWN = {
    "name": "Name",
    "reference": "Reference",
    "address": "E-mail address",
    "starts_on": "From",
    "ends_on": "Until",
    "paused_from": "Away from",
    "paused_until": "Away until",
    "due_on": "Last day to finish",
}


NOBODY = "Somebody else"  # by name


@dataclass(frozen=True)
class Meanwhile:
    """What another lead changed after a form was made."""

    by: str
    at: datetime
    changes: tuple[tuple[str, object, object], ...]  # (what, from, to)
    now: int | None  # the row that holds now; None where none does
    mine: bool  # whoever reads this changed it themselves


def meanwhile(session: Session, table: type[Recorded], number: int, *, me: int) -> Meanwhile:
    """The way from a superseded row to the one that holds now.

    Of restrictions, which are several rows, `number` is that of the newest change in the audit.
    """
    if table is Restriction:
        return _restricted(session, number, me)
    first: Any = session.get_one(table, number)
    last, at = first, first.superseded_at
    while last is not None and last.superseded_at is not None:
        at = last.superseded_at
        last = _follower(session, table, last)
    by, name = _who(session, last, at)
    return Meanwhile(
        name,
        at,
        tuple(
            (words, getattr(first, name), getattr(last, name, None))
            for name, words in SHOWN.items()
            if hasattr(first, name) and getattr(first, name) != getattr(last, name, None)
        ),
        last.id if last is not None else None,
        by == me,
    )


def _restricted(session: Session, number: int, me: int) -> Meanwhile:
    """Which leads were named before and after the newest change."""
    entry = session.get_one(AuditEntry, number)
    detail = session.scalars(select(AuditDetail).where(AuditDetail.entry_id == number)).first()
    by = session.get(Person, entry.actor_id) if entry.actor_id else None
    changes: tuple[tuple[str, object, object], ...] = ()
    if detail is not None:
        before, after = _names(session, detail.before), _names(session, detail.after)
        changes = (("Named training leads", before, after),)
    name = by.name if by else NOBODY
    return Meanwhile(name, entry.at, changes, number, entry.actor_id == me)


def _names(session: Session, ids: str | None) -> str | None:
    found = select(Person.name).where(Person.id.in_([int(text) for text in (ids or "").split()]))
    return ", ".join(session.scalars(found.order_by(Person.name))) or None


def _follower(session: Session, table: Any, row: Any) -> Any:
    """The row that was written when this one was superseded, about the same thing."""
    same = [getattr(table, name) == getattr(row, name) for name in SAME[table]]
    rows = session.scalars(
        select(table).where(table.recorded_at == row.superseded_at, *same).order_by(table.id)
    ).all()
    first_day = "paused_from" if table is Pause else "starts_on"
    near = [one for one in rows if getattr(one, first_day, None) == getattr(row, first_day, None)]
    return next(iter([*near, *rows]), None)


def _who(session: Session, last: Any, at: datetime) -> tuple[int | None, str]:
    """Who made the last change: they wrote the row, or the audit says who ended it."""
    by = select(Person.id, Person.name)
    if last is not None:
        by = by.where(Person.id == last.recorded_by)
    else:
        by = by.join(AuditEntry, AuditEntry.actor_id == Person.id).where(AuditEntry.at == at)
    found = session.execute(by.limit(1)).first()
    return (found.id, found.name) if found else (None, NOBODY)
