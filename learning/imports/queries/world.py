"""Reads everything that rows are held against, and a stamp that tells when it changed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.dated import Recorded, in_force
from learning.imports.rules.known import Held, Known, Paused, Time, World
from learning.people.acting import acting_here, kinds_in_words
from learning.people.models import (
    Address,
    Appointment,
    HeldRole,
    Membership,
    MembershipPeriod,
    Particulars,
    Pause,
    Person,
    Restriction,
)
from learning.people.sight import hidden_from
from learning.people.standing import WHOLE, Kind, Scope

Kept = TypeVar("Kept")
OF_MEMBERSHIPS: tuple[type[Any], ...] = (MembershipPeriod, HeldRole, Pause, Restriction)


@dataclass(frozen=True)
class Importer:
    """Who imports: a lead within their scope, or whoever runs the installation (no lead)."""

    organisation_id: int
    scope: Scope
    lead_id: int | None


def importer_of(
    session: Session, organisation_id: int, lead_id: int | None, *, on: date
) -> Importer | None:
    """With the scope their appointments give them that day; None for who leads no more."""
    if lead_id is None:
        return Importer(organisation_id, WHOLE, None)
    rows = session.execute(
        select(Appointment.tiers, Appointment.services).where(
            Appointment.person_id == lead_id,
            Appointment.organisation_id == organisation_id,
            Appointment.kind == Kind.LEARNING_LEAD.value,
            in_force(Appointment, on),
        )
    ).all()
    scope: Scope | None = None
    for row in rows:
        tiers, services = frozenset(row.tiers.split()), frozenset(row.services.split())
        one = Scope(not tiers and not services, tiers, services)
        scope = scope | one if scope else one
    return Importer(organisation_id, scope, lead_id) if scope else None


def world_of(session: Session, who: Importer, catalogue: Catalogue, *, day: date) -> World:
    """Everybody who is or was here, in a handful of statements however many they are."""
    members = session.execute(
        select(Membership.id, Membership.person_id, Membership.person_code, Person.name)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.organisation_id == who.organisation_id)
    ).all()
    here = _memberships(who.organisation_id)
    times = _times(session, here, {row.id: row.person_id for row in members})
    said, verified = _said(session, who), _verified(session, who)
    elsewhere, hidden = _elsewhere(session, who), _hidden(session, who)
    acting = acting_here(session, who.organisation_id, on=day)
    world = World.of((), day=day, scope=who.scope, roles=catalogue.roles)
    found = []
    for number, row in {row.person_id: row for row in members}.items():
        if not times[number]:
            continue
        in_care = row.person_code not in hidden and _is_in_care(times[number], world)
        known = _known(row, said.get(number), times[number], verified[number])
        is_here_as = tuple(kinds_in_words(acting[number]))
        found.append(
            Known(**known, elsewhere=number in elsewhere, may_change=in_care, acting=is_here_as)
        )
    return World.of(found, day=day, scope=who.scope, roles=catalogue.roles)


def _people(who: Importer) -> Select[int]:
    return select(Membership.person_id).where(Membership.organisation_id == who.organisation_id)


def _said(session: Session, who: Importer) -> dict[int, Any]:
    """What the council says in force, by person."""
    rows = session.execute(
        select(*_columns(Particulars)).where(
            Particulars.organisation_id == who.organisation_id,
            Particulars.superseded_at.is_(None),
        )
    )
    return {row.person_id: row for row in rows}


def _verified(session: Session, who: Importer) -> defaultdict[int, list[tuple[str, str]]]:
    """(key, as written) of verified addresses, by person."""
    rows = session.execute(
        select(Address.person_id, Address.key, Address.written)
        .where(Address.verified_at.is_not(None), Address.person_id.in_(_people(who)))
        .order_by(Address.id)
    )
    return _grouped((row.person_id, (row.key, row.written)) for row in rows)


def _elsewhere(session: Session, who: Importer) -> set[int]:
    """Those who belong, or belonged, to another council too."""
    rows = select(Membership.person_id).where(
        Membership.organisation_id != who.organisation_id,
        Membership.person_id.in_(_people(who)),
    )
    return set(session.scalars(rows))


def _memberships(organisation_id: int) -> Select[int]:
    return select(Membership.id).where(Membership.organisation_id == organisation_id)


def _columns(table: Any) -> list[Any]:
    return list(table.__table__.columns)


def _grouped(pairs: Iterable[tuple[int, Kept]]) -> defaultdict[int, list[Kept]]:
    found: defaultdict[int, list[Kept]] = defaultdict(list)
    for key, kept in pairs:
        found[key].append(kept)
    return found


def _times(
    session: Session, here: Select[int], person_of: dict[int, int]
) -> defaultdict[int, tuple[Time, ...]]:
    """By person, the earliest first."""
    held = _grouped(
        (row.membership_id, _held(row))
        for row in session.execute(
            _in_force(HeldRole, here).order_by(HeldRole.starts_on, HeldRole.id)
        )
    )
    pauses = _grouped(
        (row.membership_id, Paused(row.id, row.paused_from, row.paused_until))
        for row in session.execute(_in_force(Pause, here).order_by(Pause.paused_from, Pause.id))
    )
    periods = session.execute(
        _in_force(MembershipPeriod, here).order_by(MembershipPeriod.starts_on, MembershipPeriod.id)
    )
    found: defaultdict[int, tuple[Time, ...]] = defaultdict(tuple)
    for row in periods:
        number = row.membership_id
        time = Time(
            *(number, row.id, row.starts_on, row.ends_on),
            held=tuple(held[number]),
            pauses=tuple(pauses[number]),
        )
        found[person_of[number]] = (*found[person_of[number]], time)
    return found


def _held(row: Any) -> Held:
    return Held(row.id, row.role, row.service, row.starts_on, row.ends_on, row.substitute)


def _in_force(table: type[Recorded], here: Select[int]) -> Select[Any]:
    rows: Select[Any] = select(*_columns(table)).where(
        table.superseded_at.is_(None), table.__table__.c.membership_id.in_(here)
    )
    return rows


def _hidden(session: Session, who: Importer) -> set[str]:
    """Codes of those who are restricted, and not to this lead."""
    if who.lead_id is None:
        return set()
    rows = select(Membership.person_code).where(
        Membership.organisation_id == who.organisation_id, hidden_from(who.lead_id)
    )
    return set(session.scalars(rows))


def _is_in_care(times: tuple[Time, ...], world: World) -> bool:
    """Holds a role on the day that the importer looks after; else, ever held one or will."""
    if world.scope.whole:
        return True
    held = [one for time in times for one in time.held]
    today = [
        one
        for one in held
        if one.starts_on <= world.day and (one.ends_on is None or one.ends_on > world.day)
    ]
    return any(world.in_scope(one.role, one.service) for one in today or held)


def _known(
    member: Any, said: Any, times: tuple[Time, ...], addresses: list[tuple[str, str]]
) -> dict[str, Any]:
    found = {
        "person_id": member.person_id,
        "code": member.person_code,
        "own_name": member.name,
        "times": times,
        "addresses": tuple(addresses),
    }
    if said is None:
        return found
    return found | {
        "particulars_id": said.id,
        "name": said.name,
        "reference": said.reference,
        "reference_key": said.reference_key,
        "address": said.address,
        "address_key": said.address_key,
        "manager_key": said.manager_key,
        "language": said.language,
    }


def stamp(session: Session, who: Importer) -> tuple[Any, ...]:
    """Differs whenever anything that a plan rests on may have changed; cheap to ask for."""
    here = _memberships(who.organisation_id)
    found: list[Any] = [who.scope]
    for table in OF_MEMBERSHIPS:
        found += _counted(session, table, table.membership_id.in_(here))
    found += _counted(session, Particulars, Particulars.organisation_id == who.organisation_id)
    found += session.execute(
        select(func.count(), func.max(Address.id), func.count(Address.verified_at)).select_from(
            Address
        )
    ).one()
    return tuple(found)


def _counted(session: Session, table: Any, mine: Any) -> tuple[Any, ...]:
    """(how many rows, the newest, how many superseded)."""
    counted = select(func.count(), func.max(table.id), func.count(table.superseded_at))
    return tuple(session.execute(counted.select_from(table).where(mine)).one())
