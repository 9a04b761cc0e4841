"""Answers about what one person was told, and how they want to be told it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session

from learning.database import AnySelect
from learning.notices.models import DeclinedPost, Mail, Notice
from learning.notices.rules.words import language_of
from learning.people.models import Address, Particulars, Person


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


def was_told(
    person_id: ColumnElement[int], *, kind: str, link: str, organisation_id: int, since: datetime
) -> ColumnElement[bool]:
    """Whether the person of a row has been told such a thing by an organisation since a moment."""
    return exists().where(
        Notice.person_id == person_id,
        Notice.kind == kind,
        Notice.link == link,
        Notice.organisation_id == organisation_id,
        Notice.written_at > since,
    )


def causes_told(session: Session, people: Collection[int], what: str) -> set[tuple[int, str]]:
    """(person, cause) of what these people were told, for causes that begin with a word."""
    rows = session.execute(
        select(Notice.person_id, Notice.cause).where(
            Notice.person_id.in_(people), Notice.cause.startswith(f"{what} ", autoescape=True)
        )
    )
    return {(person_id, cause) for person_id, cause in rows if cause}


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
    spoken: str  # the language they are written to in: their own choice, else their council's
    addresses: tuple[str, ...]  # verified ones, the first of which is used
    declined: frozenset[str]


def wishes_of(session: Session, person_id: int) -> Wishes | None:
    """In one statement: each address once for each kind that is declined. None for nobody."""
    rows = session.execute(
        select(
            Person.language,
            Particulars.language.label("said"),
            Address.id,
            Address.written,
            DeclinedPost.kind,
        )
        .outerjoin(Address, (Address.person_id == Person.id) & Address.verified_at.is_not(None))
        .outerjoin(
            DeclinedPost, (DeclinedPost.person_id == Person.id) & DeclinedPost.until.is_(None)
        )
        .outerjoin(
            Particulars,
            and_(
                Particulars.person_id == Person.id,
                Particulars.superseded_at.is_(None),
                Particulars.language.is_not(None),
            ),
        )
        .where(Person.id == person_id)
        .order_by(Particulars.organisation_id, Address.id)
    ).all()
    if not rows:
        return None
    return Wishes(
        language=rows[0].language,
        spoken=language_of(rows[0].language, rows[0].said),
        addresses=tuple(dict.fromkeys(row.written for row in rows if row.written)),
        declined=frozenset(row.kind for row in rows if row.kind),
    )
