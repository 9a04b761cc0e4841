"""Lists of the people of an organisation, within what a lead may see."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from learning.database import AnySelect
from learning.dated import in_force
from learning.people.models import (
    Address,
    HeldRole,
    Membership,
    MembershipPeriod,
    Particulars,
    Pause,
    Person,
)
from learning.people.rules import address_key
from learning.people.sight import Eyes, looked_after, name_here, said_here, seen

PAGE = 50
STATUSES = {
    "not-in": "Has not come in yet",
    "away": "Away",
    "coming": "To come",
    "left": "Left or stood down",
}
# What people say they are called, and where the organisation writes to; nothing where it let go
# of them.
NAME = name_here()


def _first(column: InstrumentedAttribute[str]) -> ScalarSelect[str]:
    """Of the address that somebody has had for longest."""
    return (
        select(column)
        .where(Address.person_id == Person.id)
        .order_by(Address.id)
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )


def _given(said: InstrumentedAttribute[str | None], own: InstrumentedAttribute[str]) -> Any:
    """An address as the organisation gave it: where it gave none, they have none here.

    By which others they sign in is theirs alone, or another organisation's. Of whom it has never
    said anything, the one by which they came in is taken for it.
    """
    return case((Particulars.id.is_(None), _first(own)), else_=said)


ADDRESS: Any = case(
    (
        Membership.erased_at.is_(None),
        func.coalesce(_given(Particulars.address, Address.written), ""),
    ),
    else_="",
)


@dataclass(frozen=True)
class Wanted:
    """What a list of people is filtered by."""

    text: str = ""
    tier: str = ""
    service: str = ""
    role: str = ""
    status: str = ""  # none: whoever is here today


@dataclass(frozen=True)
class Listed:
    """A person as a list shows them."""

    code: str
    name: str
    address: str
    starts_on: date
    ends_on: date | None
    roles: tuple[tuple[str, str | None], ...]  # (role, service)


def people_in(
    session: Session, eyes: Eyes, wanted: Wanted, *, on: date, page: int
) -> tuple[int, tuple[Listed, ...]]:
    """How many people match, and one page of them by name."""
    matching = _matching(eyes, wanted, on)
    ids = matching.with_only_columns(Membership.id).subquery()
    total = session.scalar(select(func.count()).select_from(ids)) or 0
    rows = session.execute(
        matching.order_by(NAME, Membership.id).limit(PAGE).offset((page - 1) * PAGE)
    ).all()
    roles = _roles(session, [row.id for row in rows], wanted, on=on)
    return total, tuple(
        Listed(
            row.person_code,
            row.name,
            row.address,
            row.starts_on,
            row.ends_on,
            tuple(roles[row.id]),
        )
        for row in rows
    )


def _matching(eyes: Eyes, wanted: Wanted, on: date) -> AnySelect:
    statement: AnySelect = (
        select(
            Membership.id,
            Membership.person_code,
            NAME.label("name"),
            ADDRESS.label("address"),
            MembershipPeriod.starts_on,
            MembershipPeriod.ends_on,
        )
        .join(Person, Person.id == Membership.person_id)
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .outerjoin(Particulars, said_here())
        .where(_has_status(eyes, wanted.status, on))
    )
    if wanted.text:
        statement = statement.where(is_called(wanted.text))
    if wanted.role or wanted.tier or wanted.service:
        holders = select(HeldRole.membership_id).where(*_holding(eyes, wanted, on))
        statement = statement.where(Membership.id.in_(holders))
    return statement


def _has_status(eyes: Eyes, status: str, on: date) -> ColumnElement[bool]:
    """Here today (away today, never signed in), to come, or left without coming back."""
    coming = and_(
        MembershipPeriod.superseded_at.is_(None),
        MembershipPeriod.starts_on > on,
        looked_after(eyes, on),
    )
    if status == "coming":
        return coming
    if status == "left":
        return and_(
            MembershipPeriod.superseded_at.is_(None),
            MembershipPeriod.ends_on <= on,
            ~_is_back(),
            seen(eyes, on),
        )
    here = and_(in_force(MembershipPeriod, on), seen(eyes, on))
    if status == "not-in":
        return and_(or_(here, coming), Person.password_hash.is_(None))  # both are invited
    if status != "away":
        return here
    away = select(Pause.membership_id).where(
        Pause.superseded_at.is_(None),
        Pause.paused_from <= on,
        or_(Pause.paused_until.is_(None), Pause.paused_until > on),
    )
    return and_(here, Membership.id.in_(away))


def _is_back() -> ColumnElement[bool]:
    """The same person has another, later membership here."""
    other, period = aliased(Membership), aliased(MembershipPeriod)
    return (
        exists()
        .where(
            other.person_code == Membership.person_code,
            other.id != Membership.id,
            period.membership_id == other.id,
            period.superseded_at.is_(None),
            period.starts_on >= MembershipPeriod.ends_on,
        )
        .correlate(Membership, MembershipPeriod)
    )


def is_called(text: str) -> ColumnElement[bool]:
    """Memberships of people whose name, address (the one shown) or reference holds the text."""
    key, address = text.casefold(), address_key(text)
    said = or_(
        Person.name.icontains(text, autoescape=True),
        Particulars.name.icontains(text, autoescape=True),
        _given(Particulars.address_key, Address.key).contains(address, autoescape=True),
        Particulars.reference_key.contains("".join(key.split()), autoescape=True),
    )
    return and_(Membership.erased_at.is_(None), said)


def _holding(eyes: Eyes, wanted: Wanted, on: date) -> list[ColumnElement[bool]]:
    holds: list[ColumnElement[bool]] = [_counts(wanted, on)]
    if wanted.role:
        holds.append(HeldRole.role == wanted.role)
    if wanted.service:
        holds.append(HeldRole.service == wanted.service)
    if wanted.tier:
        in_tier = [r.slug for r in eyes.catalogue.roles.values() if r.tier == wanted.tier]
        holds.append(HeldRole.role.in_(in_tier))
    return holds


def _counts(wanted: Wanted, on: date) -> ColumnElement[bool]:
    """Roles of today; of those who are to come or have left, all that are on record."""
    if wanted.status in {"coming", "left"}:
        return HeldRole.superseded_at.is_(None)
    return in_force(HeldRole, on)


def _roles(
    session: Session, memberships: list[int], wanted: Wanted, *, on: date
) -> dict[int, list[tuple[str, str | None]]]:
    found: dict[int, list[tuple[str, str | None]]] = defaultdict(list)
    rows = session.execute(
        select(HeldRole.membership_id, HeldRole.role, HeldRole.service)
        .where(HeldRole.membership_id.in_(memberships), _counts(wanted, on))
        .order_by(HeldRole.id)
    )
    for membership_id, role, service in rows:
        found[membership_id].append((role, service))
    return found
