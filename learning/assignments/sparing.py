"""Moves what is newly asked of newcomers to the first day that their council's cap allows."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy.orm import Session

from learning.assignments import load
from learning.assignments.deciding import Asking, Change, Facts, Place
from learning.assignments.facts import Known, parts
from learning.assignments.load import much
from learning.assignments.queries import held_by
from learning.assignments.spans import holds
from learning.catalogue.published import Catalogue
from learning.policies.rules import Load


@dataclass
class Found:
    """What is to change for one person in one organisation."""

    known: Known
    changes: list[tuple[Asking, Change]]
    capped: set[int] = field(default_factory=set)  # assignments whose day was moved

    @property
    def asked(self) -> dict[int, date]:
        """By when, once everything is written, by assignment."""
        due = {
            (assignment, row.membership_id): row.due_on
            for assignment, rows in self.known.rows.items()
            for row in rows
            if row.lifted_on is None
        }
        for asking, change in self.changes:
            key = asking.id, change.row.membership_id
            due.pop(key, None)
            if change.row.lifted_on is None:
                due[key] = change.row.due_on
        return {assignment: day for (assignment, _), day in sorted(due.items())}


def spare_newcomers(
    session: Session,
    found: Collection[Found],
    askings: Mapping[int, Asking],
    loads: Mapping[int, Load],
    *,
    catalogue: Catalogue,
    today: date,
) -> None:
    """Changes what was found, for those in their first weeks alone."""
    new = [one for one in found if _new_asks(one, loads[one.known.facts.organisation_id], today)]
    held: dict[int, dict[str, int]] = {}
    for some in parts({one.known.facts.person_id for one in new}):
        held |= held_by(session, some, on=today)
    for one in new:
        cap = loads[one.known.facts.organisation_id]
        left = _minutes(one, askings, held.get(one.known.facts.person_id, {}), catalogue, today)
        _spare(one, askings, cap, left, today)


def _new_asks(one: Found, cap: Load, today: date) -> list[int]:
    """Which of its changes ask somebody new something for the first time, by last day."""
    numbers = [
        number
        for number, (asking, change) in enumerate(one.changes)
        if change.kind == "asked"
        and change.row.set_due_on is None
        and not asking.over_load
        and _newcomer(one.known.facts, change.row.membership_id, cap, today)
    ]
    return sorted(numbers, key=lambda number: (one.changes[number][1].row.due_on, number))


def _newcomer(facts: Facts, membership: int, cap: Load, today: date) -> load.Newcomer | None:
    place = next(place for place in facts.places if place.membership_id == membership)
    return load.newcomer(
        place.days[0], minutes_a_week=cap.minutes_a_week, weeks=cap.weeks, today=today
    )


def roles_on(places: Iterable[Place], day: date) -> frozenset[str]:
    """The roles held on a day."""
    return frozenset(
        held.role for place in places for held in place.roles if holds([held.days], day)
    )


def _minutes(
    one: Found,
    askings: Mapping[int, Asking],
    held: Mapping[str, int],
    catalogue: Catalogue,
    today: date,
) -> dict[str, load.Minutes]:
    """What is left of each path they are asked."""
    roles = roles_on(one.known.facts.places, today)
    paths = {askings[assignment].path for assignment in one.asked}
    return {path: load.minutes_left(path, catalogue, roles, held) for path in paths}


def _spare(
    one: Found,
    askings: Mapping[int, Asking],
    cap: Load,
    left: Mapping[str, load.Minutes],
    today: date,
) -> None:
    for number in _new_asks(one, cap, today):
        asking, change = one.changes[number]
        who = _newcomer(one.known.facts, change.row.membership_id, cap, today)
        due_on = change.row.due_on
        paths = {askings[other].path for other, day in one.asked.items() if day <= due_on}
        minutes = load.together(left[path] for path in paths)
        day = load.allowed(due_on, minutes, who, today=today) if who else due_on
        if day > due_on:
            note = f"Moved so that no week asks more than {much(cap.minutes_a_week)}"
            row = replace(change.row, due_on=day, set_due_on=day, counts_from=today, note=note)
            one.changes[number] = asking, replace(change, row=row)
            one.capped.add(asking.id)
