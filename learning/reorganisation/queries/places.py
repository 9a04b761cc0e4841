"""Answers who belongs to the councils of a plan from vesting day on, with everything they hold."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from learning.assignments.spans import span
from learning.database import in_parts
from learning.people.models import HeldRole, Membership, MembershipPeriod, Pause
from learning.people.sight import hidden_from
from learning.reorganisation.rules.moving import Away, Held, Person, Place


def people_in(
    session: Session,
    councils: Collection[int],
    *,
    on: date,
    people: Collection[int] | None = None,
    lead_id: int | None = None,
) -> list[Person]:
    """Everybody with a place that ends after a day, in the order of their ids.

    `people`: of these alone. `lead_id`: without whoever is restricted to other leads.
    """
    if people is None:
        return _some(session, councils, on, _seen(lead_id, councils))
    return [
        person
        for part in in_parts(sorted(people))
        for person in _some(
            session, councils, on, (Membership.person_id.in_(part), *_seen(lead_id, councils))
        )
    ]


def _seen(lead_id: int | None, councils: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    """Without people hidden from the lead in any of the councils."""
    if lead_id is None:
        return ()
    hidden = select(Membership.person_id).where(
        Membership.organisation_id.in_(councils), hidden_from(lead_id)
    )
    return (Membership.person_id.not_in(hidden),)


def from_day(on: date) -> ColumnElement[bool]:
    """Periods in force that end after a day, if ever."""
    later = or_(MembershipPeriod.ends_on.is_(None), MembershipPeriod.ends_on > on)
    return MembershipPeriod.superseded_at.is_(None) & later


def _some(
    session: Session,
    councils: Collection[int],
    on: date,
    which: Sequence[ColumnElement[bool]],
) -> list[Person]:
    where = (Membership.organisation_id.in_(councils), from_day(on), *which)
    rows = session.execute(
        _joined(
            Membership.id,
            Membership.person_id,
            Membership.organisation_id,
            Membership.erased_at,
            MembershipPeriod.id.label("period_id"),
            MembershipPeriod.starts_on,
            MembershipPeriod.ends_on,
        )
        .where(*where)
        .order_by(Membership.person_id, Membership.id)
    ).all()
    roles, away = _roles(session, on, where), _away(session, on, where)
    places: dict[int, list[Place]] = defaultdict(list)
    for row in rows:
        places[row.person_id].append(
            Place(
                membership_id=row.id,
                organisation_id=row.organisation_id,
                period_id=row.period_id,
                days=span(row.starts_on, row.ends_on),
                roles=tuple(roles[row.id]),
                away=tuple(away[row.id]),
                is_erased=row.erased_at is not None,
            )
        )
    return [Person(person, tuple(found)) for person, found in places.items()]


def _joined(*columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(Membership)
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
    )


def _roles(
    session: Session, on: date, where: Sequence[ColumnElement[bool]]
) -> defaultdict[int, list[Held]]:
    found: defaultdict[int, list[Held]] = defaultdict(list)
    rows = session.execute(
        _joined(
            HeldRole.membership_id,
            HeldRole.id,
            HeldRole.role,
            HeldRole.service,
            HeldRole.substitute,
            HeldRole.starts_on,
            HeldRole.ends_on,
        )
        .join(HeldRole, HeldRole.membership_id == Membership.id)
        .where(
            *where,
            HeldRole.superseded_at.is_(None),
            or_(HeldRole.ends_on.is_(None), HeldRole.ends_on > on),
        )
        .order_by(HeldRole.id)
    )
    for row in rows:
        days = span(row.starts_on, row.ends_on)
        found[row.membership_id].append(Held(row.role, row.service, row.substitute, days, row.id))
    return found


def _away(
    session: Session, on: date, where: Sequence[ColumnElement[bool]]
) -> defaultdict[int, list[Away]]:
    found: defaultdict[int, list[Away]] = defaultdict(list)
    rows = session.execute(
        _joined(Pause.membership_id, Pause.id, Pause.paused_from, Pause.paused_until)
        .join(Pause, Pause.membership_id == Membership.id)
        .where(
            *where,
            Pause.superseded_at.is_(None),
            or_(Pause.paused_until.is_(None), Pause.paused_until > on),
        )
        .order_by(Pause.id)
    )
    for row in rows:
        found[row.membership_id].append(Away(span(row.paused_from, row.paused_until), row.id))
    return found
