from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.clock import LONDON
from learning.notices.rules.opening import Council, is_open, next_opening, week_of
from tests.notices.posting import council_of


def london(*when: int) -> datetime:
    return datetime(*when, tzinfo=LONDON)  # type: ignore[misc]


TUESDAYS = council_of()  # 9 to 16, as where nothing is decided


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        (london(2027, 1, 12, 8, 59), False),
        (london(2027, 1, 12, 9), True),
        (london(2027, 1, 12, 15, 59), True),
        (london(2027, 1, 12, 16), False),
        (london(2027, 1, 11, 12), False),
        (london(2027, 1, 13, 12), False),
        (london(2027, 7, 6, 9), True),  # 8 in UTC: the hours are London's
        (datetime(2027, 7, 6, 8, 30, tzinfo=UTC), True),
        (datetime(2027, 7, 6, 15, 30, tzinfo=UTC), False),
    ],
)
def test_it_goes_on_the_weekday_within_the_hours_in_london(at: datetime, opens: bool) -> None:
    assert is_open([TUESDAYS], at) is opens


@pytest.mark.parametrize(
    ("nation", "day", "works"),
    [
        ("England", date(2027, 3, 29), False),  # Easter Monday
        ("Wales", date(2027, 3, 29), False),
        ("Scotland", date(2027, 3, 29), True),
        ("Scotland", date(2026, 11, 30), False),  # St Andrew's Day, a Monday
        ("England", date(2026, 11, 30), True),
    ],
)
def test_bank_holidays_are_those_of_the_nation(nation: str, day: date, works: bool) -> None:
    council = council_of(nation=nation, weekday=0)
    assert is_open([council], london(day.year, day.month, day.day, 12)) is works


def test_no_day_of_a_quiet_period_is_open_the_last_one_included() -> None:
    quiet = council_of(quiet=((date(2027, 1, 1), date(2027, 1, 12)),))
    assert not is_open([quiet], london(2027, 1, 12, 12))
    assert is_open([quiet], london(2027, 1, 19, 12))
    assert next_opening([quiet], london(2027, 1, 3, 12)) == london(2027, 1, 19, 9)


def test_two_councils_share_their_hours_and_take_the_earlier_weekday() -> None:
    other = council_of(2, weekday=3, first_hour=11, last_hour=13)
    both = [TUESDAYS, other]
    assert next_opening(both, london(2027, 1, 11, 0)) == london(2027, 1, 12, 11)
    assert next_opening(both, london(2027, 1, 12, 13)) == london(2027, 1, 14, 11)
    never_both = [TUESDAYS, council_of(2, weekday=1, first_hour=17, last_hour=18)]
    assert next_opening(never_both, london(2027, 1, 11, 0)) == london(2027, 1, 12, 9)


def test_a_day_off_of_one_of_two_councils_is_nobodys_day() -> None:
    scots = council_of(2, nation="Scotland", weekday=0)
    english = council_of(1, weekday=0)
    assert next_opening([english, scots], london(2026, 11, 30, 8)) == london(2026, 12, 7, 9)


def test_hours_that_end_before_they_begin_are_one_hour() -> None:
    odd = council_of(first_hour=15, last_hour=9)
    assert is_open([odd], london(2027, 1, 12, 15))
    assert not is_open([odd], london(2027, 1, 12, 16))


def test_weeks_are_those_of_london() -> None:
    assert week_of(datetime(2027, 7, 4, 23, 30, tzinfo=UTC)) == "2027-W27"  # Monday there
    assert week_of(datetime(2027, 1, 3, 23, 30, tzinfo=UTC)) == "2026-W53"


COUNCILS = st.builds(
    council_of,
    st.integers(1, 3),
    nation=st.sampled_from(("England", "Wales", "Scotland", "Northern Ireland")),
    weekday=st.integers(0, 4),
    first_hour=st.integers(7, 17),
    last_hour=st.integers(8, 18),
    quiet=st.lists(
        st.tuples(st.dates(date(2027, 1, 1), date(2027, 3, 1)), st.integers(0, 40)), max_size=2
    ).map(lambda found: tuple((first, first + timedelta(days=days)) for first, days in found)),
)


@given(
    st.lists(COUNCILS, min_size=1, max_size=3, unique_by=lambda council: council.id),
    st.integers(0, 24 * 120),
)
def test_the_next_opening_is_open_and_no_hour_before_it_is(
    councils: list[Council], hours: int
) -> None:
    at = datetime(2026, 12, 20, tzinfo=UTC) + timedelta(hours=hours)
    opens = next_opening(councils, at)
    assert opens is not None
    assert opens >= at
    assert is_open(councils, opens)
    hour = at
    while hour < opens:
        assert not is_open(councils, hour)
        hour += timedelta(hours=1)
    for council in councils:
        assert not council.is_quiet(opens.astimezone(LONDON).date())
