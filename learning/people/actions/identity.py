"""Changes identity: people, addresses, passwords, and signing in and out."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learning import audit
from learning.database import insert_of
from learning.errors import Conflict, Refusal
from learning.people import rules
from learning.people.models import Address, Person, SignIn
from learning.people.tries import SignInTries

TAKEN = "This address opens another account here. Nothing has been changed."


def add_person(
    session: Session, *, name: str, address: str, at: datetime, by: int | None
) -> Person:
    """A new person with a verified address; refused where somebody has that address."""
    person = Person(name=rules.clean_name(name), created_at=at)
    session.add(person)
    session.flush()  # the address needs the person's id
    add_address(session, person_id=person.id, address=address, at=at)
    audit.write(session, "person.added", by=by, at=at, person_id=person.id)
    return person


def add_address(session: Session, *, person_id: int, address: str, at: datetime) -> Address:
    """Another verified address by which the same person signs in."""
    if not rules.is_address(address):
        raise Refusal("Enter an e-mail address, like name@council.example", field="email")
    added = Address(
        person_id=person_id,
        written=rules.clean_address(address),
        key=rules.address_key(address),
        verified_at=at,
        added_at=at,
    )
    try:
        with session.begin_nested():
            session.add(added)
            session.flush()  # one row at most has this key
    except IntegrityError:  # somebody else showed at the same moment that it is theirs
        raise Conflict(TAKEN) from None
    return added


def set_password_hash(
    session: Session, *, person_id: int, password_hash: str, by: int | None, at: datetime
) -> None:
    """Keep a new password (its hash), and end every sign-in made with the old one."""
    session.execute(
        update(Person).where(Person.id == person_id).values(password_hash=password_hash)
    )
    end_sign_ins(session, person_id=person_id, at=at)
    audit.write(session, "password.set", by=by, at=at, person_id=person_id)


def end_sign_ins(session: Session, *, person_id: int, at: datetime) -> None:
    """Every browser in which somebody is signed in is signed out."""
    session.execute(
        update(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
        .values(ended_at=at)
    )


def forget_password(session: Session, *, person_id: int, by: int | None, at: datetime) -> None:
    """No password opens the account any more; it is to be invited again."""
    session.execute(update(Person).where(Person.id == person_id).values(password_hash=None))
    end_sign_ins(session, person_id=person_id, at=at)
    audit.write(session, "password.forgotten", by=by, at=at, person_id=person_id)


def renew_password_hash(session: Session, *, person_id: int, password_hash: str) -> None:
    """The same password under newer hashing settings."""
    session.execute(
        update(Person).where(Person.id == person_id).values(password_hash=password_hash)
    )


def token_hash(token: str) -> str:
    """How a sign-in's token is kept: whoever reads the table cannot sign in."""
    return hashlib.sha256(token.encode()).hexdigest()


def sign_in(
    session: Session, *, person_id: int, lasts: timedelta = rules.SIGN_IN_LASTS, at: datetime
) -> str:
    """Open a sign-in and return its token of 256 random bits."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            person_id=person_id,
            token_hash=token_hash(token),
            started_at=at,
            expires_at=at + lasts,
        )
    )
    return token


def sign_out(session: Session, *, token: str, at: datetime) -> None:
    """End a sign-in: its cookie is worth nothing from now on."""
    session.execute(
        update(SignIn)
        .where(SignIn.token_hash == token_hash(token), SignIn.ended_at.is_(None))
        .values(ended_at=at)
    )


def count_try(session: Session, *, key: str, at: datetime) -> int:
    """Count one more try for a key in this window; every process sees the same count."""
    hashed = token_hash(key)
    window = rules.tries_window(at)
    counted = (
        insert_of(session)(SignInTries)
        .values(key=hashed, window=window, tries=1)
        .on_conflict_do_update(
            index_elements=["key", "window"], set_={"tries": SignInTries.tries + 1}
        )
        .returning(SignInTries.tries)
    )
    tries: int = session.execute(counted).scalar_one()
    return tries


def forget_tries(session: Session, *, key: str, at: datetime) -> None:
    """A right password clears the count of its address."""
    session.execute(
        update(SignInTries)
        .where(SignInTries.key == token_hash(key), SignInTries.window == rules.tries_window(at))
        .values(tries=0)
    )
