"""Writes what assignments ask of people as they stand: many people in few statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from learning import audit
from learning.assignments.deciding import Asking, changes
from learning.assignments.facts import Known, askings_of, known_of, parts
from learning.assignments.models import Assigned
from learning.assignments.sparing import Found, spare_newcomers
from learning.assignments.telling import Said, tell
from learning.catalogue.published import Catalogue
from learning.clock import day_of
from learning.errors import Conflict
from learning.people.actions.holding import hold
from learning.people.models import Membership
from learning.policies.queries import policies_of_all
from learning.policies.rules import Load

Named = Mapping[int, Collection[int]]  # people who are being asked by name now, by assignment


def follow(
    session: Session,
    memberships: Collection[int],
    *,
    named: Named | None = None,
    catalogue: Catalogue,
    by: int | None,
    at: datetime,
) -> int:
    """Asks and lifts; returns how many rows were written."""
    if not memberships:
        return 0
    today = day_of(at)
    organisations = _organisations(session, memberships)
    hold(session, *organisations)
    known = known_of(session, memberships)
    askings = askings_of(session, organisations)
    found = [_decide(one, askings, named or {}, today) for one in known]
    found = [one for one in found if one.changes]
    if not found:
        return 0
    policies = policies_of_all(session, organisations, on=today)
    loads = {organisation: policies[organisation].of(Load) for organisation in organisations}
    spare_newcomers(session, found, askings, loads, catalogue=catalogue, today=today)
    _write(session, found, by=by, at=at)
    for organisation in organisations:
        here = [one for one in found if one.known.facts.organisation_id == organisation]
        cap = loads[organisation].minutes_a_week
        tell(session, _told(here, askings), catalogue=catalogue, minutes_a_week=cap, at=at)
        _audit(session, organisation, here, by=by, at=at)
    return sum(len(one.changes) for one in found)


def _organisations(session: Session, memberships: Collection[int]) -> list[int]:
    found: set[int] = set()
    for some in parts(memberships):
        theirs = select(Membership.organisation_id).where(Membership.id.in_(some)).distinct()
        found |= set(session.scalars(theirs))
    return sorted(found)


def _decide(known: Known, askings: Mapping[int, Asking], named: Named, today: date) -> Found:
    facts = known.facts
    roles = {held.role for place in facts.places for held in place.roles}
    found = []
    for asking in askings.values():
        rows = known.rows.get(asking.id, [])
        is_named = facts.person_id in named.get(asking.id, ())
        if asking.organisation_id != facts.organisation_id:
            continue
        if rows or is_named or (asking.standing and asking.role in roles):
            wanted = changes(facts, asking, rows, named=is_named, today=today)
            found += [(asking, change) for change in wanted]
    return Found(known, found)


def _write(session: Session, found: Iterable[Found], *, by: int | None, at: datetime) -> None:
    """The rows that no longer say what stands, and those that do."""
    every = [(one, asking, change) for one in found for asking, change in one.changes]
    for some in parts([change.before.id for _, _, change in every if change.before]):
        superseded: Any = session.execute(
            update(Assigned)
            .where(Assigned.id.in_(some), Assigned.superseded_at.is_(None))
            .values(superseded_at=at)
        )
        if superseded.rowcount != len(some):
            raise Conflict("Somebody else changed what is asked. Look again, then do it again.")
    session.execute(
        insert(Assigned),
        [
            {
                "assignment_id": asking.id,
                "membership_id": change.row.membership_id,
                "person_id": one.known.facts.person_id,
                "asked_on": change.row.asked_on,
                "due_on": change.row.due_on,
                "lifted_on": change.row.lifted_on,
                "why": change.row.why,
                "note": change.row.note,
                "set_due_on": change.row.set_due_on,
                "counts_from": change.row.counts_from,
                "recorded_at": at,
                "recorded_by": by,
            }
            for one, asking, change in every
        ],
    )


def _told(found: Iterable[Found], askings: Mapping[int, Asking]) -> Iterable[tuple[Said, int]]:
    """What each is told: of one path that several assignments ask, once, by the earliest day."""
    for one in found:
        asked = one.asked
        for asking, change in one.changes:
            others = [
                (due_on, other)
                for other, due_on in asked.items()
                if other != asking.id and askings[other].path == asking.path
            ]
            mine = change.row.due_on, asking.id
            if (others and change.kind == "lifted") or any(other < mine for other in others):
                continue
            capped = asking.id in one.capped
            said = Said(asking.id, change.kind, change.row.due_on, change.row.why, capped)
            yield said, one.known.facts.person_id


def _audit(
    session: Session,
    organisation_id: int,
    found: Collection[Found],
    *,
    by: int | None,
    at: datetime,
) -> None:
    """One entry for each assignment: how many it asks now, and how many no longer."""
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    people: dict[int, set[int]] = defaultdict(set)
    for one in found:
        for asking, change in one.changes:
            counts[asking.id][change.kind] += 1
            people[asking.id].add(one.known.facts.person_id)
    for assignment, numbers in sorted(counts.items()):
        whom = people[assignment]
        audit.write(
            session,
            "assignment.followed",
            by=by,
            at=at,
            organisation_id=organisation_id,
            person_id=next(iter(whom)) if len(whom) == 1 else None,
            changes={"assignment": (None, assignment)}
            | {kind: (None, number) for kind, number in sorted(numbers.items())},
        )
