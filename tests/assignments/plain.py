"""What an assignment asks of somebody, said as plainly as can be: day by day."""

from datetime import date, timedelta

from learning.assignments.deciding import Asking, Facts, Place
from learning.assignments.spans import FOR_EVER, Span

DAY = timedelta(days=1)


def is_in(days: Span, day: date) -> bool:
    return days[0] <= day < days[1]


def reaches(facts: Facts, asking: Asking, place: Place, day: date) -> bool:
    """The assignment asks here on that day, but for leave and exemptions."""
    if facts.person_id in asking.apart and asking.apart[facts.person_id] is None:
        return False
    if not is_in(place.days, day) or not is_in(asking.days, day):
        return False
    return not asking.standing or any(
        held.role == asking.role
        and (asking.service is None or asking.service == held.service)
        and is_in(held.days, day)
        for held in place.roles
    )


def works(facts: Facts, asking: Asking, place: Place, day: date) -> bool:
    on_leave = any(is_in(days, day) for days in place.paused)
    return reaches(facts, asking, place, day) and not on_leave


def asks(facts: Facts, asking: Asking, place: Place, day: date) -> bool:
    exempt = any(is_in(days, day) for days in facts.exempt.get(asking.path, ()))
    return works(facts, asking, place, day) and not exempt


def kind_of(facts: Facts, asking: Asking, day: date) -> str:
    """What a day is to somebody, over all of their memberships."""
    if any(asks(facts, asking, place, day) for place in facts.places):
        return "asked"
    reached = any(reaches(facts, asking, place, day) for place in facts.places)
    at_work = any(works(facts, asking, place, day) for place in facts.places)
    return "leave" if reached and not at_work else "away"


def due_on(
    facts: Facts,
    asking: Asking,
    said: date | None,
    counts_from: date | None,
    today: date,
    calendar: list[date],
) -> date | None:
    """The last day, walked to day by day; `said` is a day set for this person alone."""
    kinds = [kind_of(facts, asking, day) for day in calendar]
    if "asked" not in kinds:
        return None
    first = calendar[kinds.index("asked")]
    due = said or asking.due_on or first + asking.within_days * DAY
    counts_from = counts_from or first
    open_leave = len(kinds) - len("".join(k[0] for k in kinds).rstrip("l"))
    away = 0
    for number, (day, kind) in enumerate(zip(calendar, kinds, strict=True)):
        if kind != "away" and away:
            due += away * DAY if day <= today and due < day else 0 * DAY
            away = 0
        if day < max(counts_from, first):
            continue
        if kind == "away":
            away += 1
        elif kind == "leave" and number < len(kinds) - open_leave and day <= due:
            due += DAY
    return due


def calendar(facts: Facts, asking: Asking, today: date) -> list[date]:
    """From well before anything to well after everything."""
    ends = [asking.days, *(place.days for place in facts.places)]
    ends += [held.days for place in facts.places for held in place.roles]
    ends += [days for place in facts.places for days in place.paused]
    ends += [days for some in facts.exempt.values() for days in some]
    known = [day for days in ends for day in days if day != FOR_EVER] + [today]
    first, last = min(known) - DAY, max(known) + 2 * DAY
    return [first + n * DAY for n in range((last - first).days + 1)]
