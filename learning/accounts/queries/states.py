"""Answers about invitations, for the lead who sent them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Subquery, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from learning.accounts.models import Invitation, LinkRequest
from learning.database import AnySelect, in_parts
from learning.notices.models import Mail
from learning.people.models import Membership, Particulars
from learning.people.sight import Eyes, said_here, seen


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
    for some in in_parts(sorted(set(people))):
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
    found = _to_check(eyes, on)
    rows = session.execute(
        found.order_by(found.selected_columns.said_at.desc(), Membership.person_code)
    )
    return [ToCheck(*row) for row in rows]


def count_to_check(eyes: Eyes, on: date) -> AnySelect:
    """How many there are, as a select of one number."""
    return select(func.count()).select_from(_to_check(eyes, on).subquery())


def _to_check(eyes: Eyes, on: date) -> AnySelect:
    denied = _denied()
    found: AnySelect = (
        select(
            Membership.person_code,
            Particulars.name,
            Particulars.address,
            func.max(denied.c.said_at).label("said_at"),
        )
        .join(
            Particulars,
            and_(said_here(denied.c), func.lower(Particulars.address) == denied.c.key),
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
    )
    return found


def _denied() -> Subquery:
    """(person, organisation, address, when) of every “that is not me”."""
    return (
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
