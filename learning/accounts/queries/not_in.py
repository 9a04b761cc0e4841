"""Who has not come in yet, and what becomes of each when all of them are invited again."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from learning.accounts.models import Invitation, InvitationDue
from learning.accounts.queries.invitees import own_address
from learning.accounts.rules.lasting import INVITED_LATELY
from learning.clock import day_of
from learning.database import AnySelect
from learning.dated import in_force
from learning.notices.models import Mail
from learning.people.models import Membership, MembershipPeriod, Particulars, Person
from learning.people.sight import Eyes, looked_after, said_here, seen


class Fate(StrEnum):
    """What becomes of somebody who has not come in."""

    INVITED = "invited"
    LATELY = "invited lately, or about to be"
    TO_CHECK = "did not arrive there, or reached somebody else"
    NO_ADDRESS = "no address"


@dataclass(frozen=True)
class NotIn:
    """Everybody who has not come in yet, of those that a lead looks after."""

    memberships: tuple[int, ...]  # to invite
    never: int  # of these, were not invited before
    count: Counter[Fate]


def not_in(session: Session, eyes: Eyes, *, at: datetime) -> NotIn:
    """Those here today or to come, who have chosen no password here or anywhere."""
    memberships, never, count = [], 0, Counter[Fate]()
    for row in session.execute(_rows(eyes, at)):
        fate = _fate(row, at)
        count[fate] += 1
        if fate is Fate.INVITED:
            memberships.append(row.id)
            never += row.invited_at is None
    return NotIn(tuple(memberships), never, count)


def _rows(eyes: Eyes, at: datetime) -> AnySelect:
    """One row for each membership, with its person's newest invitation to this organisation."""
    address = func.coalesce(Particulars.address, own_address())
    newest = (
        select(func.max(Invitation.id).label("id"))
        .where(Invitation.organisation_id == eyes.organisation_id)
        .group_by(Invitation.person_id)
    )
    found: AnySelect = (
        select(
            Membership.id,
            address.label("address"),
            Invitation.invited_at,
            (func.lower(Invitation.address) == func.lower(address)).label("went_there"),
            or_(Invitation.is_not_them, Mail.refused).label("in_vain"),
            exists().where(InvitationDue.membership_id == Membership.id).label("is_due"),
        )
        .join(Person, Person.id == Membership.person_id)
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .outerjoin(Particulars, said_here())
        .outerjoin(
            Invitation,
            and_(Invitation.person_id == Membership.person_id, Invitation.id.in_(newest)),
        )
        .outerjoin(Mail, Mail.mark == Invitation.mail_mark)
        .where(
            _has_a_place(eyes, day_of(at)),
            Person.password_hash.is_(None),
            Membership.erased_at.is_(None),
        )
        .order_by(Membership.id)
    )
    return found


def _has_a_place(eyes: Eyes, on: date) -> ColumnElement[bool]:
    """Today or on a later day: both are invited."""
    here = and_(in_force(MembershipPeriod, on), seen(eyes, on))
    begins_later = and_(MembershipPeriod.superseded_at.is_(None), MembershipPeriod.starts_on > on)
    return or_(here, and_(begins_later, looked_after(eyes, on)))


def _fate(row: Any, at: datetime) -> Fate:
    if not row.address:
        return Fate.NO_ADDRESS
    if row.went_there and row.in_vain:
        return Fate.TO_CHECK
    if row.is_due or (row.went_there and row.invited_at > at - INVITED_LATELY):
        return Fate.LATELY
    return Fate.INVITED
