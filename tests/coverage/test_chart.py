"""The words beside the curves of the report over time never lie on one another."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from learning.coverage.rules.chart import BOTTOM, LINE, chart
from learning.coverage.rules.figures import Line
from learning.coverage.rules.trend import TrendPoint

NEEDED = 20
PARTS = st.tuples(st.integers(0, NEEDED), st.integers(0, NEEDED)).map(sorted)


def point(month: int, met: int, begun: int) -> TrendPoint:
    line = Line("overall", "", None, 1, NEEDED, met, 0, begun - met, met, NEEDED, public=False)
    return TrendPoint(date(2026, month, 28), line, None, None)


def test_in_a_council_s_first_weeks_both_curves_lie_on_the_bottom_and_their_words_do_not() -> None:
    drawn = chart([point(1, 0, 0), point(2, 0, 0)])
    assert drawn
    assert drawn.shown.end == drawn.begun.end
    assert drawn.labels[0] - drawn.labels[1] >= LINE


@given(st.lists(PARTS, min_size=2, max_size=12))
def test_there_is_a_line_between_the_words_wherever_the_curves_end(parts: list[list[int]]) -> None:
    drawn = chart([point(month, met, begun) for month, (met, begun) in enumerate(parts, 1)])
    assert drawn
    low, high = drawn.labels
    assert low - high >= LINE
    assert 0 < high < low < BOTTOM
