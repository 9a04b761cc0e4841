"""Decides how much may be asked of somebody new in a week, and the first day that leaves; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from learning.assignments.rules import open_steps
from learning.catalogue.published import Catalogue
from learning.study.rules import is_shown

WEEK = 7
Minutes = Mapping[str, int]  # by course


@dataclass(frozen=True)
class Newcomer:
    """The most that is asked of somebody in a week, until a day."""

    minutes_a_week: int
    until: date


def newcomer(started_on: date, *, minutes_a_week: int, weeks: int, today: date) -> Newcomer | None:
    """Somebody in their first weeks; none for whoever is past them."""
    until = started_on + timedelta(days=WEEK * weeks)
    return Newcomer(minutes_a_week, until) if today < until else None


def minutes_left(
    path: str, catalogue: Catalogue, roles: frozenset[str], held: Mapping[str, int]
) -> dict[str, int]:
    """How long each open course of a path takes that is not yet shown."""
    found: dict[str, int] = {}
    if path not in catalogue.paths:
        return found
    for slug, checks in open_steps(catalogue.paths[path], catalogue, roles):
        course = catalogue.courses[slug]
        if not is_shown(course.gives(checks), held):
            found[slug] = max(found.get(slug, 0), course.minutes_for(checks))
    return found


def together(some: Iterable[Minutes]) -> int:
    """All of them, a course that several ask for once."""
    longest: dict[str, int] = {}
    for one in some:
        for course, minutes in one.items():
            longest[course] = max(minutes, longest.get(course, 0))
    return sum(longest.values())


def first_day(minutes: int, *, minutes_a_week: int, today: date) -> date:
    """The first day by which so many minutes can be done, starting this week."""
    weeks = -(-minutes // minutes_a_week)
    return today + timedelta(days=WEEK * max(0, weeks - 1))


def allowed(due_on: date, minutes: int, who: Newcomer, *, today: date) -> date:
    """The day itself, or the first that the cap allows; after their first weeks any day does."""
    earliest = first_day(minutes, minutes_a_week=who.minutes_a_week, today=today)
    return max(due_on, min(earliest, who.until))


def much(minutes: int) -> str:
    """An hour, or so many minutes."""
    return "an hour" if minutes == 60 else f"{minutes} minutes"
