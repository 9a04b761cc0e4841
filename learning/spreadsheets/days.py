"""Reads days as people and programs write them."""

import re
from datetime import UTC, date, datetime

from learning.clock import day_of

_TIME = r"(?:[t ,]+\d{1,2}[:.]\d{2}.*)?$"
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME, re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})" + _TIME, re.ASCII)
_DAY_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[- ]([a-z]{3,9})\.?,?[- ](\d{4}|\d{2})" + _TIME, re.ASCII
)
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})" + _TIME, re.ASCII)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
EARLIEST, LATEST = 1950, 2200


def day_in(text: str, *, month_first: bool = False) -> date | None:
    """The day a text says, or None where it says no real day.

    2026-12-31, 31/12/2026 (12/31/2026 with `month_first`), 31 December 2026, each with a time
    or without. A moment with a zone is the day it is in London.
    """
    text = " ".join(text.split()).casefold()
    moment = _moment(text)
    if moment is not None:
        return moment
    year, month, day = _parts(text, month_first=month_first)
    try:
        real = date(year, month, day)
    except ValueError:
        return None
    return real if EARLIEST <= real.year <= LATEST else None


def _moment(text: str) -> date | None:
    """The London day of a moment that names its zone; None for anything else."""
    try:
        moment = datetime.fromisoformat(text.upper())
        return day_of(moment.astimezone(UTC)) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _parts(text: str, *, month_first: bool) -> tuple[int, int, int]:
    """(year, month, day); zeros where the text is nothing like a day."""
    if found := _YEAR_FIRST.match(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _YEAR_LAST.match(text):
        day, month = (found[2], found[1]) if month_first else (found[1], found[2])
        return _year(found[3]), int(month), int(day)
    if found := _DAY_MONTH.match(text):
        return _year(found[3]), _month(found[2]), int(found[1])
    if found := _MONTH_DAY.match(text):
        return int(found[3]), _month(found[1]), int(found[2])
    return 0, 0, 0


def _year(digits: str) -> int:
    """Two digits are a year of this century."""
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _month(word: str) -> int:
    """1 to 12 for a month's name or its beginning, 0 for any other word."""
    named = [place for place, month in enumerate(_MONTHS, 1) if month.startswith(word)]
    return named[0] if len(named) == 1 else 0
