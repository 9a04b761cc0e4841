"""Answers about invitations, for whoever opens one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from learning.accounts.models import Invitation
from learning.clock import day_of
from learning.database import AnySelect
from learning.people.models import (
    Address,
    Membership,
    MembershipPeriod,
    Organisation,
    Particulars,
    Person,
)
from learning.people.rules import address_key
from learning.people.sight import said_here


@dataclass(frozen=True)
class OpenInvitation:
    """An invitation that still opens something, for whoever brought its link."""

    id: int
    person_id: int
    name: str
    address: str
    council: str
    made_up: bool
    starts_account: bool  # false: somebody has an account with this address, or as this person


def open_invitation(session: Session, token_hash: str, *, at: datetime) -> OpenInvitation | None:
    """None where it was used, ended, ran out, its person left, or has another address today."""
    row = session.execute(
        _opened().where(
            Invitation.token_hash == token_hash,
            Invitation.used_at.is_(None),
            Invitation.ended_at.is_(None),
            Invitation.expires_at > at,
            exists().where(
                MembershipPeriod.membership_id == Membership.id,
                Membership.person_id == Invitation.person_id,
                Membership.organisation_id == Invitation.organisation_id,
                *_has_not_left(at),
            ),
        )
    ).one_or_none()
    key = address_key(row.address) if row else ""
    if row is None or row.address_key not in {None, key}:
        return None
    holder = session.scalar(select(Address.person_id).where(Address.key == key))
    is_taken = row.has_password or (holder is not None and holder != row.person_id)
    return OpenInvitation(
        id=row.id,
        person_id=row.person_id,
        name=row.name,
        address=row.address,
        council=row.council,
        made_up=row.made_up,
        starts_account=not is_taken,
    )


def _opened() -> AnySelect:
    found: AnySelect = (
        select(
            Invitation.id,
            Invitation.person_id,
            func.coalesce(Particulars.name, Person.name).label("name"),
            Invitation.address,
            Organisation.name.label("council"),
            Organisation.made_up,
            Person.password_hash.is_not(None).label("has_password"),
            Particulars.address_key,
        )
        .join(Person, Person.id == Invitation.person_id)
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .outerjoin(Particulars, said_here(Invitation))
    )
    return found


def _has_not_left(at: datetime) -> tuple[ColumnElement[bool], ...]:
    ends = MembershipPeriod.ends_on
    return MembershipPeriod.superseded_at.is_(None), or_(ends.is_(None), ends > day_of(at))


def renewable(session: Session, token_hash: str, *, at: datetime) -> int | None:
    """The membership to invite again to the same address, of a link that opens nothing more.

    None where the organisation gives another address today, the person left, or said that the
    post reached somebody else.
    """
    row = session.execute(
        select(Membership.id, Invitation.address, Particulars.address_key)
        .join(Membership, Membership.person_id == Invitation.person_id)
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .join(Particulars, said_here(Invitation))
        .where(
            Invitation.token_hash == token_hash,
            Invitation.is_not_them.is_(False),
            Membership.organisation_id == Invitation.organisation_id,
            *_has_not_left(at),
        )
        .order_by(Membership.id)
        .limit(1)
    ).one_or_none()
    if row is None or address_key(row.address) != row.address_key:
        return None
    return int(row.id)
