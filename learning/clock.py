"""The only clock: moments in UTC, calendar days in London."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def day_of(moment: datetime) -> date:
    """The date in London at a moment."""
    return moment.astimezone(LONDON).date()


def start_of(day: date) -> datetime:
    """The first moment of a London day, in UTC."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The first moment after a London day, in UTC."""
    if day == date.max:  # there is no day after it, and people do type 31 December 9999
        return datetime.max.replace(tzinfo=UTC)
    return start_of(day + timedelta(days=1))


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months later.

    A day that does not exist becomes the first of the next month: 31 January plus
    one month is 1 March.
    """
    years, month = divmod(day.month - 1 + months, 12)
    try:
        return day.replace(year=day.year + years, month=month + 1)
    except ValueError:
        return date(day.year + years, month + 2, 1)


def day_in_words(day: date) -> str:
    """22 November 2026."""
    return f"{day.day} {day:%B %Y}"


def moment_in_words(moment: datetime) -> str:
    """22 November 2026 at 3:05pm, in London."""
    return f"{day_in_words(day_of(moment))} at {time_in_words(moment)}"


def knowledge_in_words(moment: datetime) -> str:
    """The end of 6 November 2026, or 22 November 2026 at 3:05pm: until when records are known.

    A month closes at a midnight. "12:00am" is read as noon by some and as the wrong day by others.
    """
    day = day_of(moment)
    if moment == start_of(day):
        return f"the end of {day_in_words(day - timedelta(days=1))}"
    return moment_in_words(moment)


def time_in_words(moment: datetime) -> str:
    """3:05pm, in London."""
    local = moment.astimezone(LONDON)
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"
