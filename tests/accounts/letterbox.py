"""People as an import leaves them, and the letters they get."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.accounts.actions import invitations
from learning.accounts.letters import Service
from learning.clock import now
from learning.database import current_session, transaction
from learning.notices.models import Mail
from learning.people.actions import places
from learning.people.models import Membership, Organisation, Particulars, Person
from learning.people.rules import address_key, reference_key

SERVICE = Service("Learning for local government", "http://localhost")
PASSPHRASE = "tide marble onion seven"


def imported(
    session: Session,
    organisation_id: int,
    name: str = "Ffion Probert",
    address: str | None = "ffion.probert@fernleigh.example",
    *,
    reference: str | None = None,
    language: str | None = None,
    starts_on: date = date(2024, 6, 3),
    by: int | None = None,
    at: datetime | None = None,
) -> Membership:
    """Somebody as an import leaves them: a person without a password, and what was said of them."""
    moment = at or now()
    person = Person(name=name, created_at=moment)
    session.add(person)
    session.flush()
    membership = places.join(
        session,
        person_id=person.id,
        organisation_id=organisation_id,
        starts_on=starts_on,
        by=by,
        at=moment,
    )
    session.add(
        Particulars(
            organisation_id=organisation_id,
            person_id=person.id,
            name=name,
            address=address,
            address_key=address_key(address) if address else None,
            reference=reference,
            reference_key=reference_key(reference) if reference else None,
            language=language,
            recorded_at=moment,
            recorded_by=by,
        )
    )
    session.flush()
    return membership


def council(session: Session, slug: str) -> Organisation:
    return session.scalars(select(Organisation).where(Organisation.slug == slug)).one()


def an_invited(app: Flask, slug: str = "fernleigh", **said: object) -> tuple[int, str]:
    """(person, path of the link) of somebody who was imported and invited."""
    with app.app_context(), transaction() as session:
        membership = imported(session, council(session, slug).id, **said)  # type: ignore[arg-type]
        invitations.invite(session, [membership.id], service=SERVICE, by=None, at=now())
        person_id = membership.person_id
    return person_id, newest_link(app)


def letters(app: Flask, kind: str | None = None) -> Sequence[Mail]:
    """Everything in the outbox, the oldest first."""
    with app.app_context():
        mails = select(Mail).order_by(Mail.id)
        if kind is not None:
            mails = mails.where(Mail.kind == kind)
        found = current_session().scalars(mails).all()
        current_session().expunge_all()
    return found


def link_in(text: str) -> str:
    """The path of the link in a letter."""
    found = re.search(r"http://localhost(/\S+)", text)
    assert found, text
    return found.group(1)


def newest_link(app: Flask) -> str:
    return link_in(letters(app)[-1].plain)
