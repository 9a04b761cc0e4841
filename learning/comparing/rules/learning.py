"""Where to learn from: who closed a gap, told without a figure."""

from datetime import date, timedelta
from typing import NamedTuple

from learning.clock import add_months
from learning.coverage.rules.no_name import THRESHOLD

MONTHS = 12


class Pairs(NamedTuple):
    """Of a line about one skill: how many people need it, and how many meet it."""

    required: int
    met: int

    @property
    def short(self) -> int:
        """People short of the level they need."""
        return self.required - self.met


def closed_a_gap(before: Pairs, after: Pairs) -> bool:
    """People short at least halved, and as many as make a figure meet it newly.

    Who newly meets it is counted by the difference: at least so many people do.
    """
    newly = after.met - before.met
    return before.short > 0 and 2 * after.short <= before.short and newly >= THRESHOLD


def a_year_before(month_end: date) -> date:
    """The same month end twelve months earlier."""
    return add_months(month_end + timedelta(days=1), -MONTHS) - timedelta(days=1)
