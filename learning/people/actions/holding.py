"""Holds councils and people: of two who change one at one moment, the second sees the first."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.people.models import Appointment, Organisation, Person
from learning.people.standing import Kind


def hold(session: Session, *organisation_ids: int) -> None:
    """Whoever else holds one of these waits; rows that only name them may come meanwhile.

    It comes before everything that the change rests on is read, and before any other lock, so
    that nobody waits in a ring. SQLite lets one write at a time anyway.
    """
    session.execute(
        select(Organisation.id)
        .where(Organisation.id.in_(organisation_ids))
        .order_by(Organisation.id)
        .with_for_update(key_share=True)
    )


def hold_person(session: Session, person_id: int) -> None:
    """The same for what is somebody's own: their addresses, claims and choices."""
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))


def hold_administration(session: Session) -> None:
    """The same for administrators, who open what is not there yet, and name people new to it."""
    administrators = select(Appointment.id).where(Appointment.kind == Kind.ADMINISTRATOR.value)
    session.execute(administrators.order_by(Appointment.id).with_for_update(key_share=True))
