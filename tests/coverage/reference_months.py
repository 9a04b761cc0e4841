"""Days, month ends and working days: which month end a no-name view answers with, and its K."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

from tests.coverage.world import OrganisationRow

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)
WORKING_DAYS_TO_CLOSE = 5
SUBDIVISIONS = {"England": "ENG", "Wales": "WLS", "Scotland": "SCT", "Northern Ireland": "NIR"}


def london_day(moment: datetime) -> date:
    """'`…_on` of a moment is its date in Europe/London'."""
    return moment.astimezone(LONDON).date()


def end_of_london_day(day: date) -> datetime:
    """The moment the day is over: the next midnight in London, told in UTC."""
    return datetime.combine(day + ONE_DAY, time(), tzinfo=LONDON).astimezone(UTC)


def is_working_day(day: date, nation: str) -> bool:
    """Monday to Friday, and no bank holiday in this nation."""
    bank_holidays = holidays.country_holidays("GB", subdiv=SUBDIVISIONS[nation], years=[day.year])
    return day.weekday() < 5 and day not in bank_holidays


def closes_at(month_end: date, nation: str) -> datetime:
    """'worked out once with K = the end of the fifth working day after'."""
    day = month_end
    working_days = 0
    while working_days < WORKING_DAYS_TO_CLOSE:
        day += ONE_DAY
        if is_working_day(day, nation):
            working_days += 1
    return end_of_london_day(day)


def is_month_end(day: date) -> bool:
    """The last day of a calendar month."""
    return (day + ONE_DAY).day == 1


def newest_month_end(organisation: OrganisationRow, asked_on: date, now: datetime) -> date | None:
    """'Another date answers with the nearest earlier month end'; None 'before the first one'."""
    day = asked_on
    while day >= organisation.starts_on:
        if is_month_end(day) and closes_at(day, organisation.nation) <= now:
            return day
        day -= ONE_DAY
    return None
