"""Answers about the people of an organisation, within what a lead may see."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from learning.database import AnySelect
from learning.dated import in_force
from learning.people.models import Address, HeldRole, Membership, MembershipPeriod, Person
from learning.people.queries import first_addresses
from learning.people.sight import Eyes, name_here, seen

PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """What a list of people is filtered by."""

    text: str = ""
    tier: str = ""
    service: str = ""
    role: str = ""


@dataclass(frozen=True)
class Listed:
    """A person as a list shows them."""

    code: str
    name: str
    address: str
    roles: tuple[tuple[str, str | None], ...]  # (role, service)


def people_in(
    session: Session, eyes: Eyes, wanted: Wanted, *, on: date, page: int
) -> tuple[int, tuple[Listed, ...]]:
    """How many people match, and one page of them by name."""
    matching = _matching(eyes, wanted, on)
    total = session.scalar(select(func.count()).select_from(matching.subquery())) or 0
    rows = session.execute(
        matching.order_by(Person.name, Membership.id).limit(PAGE).offset((page - 1) * PAGE)
    ).all()
    roles = _roles(session, [row.id for row in rows], on=on)
    addresses = first_addresses(session, [row.person_id for row in rows])
    return total, tuple(
        Listed(row.person_code, row.name, addresses.get(row.person_id, ""), tuple(roles[row.id]))
        for row in rows
    )


def _matching(eyes: Eyes, wanted: Wanted, on: date) -> AnySelect:
    statement: AnySelect = (
        select(Membership.id, Membership.person_id, Membership.person_code)
        .add_columns(name_here().label("name"))
        .join(Person, Person.id == Membership.person_id)
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .where(
            in_force(MembershipPeriod, on),
            seen(eyes, on),
        )
    )
    if wanted.text:
        text = wanted.text.casefold()
        has_address = exists().where(
            Address.person_id == Person.id, Address.key.contains(text, autoescape=True)
        )
        statement = statement.where(
            or_(Person.name.icontains(wanted.text, autoescape=True), has_address)
        )
    if wanted.role or wanted.tier or wanted.service:
        holds = [in_force(HeldRole, on)]
        if wanted.role:
            holds.append(HeldRole.role == wanted.role)
        if wanted.service:
            holds.append(HeldRole.service == wanted.service)
        if wanted.tier:
            in_tier = [r.slug for r in eyes.catalogue.roles.values() if r.tier == wanted.tier]
            holds.append(HeldRole.role.in_(in_tier))
        statement = statement.where(
            Membership.id.in_(select(HeldRole.membership_id).where(and_(*holds)))
        )
    return statement


def _roles(
    session: Session, memberships: list[int], *, on: date
) -> dict[int, list[tuple[str, str | None]]]:
    found: dict[int, list[tuple[str, str | None]]] = defaultdict(list)
    rows = session.execute(
        select(HeldRole.membership_id, HeldRole.role, HeldRole.service)
        .where(HeldRole.membership_id.in_(memberships), in_force(HeldRole, on))
        .order_by(HeldRole.id)
    )
    for membership_id, role, service in rows:
        found[membership_id].append((role, service))
    return found


@dataclass(frozen=True)
class RoleHeld:
    """A role somebody holds, held or will hold."""

    role: str
    service: str | None
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class PersonFacts:
    """One person as their lead sees them."""

    person_id: int
    code: str
    name: str
    address: str
    starts_on: date
    ends_on: date | None
    roles: tuple[RoleHeld, ...]


def person_in(session: Session, eyes: Eyes, code: str, *, on: date) -> PersonFacts | None:
    """The person with that code here, if this lead sees them."""
    row = session.execute(
        select(
            Membership.id,
            Membership.person_id,
            Membership.erased_at,
            name_here().label("name"),
            MembershipPeriod.starts_on,
            MembershipPeriod.ends_on,
        )
        .join(Person, Person.id == Membership.person_id)
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .where(
            Membership.person_code == code,
            MembershipPeriod.superseded_at.is_(None),
            seen(eyes, on),
        )
        .order_by(MembershipPeriod.starts_on.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    roles = session.execute(
        select(HeldRole.role, HeldRole.service, HeldRole.starts_on, HeldRole.ends_on)
        .where(HeldRole.membership_id == row.id, HeldRole.superseded_at.is_(None))
        .order_by(HeldRole.starts_on, HeldRole.id)
    )
    return PersonFacts(
        person_id=row.person_id,
        code=code,
        name=row.name,
        address=""
        if row.erased_at
        else first_addresses(session, [row.person_id]).get(row.person_id, ""),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        roles=tuple(RoleHeld(*role) for role in roles),
    )
