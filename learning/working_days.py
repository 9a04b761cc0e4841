"""Working days: neither a weekend nor a bank holiday, by nation."""

from datetime import date
from functools import cache
from typing import Any

_SUBDIVISIONS = {"England": "ENG", "Wales": "WLS", "Scotland": "SCT", "Northern Ireland": "NIR"}


def is_working_day(day: date, nation: str) -> bool:
    """Whether people in a nation are at work."""
    return day.weekday() < 5 and day not in _bank_holidays(nation)


@cache  # it works a year out when it is first asked about it
def _bank_holidays(nation: str) -> Any:
    import holidays  # noqa: PLC0415  # a tenth of a process's start, and seldom needed

    return holidays.country_holidays("GB", subdiv=_SUBDIVISIONS[nation])
