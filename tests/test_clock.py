from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.clock import add_months, day_in_words, day_of, end_of, now, start_of

DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


def test_the_present_moment_knows_its_zone() -> None:
    assert now().utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 29, 23, 30, tzinfo=UTC), date(2026, 3, 30)),  # 00:30 in summer time
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), date(2026, 3, 29)),  # half an hour before it
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 25)),  # winter time again
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), date(2026, 12, 31)),
    ],
)
def test_the_day_of_a_moment_is_the_day_in_london(moment: datetime, day: date) -> None:
    assert day_of(moment) == day


@given(DAYS)
def test_a_day_holds_its_first_moment_and_not_the_first_one_after_it(day: date) -> None:
    last = end_of(day) - timedelta(microseconds=1)
    assert day_of(start_of(day)) == day_of(last) == day
    assert day_of(end_of(day)) == day + timedelta(days=1)


def test_the_day_on_which_the_clocks_change_is_an_hour_shorter_or_longer() -> None:
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    assert end_of(spring) - start_of(spring) == timedelta(hours=23)
    assert end_of(autumn) - start_of(autumn) == timedelta(hours=25)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 3, 1)),
        (date(2026, 3, 31), 1, date(2026, 5, 1)),
        (date(2024, 2, 29), 12, date(2025, 3, 1)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 11, 22), 12, date(2027, 11, 22)),
        (date(2026, 12, 31), 2, date(2027, 3, 1)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 8, 31), 1, date(2026, 10, 1)),
    ],
)
def test_months_later_is_the_same_day_or_the_first_after_a_day_that_is_not(
    day: date, months: int, later: date
) -> None:
    assert add_months(day, months) == later


@given(DAYS, st.integers(1, 99))
def test_months_later_falls_in_that_month_or_on_the_first_of_the_next(
    day: date, months: int
) -> None:
    later = add_months(day, months)
    passed = (later.year - day.year) * 12 + later.month - day.month
    assert (passed == months and later.day == day.day) or (passed == months + 1 and later.day == 1)


def test_a_day_reads_without_a_leading_nought() -> None:
    assert day_in_words(date(2026, 11, 2)) == "2 November 2026"
