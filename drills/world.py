"""People for the schedules, made by the real actions."""

from dataclasses import dataclass
from datetime import timedelta
from secrets import token_hex

from flask import Flask
from sqlalchemy import update

from learning.assessments import actions as assessments
from learning.catalogue import actions as framework
from learning.catalogue.framework import Nation
from learning.catalogue.published import Catalogue
from learning.clock import day_of, now, start_of
from learning.database import transaction
from learning.people.actions import identity, organisations, places
from learning.people.models import SignIn

COURSE = "cyber-security-essentials"


@dataclass(frozen=True)
class World:
    """Who takes the check, and an attempt that is none of theirs."""

    people: tuple[int, ...]
    stranger: str


def build(app: Flask, number: int) -> World:
    """Commits so many people of one council, and a stranger with an attempt."""
    catalogue: Catalogue = app.extensions["catalogue"]
    course, at = catalogue.courses[COURSE], now()
    first = day_of(at) - timedelta(days=30)
    role = catalogue.roles["councillor"]
    with app.app_context(), transaction() as session:
        framework.sync_framework(
            session, catalogue, in_force_from=first, by=None, at=start_of(first)
        )
        council = organisations.open_organisation(
            session, slug="drill", name="Drill", nation="England", starts_on=first, by=None, at=at
        )
        ids = []
        for one in range(number + 1):
            address = f"{one}@drill.example"
            person = identity.add_person(session, name=f"P{one}", address=address, by=None, at=at)
            membership = places.join(
                session,
                person_id=person.id,
                organisation_id=council.id,
                starts_on=first,
                by=None,
                at=at,
            )
            places.give_role(session, membership, role, base=None, starts_on=first, by=None, at=at)
            ids.append(person.id)
        attempt = assessments.start(
            session,
            person_id=ids[-1],
            course=course,
            assessment=course.assessments[0],
            nation=Nation.ENGLAND,
            at=at,
        )
        return World(tuple(ids[:-1]), attempt.id)


def sign_in(app: Flask, person_id: int) -> str:
    """The cookie of a new sign-in."""
    with app.app_context(), transaction() as session:
        token = identity.sign_in(session, person_id=person_id, at=now())
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # Flask's own has it
    held = {"_user_id": token, "_fresh": True, "csrf_token": token_hex(20)}
    return f"session={signer.dumps(held)}"


def sign_out(app: Flask, person_id: int) -> None:
    """Every sign-in of a person is over, as when its time has run out."""
    with app.app_context(), transaction() as session:
        session.execute(
            update(SignIn).where(SignIn.person_id == person_id).values(expires_at=now())
        )
