"""The report over time: its overall line at month ends, and who came and went between them."""

from dataclasses import dataclass
from datetime import date

from learning.coverage.rules.figures import Line


@dataclass(frozen=True)
class TrendPoint:
    """The overall line on a day, as it may be shown; groups are those of that day."""

    as_at: date
    line: Line
    joined: int | None  # people in it who were not on the day before it in the trend
    left: int | None  # people who were in it then and are not any more
