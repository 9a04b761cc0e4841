"""Pure: when a job is due, from its last run and the moment."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from learning.timed.rules import Daily, Every, Run, When, is_due, rest

MINUTE = timedelta(minutes=1)
FORWARD, BACK, LEAP = date(2026, 3, 29), date(2026, 10, 25), date(2028, 2, 29)
moments = st.datetimes(
    datetime(2025, 1, 1),  # noqa: DTZ001  # the zone is given beside it
    datetime(2029, 1, 1),  # noqa: DTZ001  # likewise
    timezones=st.just(UTC),
)
times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
whens = st.one_of(st.builds(Every, st.sampled_from([1, 5, 15, 60])), st.builds(Daily, times))


def ran(at: datetime) -> Run:
    return Run(started_at=at, finished_at=at)


@given(whens, moments)
def test_the_last_time_is_never_in_the_future_and_never_two_days_old(
    when: When, at: datetime
) -> None:
    assert at - timedelta(days=1, hours=2) < when.last(at) <= at


@given(moments, st.sampled_from([1, 5, 15, 60]))
def test_every_so_many_minutes_is_never_longer_ago_than_that(at: datetime, minutes: int) -> None:
    assert at - Every(minutes).last(at) < minutes * MINUTE
    assert Every(minutes).last(at).minute % minutes == 0


@given(whens, moments, st.integers(0, 100_000))
def test_later_moments_have_no_earlier_last_time(when: When, at: datetime, more: int) -> None:
    assert when.last(at) <= when.last(at + timedelta(seconds=more))


@given(whens, moments)
def test_what_has_just_run_is_not_due_again_at_once(when: When, at: datetime) -> None:
    assert is_due(when, Run(), at)
    assert not is_due(when, ran(at), at)


@settings(max_examples=60)
@given(times, st.dates(date(2025, 1, 1), date(2029, 1, 1)))
@example(time(0, 30), FORWARD)
@example(time(1, 30), FORWARD)  # a time that day does not have
@example(time(2, 0), FORWARD)
@example(time(0, 59), BACK)
@example(time(1, 30), BACK)  # a time that day has twice
@example(time(2, 0), BACK)
@example(time(0, 5), LEAP)
def test_a_daily_job_runs_once_on_every_london_day(at: time, middle: date) -> None:
    when, ran_at = Daily(at), []
    days = [middle + timedelta(days=number) for number in (-1, 0, 1)]
    moment = when.on(days[0])
    run = ran(moment - timedelta(seconds=1))
    while moment < when.on(days[-1]) + timedelta(hours=9):
        if is_due(when, run, moment):
            ran_at.append(moment)
            run = ran(moment)
        moment += 7 * MINUTE
    assert len(ran_at) == len(days)
    for day, moment in zip(days, ran_at, strict=True):
        assert when.on(day) <= moment < when.on(day) + 7 * MINUTE


@pytest.mark.parametrize(
    ("day", "at", "moment"),
    [
        (FORWARD, time(0, 30), "2026-03-29T00:30Z"),
        (FORWARD, time(1, 30), "2026-03-29T01:30Z"),  # 2:30am by the clock
        (FORWARD, time(3, 0), "2026-03-29T02:00Z"),
        (BACK, time(0, 30), "2026-10-24T23:30Z"),
        (BACK, time(1, 30), "2026-10-25T00:30Z"),  # the first of the two
        (BACK, time(3, 0), "2026-10-25T03:00Z"),
        (LEAP, time(0, 5), "2028-02-29T00:05Z"),
    ],
)
def test_a_time_of_day_is_that_of_london(day: date, at: time, moment: str) -> None:
    assert Daily(at).on(day) == datetime.fromisoformat(moment)


@given(times, moments, st.integers(1, 30))
def test_days_missed_are_caught_up_once(at: time, moment: datetime, days: int) -> None:
    when = Daily(at)
    long_ago = ran(moment - timedelta(days=days, minutes=61))
    assert is_due(when, long_ago, moment)
    assert not is_due(when, ran(moment), moment + MINUTE) or when.last(moment + MINUTE) > moment


@given(whens, moments, st.integers(1, 40))
def test_a_job_that_fails_is_left_alone_longer_each_time_and_an_hour_at_most(
    when: When, at: datetime, failures: int
) -> None:
    run = Run(started_at=at, finished_at=at, failures=failures)
    assert not is_due(when, run, at + rest(failures) - timedelta(seconds=1))
    assert is_due(when, run, at + rest(failures))
    assert rest(failures - 1) <= rest(failures) <= timedelta(hours=1)


@given(whens, moments)
def test_a_job_that_is_held_is_not_due_and_one_broken_off_is_without_waiting_for_its_time(
    when: When, at: datetime
) -> None:
    run = Run(started_at=at, held_until=at + 5 * MINUTE)
    assert not is_due(when, run, at + 4 * MINUTE)
    assert is_due(when, run, at + 5 * MINUTE)


@given(whens, moments, st.integers(3, 500_000), st.booleans())
def test_nobody_waits_for_a_time_that_a_wrong_clock_wrote_down(
    when: When, at: datetime, ahead: int, ended: bool
) -> None:
    """The clock ran ahead for a while, and was set right."""
    then = at + ahead * MINUTE
    run = Run(started_at=then, finished_at=then) if ended else Run(then, None, then + 2 * MINUTE)
    assert is_due(when, run, at)
