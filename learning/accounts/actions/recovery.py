"""Sends a link to choose a new password, and lets it be used once."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, literal, select, update
from sqlalchemy.orm import Session

from learning import audit
from learning.accounts import letters
from learning.accounts.actions.ending import end_recoveries, end_ways_in
from learning.accounts.actions.telling import tell_of_password
from learning.accounts.letters import Service
from learning.accounts.models import Recovery
from learning.accounts.queries.addresses import may_be_trusted
from learning.accounts.rules.lasting import RECOVERY_LASTS
from learning.database import UtcDateTime
from learning.errors import Conflict
from learning.notices import actions as notices
from learning.people.actions import identity
from learning.people.actions.holding import hold_person
from learning.people.actions.identity import token_hash
from learning.people.models import Address, Person
from learning.people.rules import LONGEST_ADDRESS, address_key

GONE = "This link has been used, or it ran out. Ask for a new one. Nothing has been changed."


@dataclass(frozen=True)
class _Whose:
    """Whom a typed address belongs to; nobody has the id 0, which no row has."""

    person_id: int
    name: str
    language: str | None
    address: str


def ask(session: Session, *, address: str, service: Service, at: datetime) -> None:
    """Send a link to a verified address; for any other the same work is done and undone.

    The statements are the same, so that neither the answer nor its time tells them apart.
    """
    whose = _whose(session, address)
    with session.begin_nested() as step:
        _send(session, whose, service=service, at=at)
        session.flush()  # the same rows are written, then kept or not
        if not whose.person_id:
            step.rollback()


def _whose(session: Session, address: str) -> _Whose:
    row = session.execute(
        select(Person.id, Person.name, Person.language, Address.written)
        .join(Address, Address.person_id == Person.id)
        .where(Address.key == address_key(address), may_be_trusted())
        .with_for_update(of=Person)  # asked twice at one moment, the second ends the first
    ).one_or_none()
    return _Whose(*row) if row else _Whose(0, "", None, address.strip()[:LONGEST_ADDRESS])


def _send(session: Session, whose: _Whose, *, service: Service, at: datetime) -> None:
    token = secrets.token_urlsafe(32)
    end_recoveries(session, whose.person_id, at=at)
    session.execute(
        insert(Recovery).from_select(
            ["person_id", "token_hash", "asked_at", "expires_at"],
            select(
                Person.id,
                literal(token_hash(token)),
                literal(at, UtcDateTime()),
                literal(at + RECOVERY_LASTS, UtcDateTime()),
            ).where(Person.id == whose.person_id),
        )
    )
    letter = letters.write("recovery", whose.language, service=service).to(
        name=whose.name, link=f"{service.address}/recover/{token}"
    )
    person_id = whose.person_id or None
    notices.post(
        session,
        person_id=person_id,
        organisation_id=None,
        address=whose.address,
        kind="recovery",
        language=whose.language or "en",
        subject=letter.subject[:200],
        plain=letter.plain,
        html=letter.html,
        secret=True,
        expires_at=at + RECOVERY_LASTS,
        at=at,
    )
    audit.write(session, "recovery.asked", by=None, at=at, person_id=person_id)


def recover(
    session: Session, token_hash: str, *, password_hash: str, service: Service, at: datetime
) -> int:
    """The link is used: the password is new, every other sign-in ends, the person is told."""
    whose = select(Recovery.person_id).where(Recovery.token_hash == token_hash)
    hold_person(session, session.scalar(whose) or 0)
    person_id = session.scalar(
        update(Recovery)
        .where(
            Recovery.token_hash == token_hash,
            Recovery.used_at.is_(None),
            Recovery.ended_at.is_(None),
            Recovery.expires_at > at,
        )
        .values(used_at=at)
        .returning(Recovery.person_id)
    )
    if person_id is None:
        raise Conflict(GONE)
    change_password(session, person_id, password_hash=password_hash, service=service, at=at)
    return int(person_id)


def change_password(
    session: Session, person_id: int, *, password_hash: str, service: Service, at: datetime
) -> None:
    """Somebody chose a new password; all sign-ins end, and they are told at once."""
    identity.set_password_hash(
        session, person_id=person_id, password_hash=password_hash, by=person_id, at=at
    )
    end_ways_in(session, person_id, at=at)
    tell_of_password(session, person_id, service=service, at=at)
