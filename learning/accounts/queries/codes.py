"""Answers about people who sign in without e-mail."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session

from learning.accounts.models import PrintedCode
from learning.accounts.rules.codes import matches
from learning.clock import day_of
from learning.database import AnySelect, in_parts
from learning.people.models import (
    Address,
    Membership,
    MembershipPeriod,
    Organisation,
    Particulars,
    Person,
)
from learning.people.queries import Credentials
from learning.people.sight import Eyes, is_member, said_here, seen


@dataclass(frozen=True)
class Holder:
    """Somebody a code is printed for."""

    person_id: int
    code: str  # of the person, in the organisation's addresses
    name: str
    reference: str | None
    has_address: bool


def _holders() -> AnySelect:
    has_address = exists().where(
        Address.person_id == Membership.person_id, Address.verified_at.is_not(None)
    )
    found: AnySelect = (
        select(
            Membership.person_id,
            Membership.person_code,
            func.coalesce(Particulars.name, Person.name).label("name"),
            Particulars.reference,
            has_address.label("has_address"),
        )
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Particulars, said_here())
    )
    return found


def holders_of_codes(
    session: Session, organisation_id: int, memberships: Collection[int]
) -> list[Holder]:
    """These people of an organisation, each once, by name."""
    found: dict[int, Holder] = {}
    for some in in_parts(sorted(set(memberships))):
        rows = session.execute(
            _holders().where(Membership.organisation_id == organisation_id, Membership.id.in_(some))
        )
        found |= {row.person_id: Holder(*row) for row in rows}
    return sorted(found.values(), key=lambda one: (one.name.casefold(), one.person_id))


def may_get_codes(
    session: Session, eyes: Eyes, *, on: date, most: int, only: str = ""
) -> list[Holder]:
    """People of today whom this lead sees and who have no verified address, by name.

    First those who have no other way in yet: neither a passphrase, a sheet nor an address to be
    invited at. `only` names one person by their code.
    """
    rows = session.execute(
        _holders()
        .where(
            seen(eyes, on),
            is_member(on),
            ~exists().where(
                Address.person_id == Membership.person_id, Address.verified_at.is_not(None)
            ),
        )
        .where(Membership.person_code == only if only else true())
        .order_by(
            Person.password_hash.is_not(None),
            _has_sheet(),
            Particulars.address.is_not(None),
            Person.name,
            Membership.id,
        )
        .limit(most)
    )
    return list({row.person_id: Holder(*row) for row in rows}.values())


def _has_sheet() -> ColumnElement[bool]:
    return exists().where(
        PrintedCode.person_id == Membership.person_id,
        PrintedCode.organisation_id == Membership.organisation_id,
        PrintedCode.used_at.is_(None),
        PrintedCode.ended_at.is_(None),
    )


def memberships_of(session: Session, eyes: Eyes, codes: Collection[str], *, on: date) -> list[int]:
    """The memberships that these people's codes name, of those whom this lead sees today."""
    found: list[int] = []
    for some in in_parts(sorted(set(codes))):
        found += session.scalars(
            select(Membership.id)
            .where(Membership.person_code.in_(some), seen(eyes, on), is_member(on))
            .order_by(Membership.id)
        )
    return found


@dataclass(frozen=True)
class OpenCode:
    """Whom a code lets in."""

    name: str
    council: str


def open_code(session: Session, code_hash: str, said: str, *, at: datetime) -> OpenCode | None:
    """The code, where it is open and what was typed beside it is that person's number or name."""
    row = session.execute(
        select(Organisation.name.label("council"), Person.name, Particulars.reference)
        .add_columns(Particulars.name.label("called"))
        .join(Person, Person.id == PrintedCode.person_id)
        .join(Organisation, Organisation.id == PrintedCode.organisation_id)
        .outerjoin(Particulars, said_here(PrintedCode))
        .select_from(PrintedCode)
        .where(
            PrintedCode.code_hash == code_hash,
            PrintedCode.used_at.is_(None),
            PrintedCode.ended_at.is_(None),
            PrintedCode.expires_at > at,
            _has_not_left(at),
        )
    ).one_or_none()
    if row is None or not matches(said, (row.reference, row.called, row.name)):
        return None
    return OpenCode(row.called or row.name, row.council)


def still_open(session: Session, code_hash: str, *, at: datetime) -> bool:
    """Whether a code that was accepted still lets somebody in."""
    return bool(
        session.scalar(
            select(PrintedCode.id).where(
                PrintedCode.code_hash == code_hash,
                PrintedCode.used_at.is_(None),
                PrintedCode.ended_at.is_(None),
                PrintedCode.expires_at > at,
                _has_not_left(at),
            )
        )
    )


def _has_not_left(at: datetime) -> ColumnElement[bool]:
    """Whom the code was printed for still belongs to the organisation, today or from a later day.

    A sheet lies about for weeks, and whoever has left signs in by no number.
    """
    return exists().where(
        Membership.person_id == PrintedCode.person_id,
        Membership.organisation_id == PrintedCode.organisation_id,
        MembershipPeriod.membership_id == Membership.id,
        MembershipPeriod.superseded_at.is_(None),
        or_(MembershipPeriod.ends_on.is_(None), MembershipPeriod.ends_on > day_of(at)),
    )


def credentials_by_reference(
    session: Session, organisation: str, reference_key: str, *, on: date
) -> Credentials | None:
    """By a council's name, folded, and a number: of today's members without a verified address."""
    row = session.execute(
        select(Person.id, Person.password_hash)
        .join(Particulars, Particulars.person_id == Person.id)
        .join(Organisation, Organisation.id == Particulars.organisation_id)
        .join(
            Membership,
            and_(
                Membership.person_id == Person.id,
                Membership.organisation_id == Organisation.id,
            ),
        )
        .where(
            or_(Organisation.slug == organisation, func.lower(Organisation.name) == organisation),
            Particulars.reference_key == reference_key,
            Particulars.superseded_at.is_(None),
            is_member(on),
            ~exists().where(Address.person_id == Person.id, Address.verified_at.is_not(None)),
        )
        .limit(1)
    ).one_or_none()
    return Credentials(row.id, row.password_hash) if row else None
