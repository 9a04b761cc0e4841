"""Takes a person into an organisation by what it says of them; nobody gets a password here."""

from datetime import datetime
from typing import Any

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from learning import audit
from learning.dated import amend
from learning.errors import Refusal
from learning.people import rules
from learning.people.models import Address, Particulars, Person
from learning.people.rules import Saying

SAID = ("name", "reference", "address", "manager_key", "language")


def register(
    session: Session, saying: Saying, *, organisation_id: int, by: int | None, at: datetime
) -> Person:
    """Somebody not known here: a person without address or password, and what is said of them.

    They sign in once they have shown that the address is theirs.
    """
    person = Person(name=rules.clean_name(saying.name), created_at=at)
    session.add(person)
    session.flush()  # what is said of them needs their id
    audit.write(
        session, "person.added", by=by, at=at, organisation_id=organisation_id, person_id=person.id
    )
    say(session, saying, person_id=person.id, organisation_id=organisation_id, by=by, at=at)
    return person


def say(
    session: Session,
    saying: Saying,
    *,
    person_id: int,
    organisation_id: int,
    by: int | None,
    at: datetime,
) -> Particulars:
    """What the organisation says of a person of whom it has said nothing yet."""
    said = Particulars(
        organisation_id=organisation_id,
        person_id=person_id,
        recorded_at=at,
        recorded_by=by,
        **_columns(saying),
    )
    session.add(said)
    session.flush()  # one row at most has this reference
    changes: dict[str, tuple[object, object]] = {
        name: (None, getattr(said, name)) for name in SAID if getattr(said, name)
    }
    audit.write(
        session,
        "particulars.said",
        by=by,
        at=at,
        organisation_id=organisation_id,
        person_id=person_id,
        changes=changes,
    )
    return said


def say_otherwise(
    session: Session, before: Particulars, saying: Saying, *, by: int | None, at: datetime
) -> Particulars:
    """What the organisation says of a person has changed."""
    if saying.reference_key and saying.reference_key != before.reference_key:
        _is_free(session, saying.reference_key, before.organisation_id)
    columns = _columns(saying)
    changes = {
        name: (getattr(before, name), columns[name])
        for name in SAID
        if getattr(before, name) != columns[name]
    }
    if not changes:
        return before
    after = amend(session, before, columns, by=by, at=at)
    _name(session, before.person_id, after.name)
    audit.write(
        session,
        "particulars.changed",
        by=by,
        at=at,
        organisation_id=before.organisation_id,
        person_id=before.person_id,
        changes=changes,
    )
    return after


def _name(session: Session, person_id: int, name: str) -> None:
    """Whoever has no account yet is called what the organisation says; others name themselves."""
    verified = exists().where(Address.person_id == Person.id, Address.verified_at.is_not(None))
    session.execute(
        update(Person)
        .where(Person.id == person_id, Person.password_hash.is_(None), ~verified)
        .values(name=name)
    )


def _is_free(session: Session, reference_key: str, organisation_id: int) -> None:
    taken = session.scalar(
        select(Particulars.id).where(
            Particulars.organisation_id == organisation_id,
            Particulars.reference_key == reference_key,
            Particulars.superseded_at.is_(None),
        )
    )
    if taken is not None:
        raise Refusal("Somebody else here has this reference", field="reference")


def _columns(saying: Saying) -> dict[str, Any]:
    """The columns of the row."""
    return {
        "name": rules.clean_name(saying.name),
        "reference": saying.reference,
        "reference_key": saying.reference_key,
        "address": rules.clean_address(saying.address) if saying.address else None,
        "address_key": saying.address_key,
        "manager_key": saying.manager_key,
        "language": saying.language,
    }
