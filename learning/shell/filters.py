"""How values read on a page."""

from datetime import date, datetime

from learning.clock import LONDON, day_in_words, day_of


def day(value: date | datetime) -> str:
    """22 November 2026; of a moment, its day in London."""
    return day_in_words(day_of(value) if isinstance(value, datetime) else value)


def moment(value: datetime) -> str:
    """22 November 2026 at 3:05pm, in London."""
    local = value.astimezone(LONDON)
    hour = local.hour % 12 or 12
    return f"{day_in_words(local.date())} at {hour}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def count(value: int) -> str:
    """12,345."""
    return f"{value:,}"
