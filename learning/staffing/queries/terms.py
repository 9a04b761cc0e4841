"""Everybody whose term in a role would end on a day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from learning.people.models import HeldRole, Membership, MembershipPeriod, Particulars, Person
from learning.people.sight import Eyes, said_here, seen
from learning.staffing.queries.people import NAME

MOST = 200  # more than any council has seats


@dataclass(frozen=True)
class Holder:
    """Somebody who holds a role until a day at least."""

    held_id: int
    code: str
    name: str
    starts_on: date
    substitute: bool
    person_id: int


def holders(
    session: Session, eyes: Eyes, *, role: str, service: str, ends_on: date, on: date
) -> list[Holder]:
    """Who holds a role on the day before, and would go on, by name; one more than the most."""
    found = (
        select(
            HeldRole.id,
            Membership.person_code,
            NAME.label("name"),
            HeldRole.starts_on,
            HeldRole.substitute,
            Membership.person_id,
        )
        .join(Membership, Membership.id == HeldRole.membership_id)
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Particulars, said_here())
        .where(
            seen(eyes, on),
            HeldRole.role == role,
            HeldRole.superseded_at.is_(None),
            HeldRole.starts_on < ends_on,
            or_(HeldRole.ends_on.is_(None), HeldRole.ends_on > ends_on),
            MembershipPeriod.superseded_at.is_(None),
            or_(MembershipPeriod.ends_on.is_(None), MembershipPeriod.ends_on > ends_on),
        )
        .order_by(NAME, HeldRole.id)
        .limit(MOST + 1)
    )
    if service:
        found = found.where(HeldRole.service == service)
    return [Holder(*row) for row in session.execute(found)]
