"""Changes where people stand: memberships, held roles, pauses and who may see them."""

import secrets
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning import audit
from learning.catalogue.framework import Role
from learning.dated import amend
from learning.people.models import (
    HeldRole,
    Membership,
    MembershipPeriod,
    Pause,
    Restriction,
)


def join(
    session: Session,
    *,
    person_id: int,
    organisation_id: int,
    starts_on: date,
    ends_on: date | None = None,
    by: int | None,
    at: datetime,
) -> Membership:
    """A person joins an organisation; exports know them there by one code for good."""
    here = (Membership.person_id == person_id, Membership.organisation_id == organisation_id)
    code = session.scalar(select(Membership.person_code).where(*here).limit(1))
    membership = Membership(
        person_id=person_id,
        organisation_id=organisation_id,
        person_code=code or secrets.token_hex(6),
        created_at=at,
    )
    session.add(membership)
    session.flush()  # the period needs the membership's id
    session.add(
        MembershipPeriod(
            membership_id=membership.id,
            starts_on=starts_on,
            ends_on=ends_on,
            recorded_at=at,
            recorded_by=by,
        )
    )
    audit.write(
        session,
        "membership.started",
        by=by,
        at=at,
        organisation_id=organisation_id,
        person_id=person_id,
        changes={"starts_on": (None, starts_on), "ends_on": (None, ends_on)},
    )
    return membership


def change_membership_days(
    session: Session,
    membership: Membership,
    *,
    starts_on: date,
    ends_on: date | None,
    by: int | None,
    at: datetime,
) -> MembershipPeriod:
    """The membership's days are other than was recorded: a leaver, or a correction."""
    period = session.scalars(
        select(MembershipPeriod).where(
            MembershipPeriod.membership_id == membership.id,
            MembershipPeriod.superseded_at.is_(None),
        )
    ).one()
    audit.write(
        session,
        "membership.changed",
        by=by,
        at=at,
        organisation_id=membership.organisation_id,
        person_id=membership.person_id,
        changes={"starts_on": (period.starts_on, starts_on), "ends_on": (period.ends_on, ends_on)},
    )
    return amend(session, period, {"starts_on": starts_on, "ends_on": ends_on}, by=by, at=at)


def give_role(
    session: Session,
    membership: Membership,
    role: Role,
    *,
    base: Role | None,
    starts_on: date,
    ends_on: date | None = None,
    service: str | None = None,
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
    audit.write(
        session,
        "role.given",
        by=by,
        at=at,
        organisation_id=membership.organisation_id,
        person_id=membership.person_id,
        changes={"role": (None, role.slug), "starts_on": (None, starts_on)},
    )
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
    return amend(session, held, {"starts_on": starts_on, "ends_on": ends_on}, by=by, at=at)


def pause(
    session: Session,
    membership: Membership,
    *,
    paused_from: date,
    paused_until: date | None,
    by: int | None,
    at: datetime,
) -> Pause:
    """Leave or sickness: out of the population between two days."""
    paused = Pause(
        membership_id=membership.id,
        paused_from=paused_from,
        paused_until=paused_until,
        recorded_at=at,
        recorded_by=by,
    )
    session.add(paused)
    return paused


def restrict(
    session: Session, membership: Membership, *, lead_id: int | None, by: int | None, at: datetime
) -> None:
    """Only the leads named see this person's results; `lead_id` names one."""
    session.add(
        Restriction(membership_id=membership.id, lead_id=lead_id, recorded_at=at, recorded_by=by)
    )
