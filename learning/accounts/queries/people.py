"""Answers about one person for the lead who lets them in."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from learning.accounts.queries.invitees import own_address
from learning.people.models import Membership, MembershipPeriod, Particulars, Person
from learning.people.sight import Eyes, said_here, seen


@dataclass(frozen=True)
class Member:
    """Somebody who belongs to an organisation, today or from a later day."""

    membership_id: int
    person_id: int
    code: str
    name: str
    address: str | None  # as the organisation gave it, else their own
    reference: str | None
    has_password: bool


def member_seen(session: Session, eyes: Eyes, code: str, *, on: date) -> Member | None:
    """The person with that code here, if this lead sees them."""
    row = session.execute(
        select(
            Membership.id,
            Membership.person_id,
            Membership.person_code,
            func.coalesce(Particulars.name, Person.name),
            func.coalesce(Particulars.address, own_address()),
            Particulars.reference,
            Person.password_hash.is_not(None),
        )
        .join(Person, Person.id == Membership.person_id)
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .outerjoin(Particulars, said_here())
        .where(
            Membership.person_code == code,
            MembershipPeriod.superseded_at.is_(None),
            or_(MembershipPeriod.ends_on.is_(None), MembershipPeriod.ends_on > on),
            seen(eyes, on),
        )
        .order_by(Membership.id.desc())
        .limit(1)
    ).one_or_none()
    return Member(*row) if row else None
