"""Answers about what one person was told, and how they want to be told it."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.database import AnySelect
from learning.notices.models import DeclinedPost, Mail, Notice
from learning.people.models import Address, Person


def told_to(person_id: int, *, organisation_id: int | None = None) -> AnySelect:
    """Everything a person was told (or what one organisation told them), newest first."""
    told = (
        select(Notice)
        .where(Notice.person_id == person_id)
        .order_by(Notice.written_at.desc(), Notice.id.desc())
    )
    return (
        told if organisation_id is None else told.where(Notice.organisation_id == organisation_id)
    )


def refused_addresses(session: Session, addresses: list[str]) -> set[str]:
    """Which of these, in small letters, take no post: e-mail came back from there for good.

    One that its owner verified later is tried again.
    """
    small = {address.lower() for address in addresses}
    if not small:
        return set()
    verified_later = (
        select(Address.id)
        .where(Address.key == func.lower(Mail.address), Address.verified_at > Mail.failed_at)
        .exists()
    )
    return set(
        session.scalars(
            select(func.lower(Mail.address)).where(
                Mail.failed_at.is_not(None),
                Mail.refused,
                func.lower(Mail.address).in_(small),
                ~verified_later,
            )
        )
    )


@dataclass(frozen=True)
class Wishes:
    """How somebody wants to be told things."""

    language: str | None
    addresses: tuple[str, ...]  # verified ones, the first of which is used
    declined: frozenset[str]


def wishes_of(session: Session, person_id: int) -> Wishes:
    """In one statement: each address once for each kind that is declined."""
    rows = session.execute(
        select(Person.language, Address.id, Address.written, DeclinedPost.kind)
        .outerjoin(Address, (Address.person_id == Person.id) & Address.verified_at.is_not(None))
        .outerjoin(
            DeclinedPost, (DeclinedPost.person_id == Person.id) & DeclinedPost.until.is_(None)
        )
        .where(Person.id == person_id)
        .order_by(Address.id)
    ).all()
    return Wishes(
        language=rows[0].language if rows else None,
        addresses=tuple(dict.fromkeys(row.written for row in rows if row.written)),
        declined=frozenset(row.kind for row in rows if row.kind),
    )
