"""Answers about addresses: whose they are, were, and whether they still prove anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session, aliased

from learning.accounts.models import HandedOn, NewAddress
from learning.people.models import Address, Organisation, Particulars


def may_be_trusted() -> ColumnElement[bool]:
    """Addresses whose post is still read by their person: a password may be recovered by them.

    Not where an organisation marked one as handed on, nor where the organisation that gave it to
    them now says that it is somebody else's.
    """
    mine, theirs = aliased(Particulars), aliased(Particulars)
    marked = exists().where(
        HandedOn.person_id == Address.person_id,
        HandedOn.key == Address.key,
        HandedOn.ended_at.is_(None),
    )
    of_another = exists().where(
        theirs.address_key == Address.key,
        theirs.superseded_at.is_(None),
        theirs.person_id != Address.person_id,
        mine.organisation_id == theirs.organisation_id,
        mine.person_id == Address.person_id,
        mine.address_key == Address.key,
    )
    return and_(Address.verified_at.is_not(None), ~marked, ~of_another)


@dataclass(frozen=True)
class OwnAddress:
    """One of somebody's verified addresses."""

    id: int
    written: str
    is_first: bool
    marked_by: str | None  # the organisation that says it no longer belongs to them


def own_addresses(session: Session, person_id: int) -> list[OwnAddress]:
    """By when they came; the one where e-mail goes is marked."""
    rows = session.execute(
        select(Address.id, Address.written, Address.is_first, Organisation.name)
        .outerjoin(
            HandedOn,
            and_(
                HandedOn.person_id == Address.person_id,
                HandedOn.key == Address.key,
                HandedOn.ended_at.is_(None),
            ),
        )
        .outerjoin(Organisation, Organisation.id == HandedOn.organisation_id)
        .where(Address.person_id == person_id, Address.verified_at.is_not(None))
        .order_by(Address.id)
    ).all()
    chosen = next((row.id for row in rows if row.is_first), rows[0].id if rows else 0)
    return [OwnAddress(row.id, row.written, row.id == chosen, row.name) for row in rows]


def waiting_addresses(session: Session, person_id: int, *, at: datetime) -> Sequence[str]:
    """Addresses that somebody added and has not verified yet."""
    return session.scalars(
        select(NewAddress.written)
        .where(
            NewAddress.person_id == person_id,
            NewAddress.used_at.is_(None),
            NewAddress.ended_at.is_(None),
            NewAddress.expires_at > at,
        )
        .order_by(NewAddress.id)
    ).all()


def given_here(session: Session, organisation_id: int, person_id: int) -> list[Address]:
    """Verified addresses of a person that this organisation itself gave as theirs, once or now."""
    said = select(Particulars.address_key).where(
        Particulars.organisation_id == organisation_id,
        Particulars.person_id == person_id,
        Particulars.address_key.is_not(None),
    )
    return list(
        session.scalars(
            select(Address)
            .where(
                Address.person_id == person_id,
                Address.verified_at.is_not(None),
                Address.key.in_(said),
            )
            .order_by(Address.id)
        )
    )
