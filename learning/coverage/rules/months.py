"""Month ends: the days of the no-name view, and when their figures close."""

from datetime import date, datetime, timedelta

from learning.clock import end_of

WORKING_DAYS_TO_CLOSE = 5
_SUBDIVISIONS = {"England": "ENG", "Wales": "WLS", "Scotland": "SCT", "Northern Ireland": "NIR"}


def month_end_before(day: date) -> date:
    """The newest month end on or before a day."""
    following = day + timedelta(days=1)
    if following.day == 1:
        return day
    return day.replace(day=1) - timedelta(days=1)


def closes_at(month_end: date, nation: str) -> datetime:
    """The end of the fifth working day after a month end: what is recorded by then counts."""
    import holidays  # noqa: PLC0415  # a tenth of a process's start; month ends alone need it

    days_off = holidays.country_holidays("GB", subdiv=_SUBDIVISIONS[nation])
    day, left = month_end, WORKING_DAYS_TO_CLOSE
    while left:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in days_off:
            left -= 1
    return end_of(day)


def newest_closed(at: datetime, on: date, nation: str) -> date:
    """The newest month end on or before `on` whose figures have closed by `at`."""
    month_end = month_end_before(on)
    while closes_at(month_end, nation) > at:
        month_end = month_end_before(month_end - timedelta(days=1))
    return month_end
