"""The report over time: its overall line at month ends, and who came and went between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from learning.coverage.rules.figures import Line
from learning.coverage.rules.months import month_end_before
from learning.coverage.rules.points import points

MONTHS = 24


@dataclass(frozen=True)
class TrendPoint:
    """The overall line on a day, as it may be shown; groups are those of that day."""

    as_at: date
    line: Line
    joined: int | None  # people in it who were not on the day before it in the trend
    left: int | None  # people who were in it then and are not any more
    councils: tuple[str, ...] = ()  # of a partnership: those that shared that day


def days_of(as_at: date, *, first: date = date.min) -> tuple[date, ...]:
    """The last 24 month ends on or before a day, from a first day on, then the day itself."""
    month_ends = [month_end_before(as_at)]
    while len(month_ends) < MONTHS:
        month_ends.append(month_end_before(month_ends[-1] - timedelta(days=1)))
    return (*(day for day in month_ends[::-1] if first <= day < as_at), as_at)


def change_in_points(before: Line, after: Line) -> int | None:
    """The change in whole percentage points; 0 is "no change".

    None where one of the lines may not be shown or says nothing of anybody.
    """
    if before.suppressed or after.suppressed:
        return None
    return points((before.met, before.required), (after.met, after.required))


def since_the_month_end_before(trend: Sequence[TrendPoint]) -> tuple[TrendPoint, int] | None:
    """The point before the last, and the change from it in percentage points.

    None for a partnership: each of its month ends stands by itself, with the councils of its day.
    """
    if len(trend) < 2 or trend[-1].councils:
        return None
    change = change_in_points(trend[-2].line, trend[-1].line)
    return None if change is None else (trend[-2], change)
