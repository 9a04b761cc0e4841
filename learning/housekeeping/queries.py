"""Answers who has left for how long, and what stands in the way of an erasure."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from learning.database import AnySelect
from learning.people.models import (
    Address,
    Appointment,
    Membership,
    MembershipPeriod,
    Organisation,
    Person,
)
from learning.people.rules import address_key
from learning.people.sight import Eyes, name_here, seen

PAGE = 50


def _still_acts(on: date) -> Any:
    """Appointments that hold today or will."""
    return and_(
        Appointment.superseded_at.is_(None),
        or_(Appointment.ends_on.is_(None), Appointment.ends_on > on),
    )


def _ends() -> AnySelect:
    """(organisation, person, last day): of everybody whose whole belonging there has an end."""
    ends: AnySelect = (
        select(
            Membership.organisation_id,
            Membership.person_id,
            func.max(MembershipPeriod.ends_on).label("left_on"),
        )
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .where(MembershipPeriod.superseded_at.is_(None), Membership.erased_at.is_(None))
        .group_by(Membership.organisation_id, Membership.person_id)
        .having(func.count(MembershipPeriod.ends_on) == func.count())
    )
    return ends


def left_before(session: Session, organisation_id: int, day: date, *, on: date) -> tuple[int, ...]:
    """Who left a council on that day or earlier, and acts for it no more."""
    ends = _ends().having(func.max(MembershipPeriod.ends_on) <= day).subquery()
    acts = exists().where(
        Appointment.person_id == ends.c.person_id,
        Appointment.organisation_id == organisation_id,
        _still_acts(on),
    )
    rows = session.scalars(
        select(ends.c.person_id)
        .where(ends.c.organisation_id == organisation_id, ~acts)
        .order_by(ends.c.person_id)
    )
    return tuple(rows)


def of_no_other(
    session: Session, people: tuple[int, ...], organisation_id: int | None, *, on: date
) -> frozenset[int]:
    """Those of these people whom no other council keeps, and who have no appointment."""
    kept = select(Membership.person_id).where(
        Membership.erased_at.is_(None), Membership.organisation_id != organisation_id
    )
    acts = select(Appointment.person_id).where(_still_acts(on))
    rows = session.scalars(
        select(Person.id).where(
            Person.id.in_(people), Person.id.not_in(kept), Person.id.not_in(acts)
        )
    )
    return frozenset(rows)


@dataclass(frozen=True)
class InTheWay:
    """What has to end before somebody is erased."""

    councils: tuple[str, ...]  # they belong to today, or will
    appointments: tuple[str, ...]


def in_the_way(session: Session, person_id: int, *, on: date) -> InTheWay:
    """Everything that somebody still is."""
    belongs = session.scalars(
        select(Organisation.name)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .where(Membership.person_id == person_id, _runs(on))
        .order_by(Organisation.name)
        .distinct()
    ).all()
    acts = session.scalars(
        select(Appointment.kind)
        .where(Appointment.person_id == person_id, _still_acts(on))
        .order_by(Appointment.id)
    ).all()
    return InTheWay(tuple(belongs), tuple(acts))


def _runs(on: date) -> Any:
    return and_(
        MembershipPeriod.superseded_at.is_(None),
        or_(MembershipPeriod.ends_on.is_(None), MembershipPeriod.ends_on > on),
    )


def belongs_to(session: Session, person_id: int, organisation_id: int, *, on: date) -> bool:
    """Whether somebody belongs to a council today, or will."""
    runs = (
        select(Membership.id)
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .where(
            Membership.person_id == person_id,
            Membership.organisation_id == organisation_id,
            _runs(on),
        )
    )
    return session.scalar(runs.limit(1)) is not None


@dataclass(frozen=True)
class Somebody:
    """One person of a council, as its lead sees them."""

    person_id: int
    code: str
    name: str  # empty once they were erased


def somebody(session: Session, eyes: Eyes, code: str, *, on: date) -> Somebody | None:
    """The person with that code, if this lead sees them."""
    row = session.execute(
        select(Membership.person_id, Membership.person_code, name_here().label("name"))
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.person_code == code, seen(eyes, on))
        .order_by(Membership.id.desc())
        .limit(1)
    ).one_or_none()
    return Somebody(*row) if row else None


def person_of(session: Session, text: str) -> int | None:
    """Whoever has that address, or that code in some council."""
    by_address = select(Address.person_id).where(Address.key == address_key(text))
    by_code = select(Membership.person_id).where(Membership.person_code == text.strip())
    return session.scalar(by_address) or session.scalar(by_code.limit(1))


@dataclass(frozen=True)
class Leaver:
    """Somebody who left a council and is not erased there."""

    code: str
    name: str
    left_on: date


def leavers(session: Session, eyes: Eyes, *, on: date, page: int) -> tuple[int, tuple[Leaver, ...]]:
    """How many people left, and one page of them, those who left first first."""
    ends = _ends().subquery()
    found = (
        select(Membership.person_code, Person.name, ends.c.left_on)
        .join(Person, Person.id == Membership.person_id)
        .join(
            ends,
            and_(
                ends.c.person_id == Membership.person_id,
                ends.c.organisation_id == Membership.organisation_id,
            ),
        )
        .where(seen(eyes, on), ends.c.left_on <= on)
        .distinct()
    )
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    rows = session.execute(
        found.order_by(ends.c.left_on, Person.name, Membership.person_code)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return total, tuple(Leaver(*row) for row in rows)
