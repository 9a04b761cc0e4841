"""Prints the bank holidays that the service knows."""  # noqa: INP001  # a script by itself

# learning/bank_holidays.json is what it prints. The library keeps up with what is proclaimed, and
# is not loaded in service: it knows every country, 17 MB of each process that asks about one.

import json
from datetime import date

import holidays

SUBDIVISIONS = {"England": "ENG", "Wales": "WLS", "Scotland": "SCT", "Northern Ireland": "NIR"}
YEARS = range(1990, 2101)


def off_work(subdivision: str) -> list[str]:
    """The days from Monday to Friday that are bank holidays in one part of the United Kingdom."""
    days: list[date] = sorted(holidays.country_holidays("GB", subdiv=subdivision, years=YEARS))
    return [str(day) for day in days if day.weekday() < 5]


kept = {nation: off_work(subdivision) for nation, subdivision in SUBDIVISIONS.items()}
print(json.dumps(kept, indent=0))  # noqa: T201  # that is what it is for
