"""Decides what each assignment asks of somebody on a day, and what that changes; pure.

What stands is worked out from the facts alone (where somebody belongs, which roles they hold, when
they are on leave or exempt, from when until when the assignment asks), so it does not matter in
which order these became known, and deciding twice changes nothing.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from learning.assignments import due
from learning.assignments.spans import Span, Spans, gaps, holds, joined, within, without

Kind = Literal["asked", "back", "moved", "lifted", "kept"]
NOTHING: Spans = ()


@dataclass(frozen=True)
class Held:
    """A role within a membership, on its days."""

    role: str
    service: str | None
    days: Span


@dataclass(frozen=True)
class Place:
    """A membership: its days, the roles held within it, and the days of leave."""

    membership_id: int
    days: Span
    roles: tuple[Held, ...] = ()
    paused: Spans = NOTHING


@dataclass(frozen=True)
class Facts:
    """One person in one organisation."""

    organisation_id: int
    person_id: int
    places: tuple[Place, ...]
    exempt: Mapping[str, Spans] = field(default_factory=dict)  # by path


@dataclass(frozen=True)
class Asking:
    """An assignment: a standing rule, or what was once asked of people by name."""

    id: int
    organisation_id: int
    path: str
    days: Span
    made_on: date
    role: str | None = None
    service: str | None = None
    standing: bool = False
    due_on: date | None = None
    within_days: int | None = None
    late_days: int | None = None
    over_load: bool = False
    apart: Mapping[int, date | None] = field(default_factory=dict)  # own days; none: left out


@dataclass(frozen=True)
class Row:
    """What stands of an assignment for a membership."""

    membership_id: int
    asked_on: date
    due_on: date
    lifted_on: date | None = None
    why: str = "asked"
    note: str = ""
    set_due_on: date | None = None
    counts_from: date | None = None
    id: int = 0
    recorded_on: date = date.min


@dataclass(frozen=True)
class Change:
    """A row that is to stand, in place of the one with the same membership."""

    kind: Kind
    row: Row
    before: Row | None


@dataclass(frozen=True)
class _Days:
    """When an assignment asks somebody: by membership, and over all of them."""

    reached: Mapping[int, Spans]
    asked: Mapping[int, Spans]
    paused: Spans  # on leave, and asked otherwise, from the first day on
    leave: Spans  # and before it
    first: date | None  # the first day on which anything is asked

    @property
    def away(self) -> list[Span]:
        """Between the first day and the last, neither asked nor on leave."""
        return gaps(joined([*self.paused, *(one for some in self.asked.values() for one in some)]))


def changes(
    facts: Facts, asking: Asking, rows: Collection[Row], *, named: bool = False, today: date
) -> list[Change]:
    """What is to be written for one person and one assignment; `rows` are those in force.

    `named`: they are being asked by name now.
    """
    if not asking.standing and not rows and not named:
        return []
    days = _days(facts, asking)
    found = []
    for place in facts.places:
        own = next((row for row in rows if row.membership_id == place.membership_id), None)
        if holds(days.asked[place.membership_id], today):
            change = _asked(facts, asking, days, place, own, rows, today)
        else:
            change = _not_asked(facts, asking, days, place, own, today)
        found += [change] if change else []
    return found


def _days(facts: Facts, asking: Asking) -> _Days:
    reached = {place.membership_id: _reached(place, asking) for place in facts.places}
    if asking.apart.get(facts.person_id, asking.made_on) is None:
        reached = dict.fromkeys(reached, NOTHING)
    at_work = {p.membership_id: without(reached[p.membership_id], p.paused) for p in facts.places}
    exempt = facts.exempt.get(asking.path, NOTHING)
    asked = {membership: without(spans, exempt) for membership, spans in at_work.items()}
    everywhere = joined(one for spans in reached.values() for one in spans)
    first = min((spans[0][0] for spans in asked.values() if spans), default=None)
    paused = without(everywhere, joined(one for spans in at_work.values() for one in spans))
    since = [one for one in paused if first and one[1] > first]
    return _Days(reached, asked, since, paused, first)


def _reached(place: Place, asking: Asking) -> Spans:
    """The days of a membership on which the assignment would ask, but for leave."""
    days = within([place.days], [asking.days])
    if not asking.standing:
        return days
    held = joined(
        one.days
        for one in place.roles
        if one.role == asking.role and asking.service in {None, one.service}
    )
    return within(days, held)


def _asked(
    facts: Facts,
    asking: Asking,
    days: _Days,
    place: Place,
    own: Row | None,
    rows: Collection[Row],
    today: date,
) -> Change | None:
    former = own or max(rows, key=lambda row: row.id, default=None)
    row = _due(facts, asking, days, former, today)
    if own is None:
        asked_on = former.asked_on if former else today
        why: Kind = "back" if former else "asked"
        new = replace(row, membership_id=place.membership_id, asked_on=asked_on, why=_WHY[why])
        return Change(why, new, None)
    if own.lifted_on is not None:
        return Change("back", replace(row, lifted_on=None, why=_WHY["back"]), own)
    if own.due_on != row.due_on:
        return Change("moved", replace(row, why=_WHY["moved"]), own)
    return None


_WHY: Mapping[Kind, str] = {"asked": "asked", "back": "came back", "moved": "moved"}


def _due(facts: Facts, asking: Asking, days: _Days, former: Row | None, today: date) -> Row:
    """The former row, or a new one, with the day that is right today."""
    first = days.first or today
    set_due_on, start = _set(facts, asking, former)
    said = set_due_on or asking.due_on or due.within(first, asking.within_days or 0)

    due_on = _stands(days, said, start, today, former)
    if former is None and set_due_on is None and asking.late_days and due_on < today:
        set_due_on, start = today + timedelta(days=asking.late_days), today
        due_on = _stands(days, set_due_on, start, today, former)
    it = former or Row(membership_id=0, asked_on=today, due_on=due_on)
    return replace(it, due_on=due_on, lifted_on=None, set_due_on=set_due_on, counts_from=start)


def _stands(days: _Days, day: date, start: date | None, today: date, row: Row | None) -> date:
    """What was carried here counts from the move on: leave before the first day here too."""
    paused = days.leave if row is not None and row.why == due.CARRIED else days.paused
    first = start or days.first or today
    return due.moved(day, counts_from=first, paused=paused, away=days.away, today=today)


def stands_until(facts: Facts, asking: Asking, row: Row, *, on: date) -> date:
    """Where somebody's last day stands by the leave and the time away before a day alone."""
    days, before = _days(facts, asking), [(date.min, on)]
    asked = {membership: within(spans, before) for membership, spans in days.asked.items()}
    paused, leave = within(days.paused, before), within(days.leave, before)
    set_due_on, counts_from = _set(facts, asking, row)
    first = days.first or row.asked_on
    said = set_due_on or asking.due_on or due.within(first, asking.within_days or 0)
    return _stands(_Days(days.reached, asked, paused, leave, first), said, counts_from, on, row)


def _set(facts: Facts, asking: Asking, former: Row | None) -> tuple[date | None, date | None]:
    """The day set for this person alone, and from when time counts towards it."""
    if former is not None and former.why == "extended":
        return former.due_on, former.recorded_on
    if former is not None and former.set_due_on is not None:
        return former.set_due_on, former.counts_from
    own = asking.apart.get(facts.person_id)
    return (own, asking.made_on) if own else (None, None)


def _not_asked(
    facts: Facts, asking: Asking, days: _Days, place: Place, own: Row | None, today: date
) -> Change | None:
    if own is not None and own.lifted_on is None:
        why = _why_lifted(facts, asking, days, place, today)
        set_due_on, counts_from = _set(facts, asking, own)
        kept = replace(own, set_due_on=set_due_on, counts_from=counts_from)
        return Change("lifted", replace(kept, lifted_on=today, why=why), own)
    if own is None and not asking.standing and holds(days.reached[place.membership_id], today):
        # Asked by name while they are away: it is asked when they are back.
        row = _due(facts, asking, days, None, today)
        why = _why_lifted(facts, asking, days, place, today)
        waits = replace(row, membership_id=place.membership_id, lifted_on=today, why=why)
        return Change("kept", waits, None)
    return None


def _why_lifted(facts: Facts, asking: Asking, days: _Days, place: Place, today: date) -> str:
    if asking.apart.get(facts.person_id, asking.made_on) is None:
        return "left out"
    if holds(days.reached[place.membership_id], today):
        return "paused" if holds(place.paused, today) else "exempt"
    if not holds([place.days], today):
        return "left"
    return "left role" if holds([asking.days], today) else "rule ended"
