"""Adds, verifies, orders and takes away the addresses by which somebody signs in."""

import secrets
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from learning import audit
from learning.accounts import letters
from learning.accounts.actions.ending import end_recoveries
from learning.accounts.actions.telling import tell_of_address
from learning.accounts.letters import Service
from learning.accounts.models import HandedOn, NewAddress
from learning.accounts.rules.lasting import NEW_ADDRESS_LASTS
from learning.errors import Conflict, NotFound, Refusal
from learning.notices import actions as notices
from learning.people.actions import identity
from learning.people.actions.holding import hold_person
from learning.people.actions.identity import token_hash
from learning.people.models import Address, Person
from learning.people.rules import address_key, clean_address, is_address

GONE = "This link has been used, or it ran out. Add the address again. Nothing has been changed."
LAST = "This is your only address. Add another one first, or nobody could sign in as you."
TAKEN = "This address opens another account here. Sign in with it, or ask your training lead."


def add(session: Session, person_id: int, *, address: str, service: Service, at: datetime) -> None:
    """Send a link to the address; the answer is the same whoever has it already."""
    if not is_address(address):
        raise Refusal("Enter an e-mail address, like name@council.example", field="email")
    address = clean_address(address)
    key, token = address_key(address), secrets.token_urlsafe(32)
    hold_person(session, person_id)
    session.execute(
        update(NewAddress)
        .where(
            NewAddress.person_id == person_id,
            NewAddress.key == key,
            NewAddress.used_at.is_(None),
            NewAddress.ended_at.is_(None),
        )
        .values(ended_at=at)
    )
    session.add(
        NewAddress(
            person_id=person_id,
            written=address,
            key=key,
            token_hash=token_hash(token),
            asked_at=at,
            expires_at=at + NEW_ADDRESS_LASTS,
        )
    )
    _ask_there(session, person_id, address, token, service=service, at=at)


def _ask_there(
    session: Session, person_id: int, address: str, token: str, *, service: Service, at: datetime
) -> None:
    person = session.get_one(Person, person_id)
    letter = letters.write("address", person.language, service=service).to(
        name=person.name, link=f"{service.address}/record/addresses/new/{token}"
    )
    notices.post(
        session,
        person_id=person_id,
        organisation_id=None,
        address=address,
        kind="account.address",
        language=person.language or "en",
        subject=letter.subject[:200],
        plain=letter.plain,
        html=letter.html,
        secret=True,
        expires_at=at + NEW_ADDRESS_LASTS,
        at=at,
    )


def verify(
    session: Session, person_id: int, token_hash: str, *, service: Service, at: datetime
) -> None:
    """The link was opened by the person who asked: the address is theirs."""
    hold_person(session, person_id)
    row = session.execute(
        update(NewAddress)
        .where(
            NewAddress.token_hash == token_hash,
            NewAddress.person_id == person_id,
            NewAddress.used_at.is_(None),
            NewAddress.ended_at.is_(None),
            NewAddress.expires_at > at,
        )
        .values(used_at=at)
        .returning(NewAddress.written, NewAddress.key)
    ).one_or_none()
    if row is None:
        raise Conflict(GONE)
    held = session.scalar(select(Address).where(Address.key == row.key))
    if held is not None and held.person_id != person_id:
        raise Conflict(TAKEN)
    if held is None:
        identity.add_address(session, person_id=person_id, address=row.written, at=at)
    elif held.verified_at is None:
        held.verified_at = at
    audit.write(session, "address.added", by=person_id, at=at, person_id=person_id)
    tell_of_address(session, person_id, "added", address=row.written, service=service, at=at)
    session.flush()  # what was handed on can go, now that there is another way in
    _end_handed_on(session, person_id, service=service, at=at)


def _own(session: Session, person_id: int, number: int) -> Address:
    found = session.get(Address, number)
    if found is None or found.person_id != person_id or found.verified_at is None:
        raise NotFound
    return found


def put_first(session: Session, person_id: int, number: int, *, at: datetime) -> None:
    """E-mail goes to this one from now on."""
    hold_person(session, person_id)
    chosen = _own(session, person_id, number)
    if chosen.is_first:
        return
    session.execute(update(Address).where(Address.person_id == person_id).values(is_first=False))
    session.execute(update(Address).where(Address.id == chosen.id).values(is_first=True))
    audit.write(session, "address.put_first", by=person_id, at=at, person_id=person_id)


def take_away(
    session: Session, person_id: int, number: int, *, service: Service, at: datetime
) -> None:
    """It opens the account no more; the last one stays."""
    hold_person(session, person_id)
    gone = _own(session, person_id, number)
    if _count(session, person_id) < 2:
        raise Refusal(LAST)
    end_address(session, gone, by=person_id, at=at)
    tell_of_address(session, person_id, "addresses", address=gone.written, service=service, at=at)


def _count(session: Session, person_id: int) -> int:
    return (
        session.scalar(
            select(func.count()).where(
                Address.person_id == person_id, Address.verified_at.is_not(None)
            )
        )
        or 0
    )


def end_address(session: Session, address: Address, *, by: int | None, at: datetime) -> None:
    """The address is nobody's; links that were sent to it open nothing."""
    session.execute(delete(Address).where(Address.id == address.id))
    session.execute(
        update(HandedOn)
        .where(
            HandedOn.person_id == address.person_id,
            HandedOn.key == address.key,
            HandedOn.ended_at.is_(None),
        )
        .values(ended_at=at)
    )
    end_recoveries(session, address.person_id, at=at)
    audit.write(session, "address.ended", by=by, at=at, person_id=address.person_id)


def _end_handed_on(session: Session, person_id: int, *, service: Service, at: datetime) -> None:
    marked = session.scalars(
        select(Address)
        .join(HandedOn, (HandedOn.person_id == Address.person_id) & (HandedOn.key == Address.key))
        .where(Address.person_id == person_id, HandedOn.ended_at.is_(None))
    ).all()
    for address in marked[: max(0, _count(session, person_id) - 1)]:
        end_address(session, address, by=None, at=at)
        tell_of_address(
            session, person_id, "addresses", address=address.written, service=service, at=at
        )
