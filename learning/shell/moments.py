"""Reads days and moments from an address, or says in plain English what is wrong."""

import re
from datetime import UTC, date, datetime

from learning.clock import day_in_words, end_of
from learning.errors import Refusal
from learning.spreadsheets.days import day_written

_HAS_A_TIME = re.compile(r":|\dt\d", re.IGNORECASE)


def day_in(text: str | None, *, field: str) -> date | None:
    """A day as people write it: 22 November 2026, 22/11/2026, 2026-11-22; None for nothing."""
    if text is None or not text.strip():
        return None
    day = _day(text)
    if day is None:
        raise Refusal("Enter a real date, like 22 November 2026 or 22/11/2026", field=field)
    return day


def moment_in(text: str | None, *, field: str) -> datetime | None:
    """A moment in UTC written as 2026-11-22T09:30:00Z, or the end of a day; None for nothing."""
    if text is None or not text.strip():
        return None
    try:
        day = _day(text)
        if day is not None:
            return end_of(day)
        # A plus sign that was not encoded in the address arrives as a space.
        moment = datetime.fromisoformat(text.strip().replace(" ", "+"))
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):  # overflow: the last hours of time
        raise Refusal(
            "Enter a real date, like 22 November 2026, or a moment like 2026-11-22T09:30:00Z",
            field=field,
        ) from None


def in_words(text: str) -> str:
    """What stands in a field for a day: the day in words, or what is typed where it is none."""
    day = _day(text)
    return text if day is None else day_in_words(day)


def _day(text: str) -> date | None:
    return None if _HAS_A_TIME.search(text) else day_written(text)
