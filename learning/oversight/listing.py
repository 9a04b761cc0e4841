"""The list of the people of an organisation, within what a lead may see."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from learning.catalogue.published import Catalogue
from learning.database import AnySelect
from learning.dated import in_force
from learning.oversight.kinds import SOON, Order, PeopleSort
from learning.people.models import (
    HeldRole,
    Membership,
    MembershipPeriod,
    Particulars,
    Pause,
    Person,
)
from learning.people.sight import Eyes, looked_after, said_here, seen
from learning.staffing.queries.people import ADDRESS, NAME, is_called

PAGE = 50
STATUSES = {
    "not-in": "Has not come in yet",
    "away": "Away",
    "soon": "Starts in the next 14 days",
    "coming": "To come",
    "left": "Left or stood down",
}


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
    session: Session, eyes: Eyes, wanted: Wanted, order: Order, *, on: date, page: int
) -> tuple[int, tuple[Listed, ...]]:
    """How many people match, and one page of them."""
    matching = _matching(eyes, wanted, on)
    total = session.scalar(_count(matching)) or 0
    sorted_by = _keys(eyes, wanted, order, on)
    rows = session.execute(
        matching.order_by(*sorted_by).limit(PAGE).offset((page - 1) * PAGE)
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


def count_starting(eyes: Eyes, on: date) -> AnySelect:
    """How many start in the days to come, as a select of one number."""
    return _count(_matching(eyes, Wanted(status="soon"), on))


def _count(matching: AnySelect) -> AnySelect:
    ids = matching.with_only_columns(Membership.id).subquery()
    return select(func.count()).select_from(ids)


def _keys(eyes: Eyes, wanted: Wanted, order: Order, on: date) -> tuple[Any, ...]:
    """By what is asked for, then by name; the end is unique, so that pages never overlap."""
    first: Mapping[str, Any] = {
        PeopleSort.NAME: NAME,
        PeopleSort.STARTS: MembershipPeriod.starts_on,
        PeopleSort.ROLE: _place_of_role(eyes.catalogue, wanted, on, turned=order.turned),
    }
    key = first[order.by]
    return (key.desc() if order.turned else key, NAME, Membership.id)


def _place_of_role(
    catalogue: Catalogue, wanted: Wanted, on: date, *, turned: bool
) -> ColumnElement[int]:
    """Where the name of the role that is listed first stands among those of all roles.

    Who holds none that is known stands at the end, whichever way the list is sorted.
    """
    first = (
        select(HeldRole.role)
        .where(HeldRole.membership_id == Membership.id, _counts(wanted, on))
        .order_by(HeldRole.id)
        .limit(1)
        .correlate(Membership)
        .scalar_subquery()
    )
    roles = sorted(catalogue.roles.values(), key=lambda role: (role.name.casefold(), role.slug))
    places = {role.slug: place for place, role in enumerate(roles)}
    return case(places, value=first, else_=-1 if turned else len(places))


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
    if status == "soon":
        return and_(coming, MembershipPeriod.starts_on <= on + SOON)
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
    if wanted.status in {"soon", "coming", "left"}:
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
