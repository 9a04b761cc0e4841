"""Spreads what somebody is asked over weeks, in the order in which it is due."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, Protocol, TypeVar

from learning.assignments.rules import Pace

WEEK = timedelta(days=7)


class Asked(Protocol):
    """Something asked by a day, in steps of so many minutes."""

    @property
    def due_on(self) -> date | None:
        """Its last day."""

    @property
    def steps(self) -> tuple[int, ...]:
        """How long each of its steps takes, in order; at least one."""


Thing = TypeVar("Thing", bound=Asked)


@dataclass(frozen=True)
class Share(Generic[Thing]):
    """What is done of something in one week."""

    thing: Thing
    minutes: int
    goes_on: bool  # begun in an earlier week
    is_rest: bool  # the last of it


@dataclass(frozen=True)
class Week(Generic[Thing]):
    """A week from Monday to Sunday."""

    starts_on: date
    shares: tuple[Share[Thing], ...]

    @property
    def minutes(self) -> int:
        """All that is done in it."""
        return sum(share.minutes for share in self.shares)


def week_in_words(monday: date) -> str:
    """7 December; the year is plain from where it stands."""
    return f"{monday.day} {monday:%B}"


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def spread(things: Sequence[Thing], pace: Pace, *, today: date) -> tuple[Week[Thing], ...]:
    """Week by week from this one; `things` come in the order in which they are due.

    No week of a newcomer holds more than their cap, but for one step that alone is longer. In
    the weeks of others it is the measure, and more where they would otherwise be late.
    """
    waiting = deque((n, step) for n, thing in enumerate(things) for step in thing.steps)
    weeks, begun, start = [], set(), monday(today)
    while waiting:
        is_new = pace.newcomer_until is not None and start < pace.newcomer_until
        least = 0 if is_new else _least(things, waiting, pace.minutes_a_week, start)
        taken: dict[int, int] = {}
        while waiting:
            number, step = waiting[0]
            used = sum(taken.values())
            if used and used >= least and used + step > pace.minutes_a_week:
                break
            taken[number] = taken.get(number, 0) + step
            waiting.popleft()
        left = {number for number, _ in waiting}
        shares = tuple(
            Share(things[number], minutes, number in begun, number not in left)
            for number, minutes in taken.items()
        )
        weeks.append(Week(start, shares))
        begun |= set(taken)
        start += WEEK
    return tuple(weeks)


def _least(
    things: Sequence[Asked], waiting: Sequence[tuple[int, int]], usual: int, start: date
) -> int:
    """How much this week must hold so that, at the usual measure after it, nothing is late."""
    least = total = 0
    for number, step in waiting:
        total += step
        due_on = things[number].due_on
        if due_on is not None:
            later = max(0, (monday(due_on) - start) // WEEK)
            least = max(least, total - usual * later)
    return least
