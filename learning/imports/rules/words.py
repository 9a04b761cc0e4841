"""How days, roles and pauses read, and how they go from what to what."""

from datetime import date, timedelta

from learning.clock import day_in_words
from learning.imports.rules.deeds import Change, Days, PauseDays, RoleDays
from learning.imports.rules.titles import Titles

A_DAY = timedelta(days=1)


def last_day(ends_on: date) -> str:
    """The last day that still counts, in words."""
    return day_in_words(ends_on - A_DAY)


def days_words(days: Days) -> str:
    """From a day, or between two, both included."""
    begins = day_in_words(days.starts_on)
    return f"{begins} to {last_day(days.ends_on)}" if days.ends_on else f"from {begins}"


def role_words(titles: Titles, one: RoleDays) -> str:
    """A role with its days."""
    words = titles.words(one.role, one.service)
    return f"{words}{', as substitute' if one.substitute else ''}, {days_words(one.days)}"


def pause_words(one: PauseDays) -> str:
    """A pause with its days."""
    return days_words(Days(one.paused_from, one.paused_until))


def days_changes(before: Days | None, after: Days) -> list[Change]:
    """The first day and the first day no longer here, where they differ."""
    old = (before.starts_on, before.ends_on) if before else (None, None)
    new = (after.starts_on, after.ends_on)
    named = zip(("starts_on", "ends_on"), old, new, strict=True)
    return [Change(name, _iso(one), _iso(other)) for name, one, other in named if one != other]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
