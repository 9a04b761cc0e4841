"""Who leads learning in an organisation, and who could."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from learning.people.models import (
    Address,
    Appointment,
    Membership,
    MembershipPeriod,
    Particulars,
    Person,
)
from learning.people.rules import address_key, reference_key
from learning.people.sight import Eyes, looked_after
from learning.people.standing import Kind


@dataclass(frozen=True)
class LeadFacts:
    """An appointment as lead, of today or to come."""

    id: int
    person_id: int
    name: str
    tiers: tuple[str, ...]
    services: tuple[str, ...]
    starts_on: date
    ends_on: date | None

    @property
    def is_whole(self) -> bool:
        """Whether it is for the whole organisation."""
        return not self.tiers and not self.services


def leads_of(session: Session, organisation_id: int, *, on: date) -> list[LeadFacts]:
    """Everybody who leads learning here today or will, by name."""
    rows = session.execute(
        select(Appointment, Person.name)
        .join(Person, Person.id == Appointment.person_id)
        .where(
            Appointment.organisation_id == organisation_id,
            Appointment.kind == Kind.LEARNING_LEAD.value,
            Appointment.superseded_at.is_(None),
            or_(Appointment.ends_on.is_(None), Appointment.ends_on > on),
        )
        .order_by(Person.name, Appointment.starts_on, Appointment.id)
    )
    return [
        LeadFacts(
            row.id,
            row.person_id,
            name,
            tuple(row.tiers.split()),
            tuple(row.services.split()),
            row.starts_on,
            row.ends_on,
        )
        for row, name in rows
    ]


def acting_kinds(
    session: Session, person_id: int, organisation_id: int, *, on: date
) -> frozenset[Kind]:
    """What somebody is appointed to here today or from a later day, member or not."""
    kinds = session.scalars(
        select(Appointment.kind).where(
            Appointment.person_id == person_id,
            Appointment.organisation_id == organisation_id,
            Appointment.superseded_at.is_(None),
            or_(Appointment.ends_on.is_(None), Appointment.ends_on > on),
        )
    )
    return frozenset(map(Kind, kinds))


def member_called(session: Session, eyes: Eyes, text: str, *, on: date) -> int | None:
    """The member of today or to come with this code, reference or address; None for nobody."""
    said = select(Particulars.person_id).where(
        Particulars.organisation_id == eyes.organisation_id,
        Particulars.superseded_at.is_(None),
        or_(
            Particulars.reference_key == reference_key(text),
            Particulars.address_key == address_key(text),
        ),
    )
    verified = select(Address.person_id).where(
        Address.key == address_key(text), Address.verified_at.is_not(None)
    )
    here = select(MembershipPeriod.membership_id).where(
        MembershipPeriod.superseded_at.is_(None),
        or_(MembershipPeriod.ends_on.is_(None), MembershipPeriod.ends_on > on),
    )
    found = session.scalars(
        select(Membership.person_id)
        .where(
            looked_after(eyes, on),
            Membership.id.in_(here),
            or_(
                Membership.person_code == text.strip(),
                Membership.person_id.in_(said),
                Membership.person_id.in_(verified),
            ),
        )
        .distinct()
    ).all()
    return found[0] if len(found) == 1 else None
