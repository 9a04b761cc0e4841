"""The report over time: its overall line at month ends, and who came and went between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from learning.coverage.rules.figures import Line
from learning.coverage.rules.months import month_end_before

MONTHS = 24


@dataclass(frozen=True)
class TrendPoint:
    """The overall line on a day, as it may be shown; groups are those of that day."""

    as_at: date
    line: Line
    joined: int | None  # people in it who were not on the day before it in the trend
    left: int | None  # people who were in it then and are not any more


def days_of(as_at: date, *, first: date = date.min) -> tuple[date, ...]:
    """The last 24 month ends on or before a day, from a first day on, then the day itself."""
    month_ends = [month_end_before(as_at)]
    while len(month_ends) < MONTHS:
        month_ends.append(month_end_before(month_ends[-1] - timedelta(days=1)))
    return (*(day for day in month_ends[::-1] if first <= day < as_at), as_at)


def change_in_points(before: Line, after: Line) -> int | None:
    """Percentage points from exact fractions, halves away from nought; 0 is "no change".

    None where one of the lines may not be shown or says nothing of anybody.
    """
    if before.suppressed or after.suppressed or not (before.required and after.required):
        return None
    change = 100 * (Fraction(after.met, after.required) - Fraction(before.met, before.required))
    points = int(abs(change) + Fraction(1, 2))
    return points if change >= 0 else -points


def since_the_month_end_before(trend: Sequence[TrendPoint]) -> tuple[TrendPoint, int] | None:
    """The point before the last, and the change from it in percentage points."""
    if len(trend) < 2:
        return None
    change = change_in_points(trend[-2].line, trend[-1].line)
    return None if change is None else (trend[-2], change)
