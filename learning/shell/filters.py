"""How values read on a page."""

from datetime import date, datetime

from learning.clock import day_in_words, day_of


def day(value: date | datetime) -> str:
    """22 November 2026; of a moment, its day in London."""
    return day_in_words(day_of(value) if isinstance(value, datetime) else value)


def count(value: int) -> str:
    """12,345."""
    return f"{value:,}"
