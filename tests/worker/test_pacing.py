"""Steps take as many people as are soon written, however fast or busy the machine is."""

from hypothesis import given
from hypothesis import strategies as st

from learning.timed.pacing import GOAL, LEAST, MOST, Pace, pace


@given(speeds=st.lists(st.floats(0.0001, 1), min_size=1, max_size=20))
def test_a_step_is_as_long_as_it_may_be_or_as_small_as_it_gets(speeds: list[float]) -> None:
    """`speeds`: seconds for each person, from step to step."""
    step = Pace()
    for speed in speeds:
        took = step.people * speed
        following = step.after(took)
        assert LEAST <= following.people <= min(MOST, 2 * step.people)
        assert following.people in (LEAST, 2 * step.people) or following.people * speed <= GOAL
        step = following


def test_where_somebody_says_how_many_it_is_never_more() -> None:
    assert pace(6).people == 6
    assert pace(6).after(0.001).people == 6
    assert pace(6).after(9).people == 6
