"""Changes the roles that are held within a membership."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning import audit
from learning.catalogue.framework import Role
from learning.dated import amend, supersede
from learning.people.models import HeldRole, Membership

OF_A_ROLE = ("role", "service", "substitute", "starts_on", "ends_on")


def give_role(
    session: Session,
    membership: Membership,
    role: Role,
    *,
    base: Role | None,
    starts_on: date,
    ends_on: date | None = None,
    service: str | None = None,
    substitute: bool = False,
    by: int | None,
    at: datetime,
) -> HeldRole:
    """A role within a membership, and with it the role that it builds on, for the same days."""
    held = HeldRole(
        membership_id=membership.id,
        role=role.slug,
        service=role.service or service,
        starts_on=starts_on,
        ends_on=ends_on,
        substitute=substitute,
        recorded_at=at,
        recorded_by=by,
    )
    session.add(held)
    if base is not None and not _holds(session, held, base.slug):
        give_role(
            session,
            membership,
            base,
            base=None,
            starts_on=starts_on,
            ends_on=ends_on,
            service=held.service,
            by=by,
            at=at,
        )
    given: dict[str, tuple[object, object]] = {
        name: (None, getattr(held, name)) for name in OF_A_ROLE if getattr(held, name)
    }
    _write(session, "role.given", membership, given, by=by, at=at)
    return held


def _holds(session: Session, held: HeldRole, base: str) -> bool:
    """Whether the base role is held, in the same service, on all of the days."""
    rows = session.scalars(
        select(HeldRole).where(
            HeldRole.membership_id == held.membership_id,
            HeldRole.role == base,
            HeldRole.superseded_at.is_(None),
            HeldRole.starts_on <= held.starts_on,
        )
    )
    return any(
        row.service == held.service
        and (row.ends_on is None or (held.ends_on is not None and row.ends_on >= held.ends_on))
        for row in rows
    )


def change_role_days(
    session: Session,
    held: HeldRole,
    *,
    starts_on: date,
    ends_on: date | None,
    by: int | None,
    at: datetime,
) -> HeldRole:
    """The role's days are other than was recorded."""
    days = {"starts_on": starts_on, "ends_on": ends_on}
    changed = amend(session, held, days, by=by, at=at)
    changes = {name: (getattr(held, name), day) for name, day in days.items()}
    _write(session, "role.changed", _of(session, held), _named(held) | changes, by=by, at=at)
    return changed


def end_role(
    session: Session, held: HeldRole, *, ends_on: date, by: int | None, at: datetime
) -> HeldRole | None:
    """The role ends on a day; one that had not begun by then is not held at all."""
    changed = None
    if ends_on <= held.starts_on:
        supersede(session, held, at=at)
    else:
        changed = amend(session, held, {"ends_on": ends_on}, by=by, at=at)
    ended = _named(held) | {"ends_on": (held.ends_on, ends_on)}
    _write(session, "role.ended", _of(session, held), ended, by=by, at=at)
    return changed


def _named(held: HeldRole) -> dict[str, tuple[object, object]]:
    """Which role it is: before and after the same."""
    return {"role": (held.role, held.role)}


def _of(session: Session, held: HeldRole) -> Membership:
    return session.get_one(Membership, held.membership_id)


def _write(
    session: Session,
    action: str,
    membership: Membership,
    changes: dict[str, tuple[object, object]],
    *,
    by: int | None,
    at: datetime,
) -> None:
    audit.write(
        session,
        action,
        by=by,
        at=at,
        organisation_id=membership.organisation_id,
        person_id=membership.person_id,
        changes=changes,
    )
