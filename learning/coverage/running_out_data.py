"""What runs out in the months to come, as a CSV file for leads."""

from collections.abc import Iterator

from learning.coverage.rules.coming_months import RunningOut
from learning.csvs import to_csv

COLUMNS = ("month", "skill", "things")


def as_csv(found: RunningOut | None) -> str:
    """A row for each month and skill; then what runs out later, and what never does."""
    return to_csv(COLUMNS, _rows(found) if found else ())


def _rows(found: RunningOut) -> Iterator[tuple[object, ...]]:
    for one in found.months:
        for skill, things in one.skills:
            yield one.month.name, skill, things
    yield "later", None, found.later
    yield "never", None, found.never
