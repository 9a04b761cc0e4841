"""Answers for an administrator: organisations, partnerships and appointments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from learning.database import AnySelect
from learning.dated import in_force
from learning.people.models import Appointment, Organisation, Partnership, Person, Sharing
from learning.people.standing import Kind


def organisations(session: Session) -> Sequence[Organisation]:
    """All organisations, by name."""
    return session.scalars(select(Organisation).order_by(Organisation.name, Organisation.id)).all()


def partnerships(session: Session) -> Sequence[Partnership]:
    """All partnerships, by name."""
    return session.scalars(select(Partnership).order_by(Partnership.name, Partnership.id)).all()


def partnerships_with_councils(
    session: Session, *, on: date
) -> list[tuple[str, str, tuple[str, ...]]]:
    """(short name, name, councils that share) of every partnership."""
    rows = session.execute(
        select(Partnership.slug, Partnership.name, Organisation.name.label("council"))
        .outerjoin(Sharing, and_(Sharing.partnership_id == Partnership.id, in_force(Sharing, on)))
        .outerjoin(Organisation, Organisation.id == Sharing.organisation_id)
        .order_by(Partnership.name, Partnership.id, Organisation.name)
    ).all()
    found: dict[tuple[str, str], list[str]] = {}
    for slug, name, council in rows:
        found.setdefault((slug, name), []).extend([council] if council else [])
    return [(slug, name, tuple(councils)) for (slug, name), councils in found.items()]


@dataclass(frozen=True)
class AppointmentFacts:
    """An appointment as the administrator's list shows it."""

    id: int
    person: str
    kind: Kind
    of: str
    tiers: tuple[str, ...]
    services: tuple[str, ...]
    starts_on: date
    ends_on: date | None
    organisation_id: int | None

    def leads_all(self, on: date) -> bool:
        """Whether they look after everybody of an organisation on a day."""
        whole = self.kind is Kind.LEARNING_LEAD and not self.tiers and not self.services
        return whole and self.starts_on <= on


def _appointments(on: date) -> AnySelect:
    found: AnySelect = (
        select(
            Appointment.id,
            Person.name.label("person"),
            Appointment.kind,
            func.coalesce(Organisation.name, Partnership.name, "").label("of"),
            Appointment.tiers,
            Appointment.services,
            Appointment.starts_on,
            Appointment.ends_on,
            Appointment.organisation_id,
        )
        .join(Person, Person.id == Appointment.person_id)
        .outerjoin(Organisation, Organisation.id == Appointment.organisation_id)
        .outerjoin(Partnership, Partnership.id == Appointment.partnership_id)
        .where(
            Appointment.superseded_at.is_(None),
            or_(Appointment.ends_on.is_(None), Appointment.ends_on > on),
        )
        .order_by(Person.name, Appointment.id)
    )
    return found


def _appointment(row: Any) -> AppointmentFacts:
    return AppointmentFacts(
        row.id,
        row.person,
        Kind(row.kind),
        row.of,
        tuple(row.tiers.split()),
        tuple(row.services.split()),
        row.starts_on,
        row.ends_on,
        row.organisation_id,
    )


def appointments_in_force(session: Session, *, on: date) -> list[AppointmentFacts]:
    """Every appointment of today and to come, by the person's name."""
    return [_appointment(row) for row in session.execute(_appointments(on))]


def appointment_in_force(session: Session, number: int, *, on: date) -> AppointmentFacts | None:
    """One of them."""
    row = session.execute(_appointments(on).where(Appointment.id == number)).one_or_none()
    return _appointment(row) if row else None


def unled(
    councils: Sequence[Organisation], appointments: Sequence[AppointmentFacts], on: date
) -> list[str]:
    """The names of those that exist on a day and have nobody who looks after everybody."""
    led = {one.organisation_id for one in appointments if one.leads_all(on)}
    here = [
        one for one in councils if one.starts_on <= on and not (one.ends_on and one.ends_on <= on)
    ]
    return [one.name for one in here if one.id not in led]
