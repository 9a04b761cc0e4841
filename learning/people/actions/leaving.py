"""Ends a membership, and with it everything that hangs on it."""

from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from learning import audit
from learning.dated import amend
from learning.people.actions import places
from learning.people.actions.held_roles import end_role
from learning.people.actions.holding import hold
from learning.people.models import HeldRole, Membership, MembershipPeriod, Pause


def hold_places(session: Session, organisation_id: int, code: str) -> None:
    """Whoever else changes this person's places here waits, and then sees what became of them.

    So does an import, which writes them for many at once; it holds the council alone.
    """
    hold(session, organisation_id)
    theirs = select(Membership.id).where(
        Membership.person_code == code, Membership.organisation_id == organisation_id
    )
    session.execute(theirs.order_by(Membership.id).with_for_update(key_share=True))


def roles_after(session: Session, membership_id: int, day: date) -> list[HeldRole]:
    """The roles of a membership that would still be held on a day or begin after it."""
    return list(
        session.scalars(
            select(HeldRole)
            .where(
                HeldRole.membership_id == membership_id,
                HeldRole.superseded_at.is_(None),
                or_(HeldRole.ends_on.is_(None), HeldRole.ends_on > day),
            )
            .order_by(HeldRole.id)
        )
    )


def leave(
    session: Session,
    membership: Membership,
    period: MembershipPeriod,
    *,
    ends_on: date,
    by: int | None,
    at: datetime,
) -> None:
    """Somebody stands down or leaves: no role and no time away outlasts the membership."""
    for held in roles_after(session, membership.id, ends_on):
        end_role(session, held, ends_on=ends_on, by=by, at=at)
    pauses = session.scalars(
        select(Pause)
        .where(
            Pause.membership_id == membership.id,
            Pause.superseded_at.is_(None),
            or_(Pause.paused_until.is_(None), Pause.paused_until > ends_on),
        )
        .order_by(Pause.id)
    )
    for row in list(pauses):
        days = {"paused_from": row.paused_from, "paused_until": ends_on}
        places.change_pause(session, membership, row, **days, by=by, at=at)
    amend(session, period, {"ends_on": ends_on}, by=by, at=at)
    audit.write(
        session,
        "membership.ended",
        by=by,
        at=at,
        organisation_id=membership.organisation_id,
        person_id=membership.person_id,
        changes={"ends_on": (period.ends_on, ends_on)},
    )
