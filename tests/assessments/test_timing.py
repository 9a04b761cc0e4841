"""How long an attempt stays open; pure."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.assessments.timing import (
    EXTRAS,
    GRACE,
    closes_at,
    ended_at,
    extra_in_words,
    is_over,
    minutes_in_words,
    time_for,
)
from tests.assessments.checks import AT

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("extras", "minutes"),
    [((), 20), ((25,), 25), ((50,), 30), ((100,), 40), ((25, 100, 50), 40), ((100, None), None)],
)
def test_the_best_of_several_adjustments_counts(
    extras: tuple[int | None, ...], minutes: int | None
) -> None:
    assert time_for(20, extras) == (minutes * MINUTE if minutes else None)


@given(st.sets(st.sampled_from(EXTRAS)))
def test_what_has_no_limit_never_closes(extras: set[int | None]) -> None:
    assert time_for(None, extras) is None
    assert closes_at(AT, None, extras) is None
    assert not is_over(None, AT + timedelta(days=9999))


@given(
    st.integers(1, 240), st.sets(st.sampled_from(EXTRAS)), st.sampled_from(EXTRAS), st.booleans()
)
def test_more_time_never_closes_earlier(
    limit: int, extras: set[int | None], more: int | None, late: bool
) -> None:
    before, after = closes_at(AT, limit, extras), closes_at(AT, limit, extras | {more})
    assert after is None or (before is not None and after >= before)
    assert after is None or after >= AT + limit * MINUTE


def test_an_answer_on_its_way_has_half_a_minute() -> None:
    end = AT + 20 * MINUTE
    assert not is_over(end, end)
    assert is_over(end, end + timedelta(seconds=1))
    assert not is_over(end, end + GRACE, grace=GRACE)
    assert is_over(end, end + GRACE + timedelta(seconds=1), grace=GRACE)


@given(st.timedeltas(timedelta(days=-9), timedelta(days=9)))
def test_an_attempt_never_ends_after_its_time_wherever_the_clock_stands(
    off: timedelta,
) -> None:
    assert ended_at(AT, AT + off) <= AT
    assert ended_at(None, AT + off) == AT + off
    assert not is_over(AT + MINUTE, AT + min(off, MINUTE))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(60, "1 minute"), (1800, "30 minutes"), (1125, "18 minutes and 45 seconds")],
)
def test_times_are_said_in_minutes(seconds: int, words: str) -> None:
    assert minutes_in_words(timedelta(seconds=seconds)) == words


def test_what_is_granted_is_said_in_words() -> None:
    assert [extra_in_words(extra) for extra in EXTRAS] == [
        "25% more time",
        "50% more time",
        "100% more time",
        "no time limit",
    ]
