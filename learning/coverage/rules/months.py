"""Month ends: the days of the no-name view, and when their figures close."""

from datetime import date, datetime, timedelta

from learning.clock import day_of, end_of
from learning.working_days import is_working_day

WORKING_DAYS_TO_CLOSE = 5


def month_end_before(day: date) -> date:
    """The newest month end on or before a day; of the first month of all, its first day."""
    following = day + timedelta(days=1)
    if following.day == 1:
        return day
    first = day.replace(day=1)
    return first - timedelta(days=1) if first > date.min else first


def closes_at(month_end: date, nation: str) -> datetime:
    """The end of the fifth working day after a month end: what is recorded by then counts."""
    day, left = month_end, WORKING_DAYS_TO_CLOSE
    while left:
        day += timedelta(days=1)
        if is_working_day(day, nation):
            left -= 1
    return end_of(day)


def newest_closed(at: datetime, on: date, nation: str) -> date:
    """The newest month end on or before `on` whose figures have closed by `at`."""
    month_end = month_end_before(on)
    while closes_at(month_end, nation) > at:
        month_end = month_end_before(month_end - timedelta(days=1))
    return month_end


def next_to_close(at: datetime, nation: str) -> tuple[date, date]:
    """(month end, day): whose figures close next, and the day with whose end they do."""
    closed = newest_closed(at, day_of(at), nation)
    month_end = month_end_before(closed + timedelta(days=31))
    return month_end, day_of(closes_at(month_end, nation) - timedelta(microseconds=1))
