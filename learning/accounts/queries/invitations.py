"""Answers about invitations: for whoever opens one, and for the lead who sent it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from learning.accounts.models import Invitation, LinkRequest
from learning.accounts.queries.invitees import chunks
from learning.clock import day_of
from learning.notices.models import Mail
from learning.people.models import (
    Address,
    Membership,
    MembershipPeriod,
    Organisation,
    Particulars,
    Person,
)
from learning.people.rules import address_key
from learning.people.sight import Eyes, seen


@dataclass(frozen=True)
class OpenInvitation:
    """An invitation that still opens something, for whoever brought its link."""

    id: int
    person_id: int
    name: str
    address: str
    organisation_id: int
    council: str
    made_up: bool
    starts_account: bool  # false: somebody has an account with this address, or as this person


def open_invitation(session: Session, token_hash: str, *, at: datetime) -> OpenInvitation | None:
    """None where it was used, ended, ran out, or its person left the organisation."""
    belongs = exists().where(
        MembershipPeriod.membership_id == Membership.id,
        Membership.person_id == Invitation.person_id,
        Membership.organisation_id == Invitation.organisation_id,
        MembershipPeriod.superseded_at.is_(None),
        or_(MembershipPeriod.ends_on.is_(None), MembershipPeriod.ends_on > day_of(at)),
    )
    row = session.execute(
        select(
            Invitation.id,
            Invitation.person_id,
            func.coalesce(Particulars.name, Person.name).label("name"),
            Invitation.address,
            Invitation.organisation_id,
            Organisation.name.label("council"),
            Organisation.made_up,
            Person.password_hash.is_not(None).label("has_password"),
        )
        .join(Person, Person.id == Invitation.person_id)
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .outerjoin(
            Particulars,
            and_(
                Particulars.person_id == Invitation.person_id,
                Particulars.organisation_id == Invitation.organisation_id,
                Particulars.superseded_at.is_(None),
            ),
        )
        .where(
            Invitation.token_hash == token_hash,
            Invitation.used_at.is_(None),
            Invitation.ended_at.is_(None),
            Invitation.expires_at > at,
            belongs,
        )
    ).one_or_none()
    if row is None:
        return None
    holder = session.scalar(
        select(Address.person_id).where(Address.key == address_key(row.address))
    )
    is_taken = row.has_password or (holder is not None and holder != row.person_id)
    return OpenInvitation(*row[:7], starts_account=not is_taken)


def renewable(session: Session, token_hash: str, *, at: datetime) -> int | None:
    """The membership to invite again to the same address, of a link that opens nothing more.

    None where the organisation gives another address today, the person left, or said that the
    post reached somebody else.
    """
    row = session.execute(
        select(Membership.id, Invitation.address, Particulars.address_key)
        .join(Membership, Membership.person_id == Invitation.person_id)
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .join(
            Particulars,
            and_(
                Particulars.person_id == Invitation.person_id,
                Particulars.organisation_id == Invitation.organisation_id,
                Particulars.superseded_at.is_(None),
            ),
        )
        .where(
            Invitation.token_hash == token_hash,
            Invitation.is_not_them.is_(False),
            Membership.organisation_id == Invitation.organisation_id,
            MembershipPeriod.superseded_at.is_(None),
            or_(MembershipPeriod.ends_on.is_(None), MembershipPeriod.ends_on > day_of(at)),
        )
        .order_by(Membership.id)
        .limit(1)
    ).one_or_none()
    if row is None or address_key(row.address) != row.address_key:
        return None
    return int(row.id)


class State(StrEnum):
    """How far an invitation is, as the lead sees it; of whom an address is tells nothing here."""

    WAITING = "waiting to be sent"
    SENT = "sent"
    BOUNCED = "did not arrive"
    OPENED = "opened"
    USED = "used"
    RAN_OUT = "ran out"
    ENDED = "ended"
    NOT_THEM = "reached somebody else"


@dataclass(frozen=True)
class Invited:
    """The newest invitation of a person, for the lead's pages."""

    state: State
    address: str
    invited_at: datetime
    sent_at: datetime | None
    opened_at: datetime | None
    used_at: datetime | None
    expires_at: datetime
    trouble: str | None  # why it did not arrive, in words


def invitations_of(
    session: Session, organisation_id: int, people: Collection[int], *, at: datetime
) -> dict[int, Invited]:
    """The newest invitation of each of these people to this organisation."""
    later = aliased(Invitation)
    newest = ~exists().where(
        later.person_id == Invitation.person_id,
        later.organisation_id == Invitation.organisation_id,
        later.id > Invitation.id,
    )
    found: dict[int, Invited] = {}
    for some in chunks(sorted(set(people))):
        rows = session.execute(
            select(Invitation, Mail.sent_at, Mail.failed_at, Mail.trouble)
            .outerjoin(Mail, Mail.mark == Invitation.mail_mark)
            .where(
                Invitation.organisation_id == organisation_id,
                Invitation.person_id.in_(some),
                newest,
            )
        )
        for invitation, sent_at, failed_at, trouble in rows:
            found[invitation.person_id] = Invited(
                _state(invitation, sent_at, failed_at, at),
                invitation.address,
                invitation.invited_at,
                sent_at,
                invitation.opened_at,
                invitation.used_at,
                invitation.expires_at,
                trouble,
            )
    return found


def _state(
    invitation: Invitation, sent_at: datetime | None, failed_at: datetime | None, at: datetime
) -> State:
    told = (
        (invitation.used_at is not None, State.USED),
        (invitation.is_not_them, State.NOT_THEM),
        (invitation.ended_at is not None, State.ENDED),
        (failed_at is not None, State.BOUNCED),
        (invitation.expires_at <= at, State.RAN_OUT),
        (invitation.opened_at is not None, State.OPENED),
        (sent_at is not None, State.SENT),
    )
    return next((state for holds, state in told if holds), State.WAITING)


@dataclass(frozen=True)
class ToCheck:
    """An address that a lead is to look at: somebody said that it is not this person's."""

    code: str
    name: str
    address: str
    said_at: datetime


def addresses_to_check(session: Session, eyes: Eyes, *, on: date) -> list[ToCheck]:
    """Addresses as they stand today of which their reader said “that is not me”, newest first.

    The same words whether an invitation or a question was answered: who said so stays unknown.
    """
    denied = (
        select(
            LinkRequest.provisional_id.label("person_id"),
            LinkRequest.organisation_id,
            LinkRequest.address_key.label("key"),
            LinkRequest.ended_at.label("said_at"),
        )
        .where(LinkRequest.is_me.is_(False))
        .union_all(
            select(
                Invitation.person_id,
                Invitation.organisation_id,
                func.lower(Invitation.address),
                Invitation.ended_at,
            ).where(Invitation.is_not_them)
        )
        .subquery()
    )
    rows = session.execute(
        select(
            Membership.person_code,
            Particulars.name,
            Particulars.address,
            func.max(denied.c.said_at),
        )
        .join(
            Particulars,
            and_(
                Particulars.person_id == denied.c.person_id,
                Particulars.organisation_id == denied.c.organisation_id,
                Particulars.superseded_at.is_(None),
                func.lower(Particulars.address) == denied.c.key,
            ),
        )
        .join(
            Membership,
            and_(
                Membership.person_id == denied.c.person_id,
                Membership.organisation_id == denied.c.organisation_id,
            ),
        )
        .where(seen(eyes, on))
        .group_by(Membership.person_code, Particulars.name, Particulars.address)
        .order_by(func.max(denied.c.said_at).desc(), Membership.person_code)
    )
    return [ToCheck(*row) for row in rows]
