"""Answers about what was done in an organisation, within what a lead may see."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from learning.audit import AuditDetail, AuditEntry
from learning.auditing.of_evidence import of_evidence
from learning.auditing.values import Change, change
from learning.auditing.wording import DEEDS, actions_about
from learning.catalogue.published import Catalogue
from learning.clock import end_of, start_of
from learning.database import AnySelect
from learning.people.models import Appointment, Membership, Person
from learning.people.sight import Eyes, hidden_from, seen

PAGE = 50
_WHOM = aliased(Person)


@dataclass(frozen=True)
class Wanted:
    """What the audit page is filtered by."""

    whom: str = ""
    actor: str = ""
    about: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Entry:
    """A deed in words."""

    at: datetime
    actor: str
    action: str
    says: str
    code: str | None  # of the person it was done to, in this organisation
    whom: str
    changes: tuple[Change, ...]


def entries(
    session: Session, eyes: Eyes, wanted: Wanted, *, on: date, page: int
) -> tuple[int, list[Entry]]:
    """How many deeds match, and one page of them, newest first."""
    matching = _matching(eyes, wanted, on)
    total = session.scalar(select(func.count()).select_from(matching.subquery())) or 0
    rows = session.execute(_newest_first(matching).limit(PAGE).offset((page - 1) * PAGE)).all()
    details = changes_of(session, [row.id for row in rows], eyes.catalogue)
    return total, [_entry(row, details[row.id]) for row in rows]


def all_entries(session: Session, eyes: Eyes, wanted: Wanted, *, on: date) -> Iterator[Entry]:
    """Every deed that matches, newest first, in two statements."""
    matching = _matching(eyes, wanted, on)
    ids = matching.with_only_columns(AuditEntry.id)
    details = changes_of(session, ids, eyes.catalogue)
    for row in session.execute(_newest_first(matching)):
        yield _entry(row, details[row.id])


def _newest_first(matching: AnySelect) -> AnySelect:
    return matching.order_by(AuditEntry.at.desc(), AuditEntry.id.desc())


def _matching(eyes: Eyes, wanted: Wanted, on: date) -> AnySelect:
    found: AnySelect = (
        select(
            AuditEntry.id,
            AuditEntry.at,
            AuditEntry.action,
            AuditEntry.actor_id,
            AuditEntry.person_id,
            actor_name(eyes.organisation_id).label("actor"),
            _WHOM.name.label("whom"),
            _code(eyes.organisation_id).label("code"),
        )
        .outerjoin(_WHOM, _WHOM.id == AuditEntry.person_id)
        .where(told_to_lead(eyes, on), AuditEntry.action.in_(actions_about(wanted.about)))
    )
    if wanted.whom:
        found = found.where(_WHOM.name.icontains(wanted.whom, autoescape=True))
    if wanted.actor:
        name = actor_name(eyes.organisation_id)
        found = found.where(name.icontains(wanted.actor, autoescape=True))
    if wanted.first:
        found = found.where(AuditEntry.at >= start_of(wanted.first))
    if wanted.last:
        found = found.where(AuditEntry.at < end_of(wanted.last))
    return found


def told_to_lead(eyes: Eyes, on: date) -> ColumnElement[bool]:
    """The organisation's own deeds that a lead may read.

    A lead of the whole of it reads all but what was done to people hidden from them; any other
    lead reads what was done to the people they see, and what they themselves did to nobody
    in particular. What happened to evidence belongs to no organisation, and is read with it.
    """
    here = AuditEntry.organisation_id == eyes.organisation_id
    of_seen = AuditEntry.person_id.in_(select(Membership.person_id).where(seen(eyes, on)))
    evidence = and_(of_evidence(eyes.organisation_id), of_seen)
    if not eyes.scope.whole:
        own = and_(AuditEntry.person_id.is_(None), AuditEntry.actor_id == eyes.lead_id)
        return or_(and_(here, or_(of_seen, own)), evidence)
    hidden = select(Membership.person_id).where(
        Membership.organisation_id == eyes.organisation_id, hidden_from(eyes.lead_id)
    )
    unhidden = or_(AuditEntry.person_id.is_(None), AuditEntry.person_id.not_in(hidden))
    return or_(and_(here, unhidden), evidence)


def actor_name(organisation_id: int) -> ColumnElement[str | None]:
    """Who did it; of a deed that names no organisation, only those who are of this one."""
    members = select(Membership.person_id).where(Membership.organisation_id == organisation_id)
    appointed = select(Appointment.person_id).where(Appointment.organisation_id == organisation_id)
    is_known = or_(
        AuditEntry.organisation_id == organisation_id,
        AuditEntry.actor_id.in_(members),
        AuditEntry.actor_id.in_(appointed),
    )
    named = select(Person.name).where(Person.id == AuditEntry.actor_id, is_known)
    return named.correlate(AuditEntry).scalar_subquery()


def _code(organisation_id: int) -> ColumnElement[str | None]:
    return (
        select(func.min(Membership.person_code))
        .where(
            Membership.person_id == AuditEntry.person_id,
            Membership.organisation_id == organisation_id,
        )
        .correlate(AuditEntry)
        .scalar_subquery()
    )


def changes_of(session: Session, ids: Any, catalogue: Catalogue) -> dict[int, tuple[Change, ...]]:
    """From what to what, in words, of entries (their ids, or a select of them)."""
    found: dict[int, list[Change]] = defaultdict(list)
    for row in session.execute(_details(ids)):
        said = change(row.action, row.field, row.before, row.after, catalogue)
        if said is not None:
            found[row.entry_id].append(said)
    return defaultdict(tuple, {key: tuple(changes) for key, changes in found.items()})


def _details(ids: Any) -> AnySelect:
    found: AnySelect = (
        select(
            AuditDetail.entry_id,
            AuditEntry.action,
            AuditDetail.field,
            AuditDetail.before,
            AuditDetail.after,
        )
        .join(AuditEntry, AuditEntry.id == AuditDetail.entry_id)
        .where(AuditDetail.entry_id.in_(ids))
        .order_by(AuditDetail.id)
    )
    return found


def _entry(row: Any, changes: Iterable[Change]) -> Entry:
    return Entry(
        at=row.at,
        actor=who(row.actor_id, row.actor),
        action=row.action,
        says=DEEDS[row.action].says,
        code=row.code,
        whom="" if row.person_id is None else row.whom or "Name erased",
        changes=tuple(changes),
    )


def who(actor_id: int | None, name: str | None) -> str:
    """What to call who did it."""
    if actor_id is None:
        return "The service"
    return "Somebody elsewhere" if name is None else name or "Name erased"
