"""Answers about who may be whom, for the person who is asked."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from learning.accounts.models import LinkRequest
from learning.database import AnySelect
from learning.people.models import HeldRole, Membership, Organisation, Particulars


@dataclass(frozen=True)
class Asked:
    """What an organisation says of somebody who may be this person."""

    id: int
    provisional_id: int
    organisation_id: int
    council: str
    made_up: bool
    name: str
    reference: str | None
    address: str | None


def _asked(person_id: int) -> AnySelect:
    found: AnySelect = (
        select(
            LinkRequest.id,
            LinkRequest.provisional_id,
            LinkRequest.organisation_id,
            Organisation.name,
            Organisation.made_up,
            Particulars.name,
            Particulars.reference,
            Particulars.address,
        )
        .join(Organisation, Organisation.id == LinkRequest.organisation_id)
        .join(
            Particulars,
            and_(
                Particulars.person_id == LinkRequest.provisional_id,
                Particulars.organisation_id == LinkRequest.organisation_id,
                Particulars.superseded_at.is_(None),
            ),
        )
        .where(LinkRequest.person_id == person_id, LinkRequest.ended_at.is_(None))
        .order_by(LinkRequest.id)
    )
    return found


def asked_of(session: Session, person_id: int) -> list[Asked]:
    """The questions that wait for this person's answer."""
    return [Asked(*row) for row in session.execute(_asked(person_id))]


def question_of(session: Session, number: int, person_id: int) -> Asked | None:
    """One of them."""
    row = session.execute(_asked(person_id).where(LinkRequest.id == number)).one_or_none()
    return Asked(*row) if row else None


def roles_said(
    session: Session, provisional_id: int, organisation_id: int, *, on: date
) -> list[tuple[str, str | None, date]]:
    """(role, service, first day) of what the organisation says they do, today or later."""
    rows = session.execute(
        select(HeldRole.role, HeldRole.service, HeldRole.starts_on)
        .join(Membership, Membership.id == HeldRole.membership_id)
        .where(
            Membership.person_id == provisional_id,
            Membership.organisation_id == organisation_id,
            HeldRole.superseded_at.is_(None),
            or_(HeldRole.ends_on.is_(None), HeldRole.ends_on > on),
        )
        .order_by(HeldRole.starts_on, HeldRole.id)
    )
    return [(row.role, row.service, row.starts_on) for row in rows]
