"""Reads days as people and programs write them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

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
_SERIAL = re.compile(r"\d{5,6}(?:\.\d+)?", re.ASCII)
_EXCEL_BEGINS = date(1899, 12, 30)  # day 0: Excel believes that 1900 was a leap year


def day_in(text: str, *, month_first: bool = False) -> date | None:
    """The day a text says, or None where it says no real day that a record could be of."""
    real = day_written(text, month_first=month_first)
    return real if real is not None and EARLIEST <= real.year <= LATEST else None


def day_written(text: str, *, month_first: bool = False) -> date | None:
    """The day of whatever year a text says, or None where it says no real day.

    2026-12-31, 31/12/2026 (12/31/2026 with `month_first`), 31 December 2026, each with a time
    or without. A moment with a zone is the day it is in London.
    """
    text = " ".join(text.split()).casefold()
    moment = _moment(text)
    if moment is not None:
        return moment
    year, month, day = _parts(text, month_first=month_first)
    try:
        return date(year, month, day)
    except ValueError:
        return None


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


def day_of_serial(text: str) -> date | None:
    """The day of a number as Excel keeps days: 46387 is 31 December 2026."""
    if not _SERIAL.fullmatch(text.strip()):
        return None
    real = _EXCEL_BEGINS + timedelta(days=int(float(text)))
    return real if EARLIEST <= real.year <= LATEST else None


@dataclass(frozen=True)
class Order:
    """What the days of a file tell about the order they are written in.

    `day_first` and `month_first` are texts that can be read in that order alone; `unclear`
    are texts that name a day in both, and not the same.
    """

    day_first: tuple[str, ...]
    month_first: tuple[str, ...]
    unclear: tuple[str, ...]

    @property
    def proven(self) -> bool | None:
        """Whether the month comes first, where the file itself shows one order alone."""
        if bool(self.day_first) == bool(self.month_first):
            return None
        return bool(self.month_first)

    @property
    def has_to_be_asked(self) -> bool:
        """Whether somebody has to say which order it is."""
        return bool(self.unclear) and self.proven is None


def order_of(texts: Iterable[str]) -> Order:
    """What these days show; each text once, in the order of the file."""
    day_first, month_first, unclear = [], [], []
    for text in dict.fromkeys(texts):
        days = day_in(text), day_in(text, month_first=True)
        if days[0] == days[1]:
            continue
        if days[1] is None:
            day_first.append(text)
        elif days[0] is None:
            month_first.append(text)
        else:
            unclear.append(text)
    return Order(tuple(day_first), tuple(month_first), tuple(unclear))
