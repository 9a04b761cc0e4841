"""Working days: neither a weekend nor a bank holiday, by nation."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

# Of the years 1990 to 2100, by `bin/bank_holidays.py`.
_FILE = Path(__file__).with_name("bank_holidays.json")


def is_working_day(day: date, nation: str) -> bool:
    """Whether people in a nation are at work."""
    return day.weekday() < 5 and day not in _bank_holidays()[nation]


@cache
def _bank_holidays() -> Mapping[str, frozenset[date]]:
    """By nation, those from Monday to Friday."""
    found: dict[str, list[str]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return {nation: frozenset(map(date.fromisoformat, days)) for nation, days in found.items()}
