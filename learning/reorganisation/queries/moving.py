"""Answers what else hangs on people who are about to be moved."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from learning.assignments.exemptions import Exemption
from learning.assignments.models import Assigned, Assignment
from learning.database import AT_ONCE, in_parts
from learning.people.models import Membership, Particulars, Restriction
from learning.reorganisation.models import CarriedAssignment, MovedPlace
from learning.reorganisation.rules.moving import Move
from learning.reorganisation.rules.plans import Plan

Here = tuple[int, int]  # an organisation and a person


def leads_named(session: Session, people: Collection[int]) -> dict[Here, frozenset[int | None]]:
    """Who is restricted where, and to which leads."""
    found: dict[Here, set[int | None]] = defaultdict(set)
    for some in in_parts(sorted(people)):
        rows = session.execute(
            select(Membership.organisation_id, Membership.person_id, Restriction.lead_id)
            .join(Restriction, Restriction.membership_id == Membership.id)
            .where(Membership.person_id.in_(some), Restriction.superseded_at.is_(None))
        )
        for organisation, person, lead in rows:
            found[organisation, person].add(lead)
    return {here: frozenset(leads) for here, leads in found.items()}


def restricted(session: Session, moves: Sequence[Move]) -> Counter[str]:
    """Of the restricted ones, how many no longer are: ended, or known where they go without it."""
    marked = leads_named(session, [one.person.id for one in moves])
    found: Counter[str] = Counter()
    for one in moves:
        was = any((place.organisation_id, one.person.id) in marked for place in one.person.places)
        stays = any((place.organisation_id, one.person.id) in marked for place in one.stayed)
        if was and not stays and not any(named_there(one, to, marked) for to in goals(one)):
            found["restricted known" if goals(one) else "restricted ended"] += 1
    return found


def goals(move: Move) -> list[int]:
    """The successors that somebody goes to."""
    return sorted({one.whither.to for one in move.left if one.whither.to is not None})


def named_there(
    move: Move, to: int, marked: Mapping[Here, frozenset[int | None]]
) -> frozenset[int | None]:
    """The leads to whom somebody new in a successor is restricted, as they were before.

    Of whom it knows already, it has decided itself who sees them.
    """
    if any(place.organisation_id == to for place in move.stayed):
        return frozenset()
    return frozenset(
        lead
        for one in move.left
        if one.whither.to == to
        for lead in marked.get((one.place.organisation_id, move.person.id), ())
    )


def copies_of(session: Session, run_id: int) -> dict[tuple[int, int], tuple[int, bool]]:
    """By assignment and successor, what goes on there: its id, and whether it is a rule."""
    rows = session.execute(
        select(
            CarriedAssignment.from_assignment_id,
            CarriedAssignment.to_id,
            CarriedAssignment.assignment_id,
            Assignment.standing,
        )
        .join(Assignment, Assignment.id == CarriedAssignment.assignment_id)
        .where(CarriedAssignment.run_id == run_id)
    )
    return {(old, to): (number, standing) for old, to, number, standing in rows}


def exemptions(session: Session, whose: Iterable[Here], *, on: date) -> int:
    """How many exemptions these people have that would hold on a day or later."""
    found = 0
    for some in in_parts(sorted(set(whose)), AT_ONCE // 2):
        theirs = tuple_(Exemption.organisation_id, Exemption.person_id).in_(some)
        found += (
            session.scalar(
                select(func.count())
                .select_from(Exemption)
                .where(theirs, Exemption.superseded_at.is_(None), Exemption.ends_on > on)
            )
            or 0
        )
    return found


def newly_asked(session: Session, memberships: Collection[int], *, at: datetime) -> int:
    """How many rows the successors' own rules have made at a moment."""
    found = 0
    for some in in_parts(sorted(set(memberships))):
        asked = (
            select(func.count())
            .select_from(Assigned)
            .where(
                Assigned.membership_id.in_(some),
                Assigned.recorded_at == at,
                Assigned.why == "asked",
            )
        )
        found += session.scalar(asked) or 0
    return found


def codes_of(
    session: Session, councils: Collection[int], people: Collection[int]
) -> dict[Here, str]:
    """The codes by which councils have known these people before."""
    rows = session.execute(
        select(Membership.organisation_id, Membership.person_id, Membership.person_code).where(
            Membership.organisation_id.in_(councils), Membership.person_id.in_(people)
        )
    )
    return {(organisation, person): code for organisation, person, code in rows}


def particulars_of(
    session: Session, councils: Collection[int], people: Collection[int]
) -> dict[Here, Particulars]:
    """What councils say of these people."""
    rows = session.scalars(
        select(Particulars).where(
            Particulars.organisation_id.in_(councils),
            Particulars.person_id.in_(people),
            Particulars.superseded_at.is_(None),
        )
    )
    return {(row.organisation_id, row.person_id): row for row in rows}


def clashes(session: Session, plan: Plan, moves: Sequence[Move]) -> frozenset[tuple[int, str]]:
    """References that two people would have in one successor: nobody can say whose it is.

    Whoever has moved already counts by what they had: a run that was cut off finds the same.
    """
    rows = session.execute(
        select(Particulars.organisation_id, Particulars.person_id, Particulars.reference_key).where(
            Particulars.organisation_id.in_(plan.councils),
            Particulars.superseded_at.is_(None),
            Particulars.reference_key.is_not(None),
        )
    )
    said = {(organisation, person): str(key) for organisation, person, key in rows}
    holders: dict[tuple[int, str], set[int]] = defaultdict(set)
    for (organisation, person), key in said.items():
        holders[organisation, key].add(person)
    going = [
        (left.place.organisation_id, one.person.id, left.whither.to)
        for one in moves
        for left in one.left
    ]
    for council, person, to in (*going, *_gone(session, plan)):
        key = said.get((council, person), "")
        if to is not None and key:
            holders[to, key].add(person)
    return frozenset(which for which, people in holders.items() if len(people) > 1)


def _gone(session: Session, plan: Plan) -> Iterable[tuple[int, int, int | None]]:
    """(predecessor, person, successor) of whoever a run that is not finished has moved."""
    if plan.run is None:
        return []
    rows = session.execute(
        select(Membership.organisation_id, Membership.person_id, MovedPlace.to_id)
        .join(MovedPlace, MovedPlace.membership_id == Membership.id)
        .where(
            MovedPlace.run_id == plan.run.id,
            MovedPlace.to_id.is_not(None),
            MovedPlace.undone_at.is_(None),
        )
    )
    return [(council, person, to) for council, person, to in rows]
