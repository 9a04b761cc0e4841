"""Who leads learning in an organisation, and who could."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from learning.people.acting import here, leaving_of
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
    left_on: date | None  # the first day they no longer belong here, where they do not for good

    @property
    def is_whole(self) -> bool:
        """Whether it is for the whole organisation."""
        return not self.tiers and not self.services


def leads_of(session: Session, organisation_id: int, *, on: date) -> list[LeadFacts]:
    """Everybody who leads learning here today or will, by name."""
    return _appointed(session, organisation_id, Kind.LEARNING_LEAD, on)


def viewers_who_left(session: Session, organisation_id: int, *, on: date) -> list[LeadFacts]:
    """Report viewers here who no longer belong here: those alone are a lead's to end."""
    found = _appointed(session, organisation_id, Kind.REVIEWER, on)
    return [one for one in found if one.left_on is not None and one.left_on <= on]


def _appointed(session: Session, organisation_id: int, kind: Kind, on: date) -> list[LeadFacts]:
    leaving = leaving_of(organisation_id)
    rows = session.execute(
        select(Appointment, Person.name, leaving.c.left_on)
        .join(Person, Person.id == Appointment.person_id)
        .outerjoin(leaving, leaving.c.person_id == Appointment.person_id)
        .where(*here(organisation_id, on), Appointment.kind == kind.value)
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
            left_on,
        )
        for row, name, left_on in rows
    ]


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
