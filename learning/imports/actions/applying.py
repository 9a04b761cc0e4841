"""Writes what a plan would: everything in the caller's transaction, in a few long statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from learning.assignments.actions import follow_rules
from learning.audit import AuditDetail, AuditEntry
from learning.database import Base
from learning.imports.actions.batch import Batch
from learning.imports.actions.bulk import as_kept, put, reserve, supersede_all
from learning.people.models import (
    HeldRole,
    Membership,
    MembershipPeriod,
    Particulars,
    Pause,
    Person,
)

RECORDED = ("recorded_at", "recorded_by")
SAYS = ("name", "reference", "reference_key", "address", "address_key", "manager_key", "language")
DAYS = ("starts_on", "ends_on")
PERSON = ("name", "created_at")
MEMBERSHIP = ("person_id", "organisation_id", "person_code", "created_at")
PERIOD = ("membership_id", *DAYS, *RECORDED)
ROLE = ("membership_id", "role", "service", *DAYS, *RECORDED, "substitute")
PAUSE = ("membership_id", "paused_from", "paused_until", *RECORDED)
SAYING = ("person_id", "organisation_id", *SAYS, *RECORDED)
ENTRY = ("person_id", "at", "actor_id", "action", "organisation_id", "fields")
DETAIL = ("entry_id", "field", "before", "after")
Rows = list[list[Any]]


@dataclass(frozen=True)
class Prepared:
    """A batch whose values are as the driver takes them; only ids are missing."""

    batch: Batch
    rows: dict[str, Rows]


TABLES: dict[str, tuple[type[Base], tuple[str, ...]]] = {
    "people": (Person, PERSON),
    "memberships": (Membership, MEMBERSHIP),
    "periods": (MembershipPeriod, PERIOD),
    "roles": (HeldRole, ROLE),
    "pauses": (Pause, PAUSE),
    "particulars": (Particulars, SAYING),
    "entries": (AuditEntry, ENTRY),
    "details": (AuditDetail, DETAIL),
}


def prepare(session: Session, batch: Batch) -> Prepared:
    """Does before the transaction what need not be done in it."""
    rows = {}
    for name, (table, columns) in TABLES.items():
        convert = as_kept(session, table, columns)
        rows[name] = [convert(row[: len(columns)]) for row in getattr(batch, name)]
    return Prepared(batch, rows)


def write(session: Session, prepared: Prepared) -> list[int]:
    """All of it, then what standing rules make of that; returns the memberships to invite."""
    batch, at = prepared.batch, prepared.batch.at
    supersede_all(session, MembershipPeriod, batch.old_periods, at=at)
    supersede_all(session, HeldRole, batch.old_roles, at=at)
    supersede_all(session, Pause, batch.old_pauses, at=at)
    supersede_all(session, Particulars, batch.old_particulars, at=at)
    people = _put_with_ids(session, prepared, "people")
    _point(prepared.rows["memberships"], people)
    memberships = _put_with_ids(session, prepared, "memberships")
    for name, ids in (("periods", memberships), ("roles", memberships), ("pauses", memberships)):
        _put(session, prepared, name, ids)
    _put(session, prepared, "particulars", people)
    _rename(session, batch.renamed)
    _point(prepared.rows["entries"], people)
    entries = _put_with_ids(session, prepared, "entries")
    _put(session, prepared, "details", entries)
    touched = [_id(one, memberships) for one in batch.touched]
    follow_rules(session, memberships=touched, by=batch.by, at=at)
    return [_id(one, memberships) for one in batch.to_invite]


def _id(reference: int, ids: Sequence[int]) -> int:
    """An id as it is, or the id of the first, second … new row."""
    return ids[-reference - 1] if reference < 0 else reference


def _point(rows: Rows, ids: Sequence[int]) -> None:
    """Every row begins with what it points to."""
    for row in rows:
        if row[0] is not None and row[0] < 0:
            row[0] = ids[-row[0] - 1]


def _put(session: Session, prepared: Prepared, name: str, ids: Sequence[int]) -> None:
    table, columns = TABLES[name]
    _point(prepared.rows[name], ids)
    put(session, table, columns, prepared.rows[name])


def _put_with_ids(session: Session, prepared: Prepared, name: str) -> Sequence[int]:
    """Rows whose ids others point to."""
    table, columns = TABLES[name]
    rows = prepared.rows[name]
    ids = reserve(session, table, len(rows)) if rows else []
    numbered = [[number, *row] for number, row in zip(ids, rows, strict=True)]
    put(session, table, ("id", *columns), numbered)
    return ids


def _rename(session: Session, renamed: Sequence[tuple[int, str]]) -> None:
    if renamed:
        session.execute(update(Person), [{"id": person, "name": name} for person, name in renamed])
