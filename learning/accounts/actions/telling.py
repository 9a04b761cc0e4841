"""Tells people at once what was changed about how they get in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.accounts import letters
from learning.accounts.letters import Service
from learning.notices import actions as notices
from learning.people.models import Address, Person


def tell_of_password(session: Session, person_id: int, *, service: Service, at: datetime) -> None:
    """At every address, and under what we told them."""
    _post(session, person_id, "changed", service=service, path="/recover", at=at)
    notices.tell(
        session,
        person_id=person_id,
        kind="password.changed",
        subject="Your password was changed",
        body="Every browser in which you were signed in was signed out. If it was not you, choose a"
        " new password at once, and tell your training lead.",
        link="/record/password",
        at=at,
    )


def tell_of_address(
    session: Session,
    person_id: int,
    letter: str,
    *,
    address: str,
    service: Service,
    council: str = "",
    at: datetime,
) -> None:
    """An address was `added`, or opens the account no longer (`addresses`): at all others."""
    _post(
        session,
        person_id,
        letter,
        service=service,
        path="/record/addresses",
        but=address,
        council=council,
        at=at,
    )
    was = "was added" if letter == "added" else "no longer opens your account"
    why = f" {council} says that it no longer belongs to you." if council else ""
    notices.tell(
        session,
        person_id=person_id,
        kind=f"address.{letter}",
        subject="Your e-mail addresses have changed",
        body=f"{address} {was}.{why} If this is not right, look at your addresses, and tell your"
        " training lead.",
        link="/record/addresses",
        at=at,
    )


def _post(
    session: Session,
    person_id: int,
    letter: str,
    *,
    service: Service,
    path: str,
    but: str = "",
    council: str = "",
    at: datetime,
) -> None:
    person = session.get_one(Person, person_id)
    written = letters.write(
        letter, person.language, service=service, council=council, address=but
    ).to(name=person.name, link=f"{service.address}{path}")
    for address in _addresses(session, person_id, but=but):
        notices.post(
            session,
            person_id=person_id,
            organisation_id=None,
            address=address,
            kind=f"account.{letter}",
            language=person.language or "en",
            subject=written.subject[:200],
            plain=written.plain,
            html=written.html,
            at=at,
        )


def _addresses(session: Session, person_id: int, *, but: str) -> Sequence[str]:
    return session.scalars(
        select(Address.written)
        .where(
            Address.person_id == person_id,
            Address.verified_at.is_not(None),
            Address.written != but,
        )
        .order_by(Address.id)
    ).all()
