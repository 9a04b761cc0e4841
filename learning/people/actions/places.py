"""Changes where people stand: memberships, held roles, pauses and who may see them."""

import secrets
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning import audit
from learning.dated import amend, supersede
from learning.people.actions.held_roles import change_role_days, give_role
from learning.people.models import (
    Membership,
    MembershipPeriod,
    Organisation,
    Pause,
    Restriction,
)
from learning.people.rules import check_newcomers

__all__ = [
    "change_membership_days",
    "change_pause",
    "change_role_days",
    "give_role",
    "join",
    "pause",
    "restrict",
]


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
    council = session.get_one(Organisation, organisation_id)
    check_newcomers(council.name, council.ends_on, starts_on, field="starts_on")
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
    _write_pause(session, membership, "pause.recorded", None, paused, by=by, at=at)
    session.flush()  # callers read the new row's id
    return paused


def change_pause(
    session: Session,
    membership: Membership,
    row: Pause,
    *,
    paused_from: date,
    paused_until: date | None,
    by: int | None,
    at: datetime,
) -> Pause | None:
    """The days away are other than was recorded; none are left where they end as they begin."""
    if paused_until is not None and paused_until <= paused_from:
        supersede(session, row, at=at)
        _write_pause(session, membership, "pause.dropped", row, None, by=by, at=at)
        return None
    days = {"paused_from": paused_from, "paused_until": paused_until}
    changed = amend(session, row, days, by=by, at=at)
    _write_pause(session, membership, "pause.changed", row, changed, by=by, at=at)
    return changed


def _write_pause(
    session: Session,
    membership: Membership,
    action: str,
    before: Pause | None,
    after: Pause | None,
    *,
    by: int | None,
    at: datetime,
) -> None:
    """The audit row, with the days before and after."""
    audit.write(
        session,
        action,
        by=by,
        at=at,
        organisation_id=membership.organisation_id,
        person_id=membership.person_id,
        changes={
            name: (getattr(before, name, None), getattr(after, name, None))
            for name in ("paused_from", "paused_until")
        },
    )


def restrict(
    session: Session, membership: Membership, *, lead_id: int | None, by: int | None, at: datetime
) -> None:
    """Only the leads named see this person's results; `lead_id` names one."""
    session.add(
        Restriction(membership_id=membership.id, lead_id=lead_id, recorded_at=at, recorded_by=by)
    )
    audit.write(
        session,
        "restriction.made",
        by=by,
        at=at,
        organisation_id=membership.organisation_id,
        person_id=membership.person_id,
        changes={"lead": (None, lead_id)},
    )
