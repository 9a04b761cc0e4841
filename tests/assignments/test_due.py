"""By when something is due: the plain walk over days says the same."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.assignments import due
from learning.assignments.rules import standing
from learning.assignments.spans import FOR_EVER, Span, joined, within, without
from learning.catalogue.published import Catalogue
from learning.clock import day_of, end_of

START = date(2028, 2, 20)
DAY = timedelta(days=1)


def day(number: int) -> date:
    return START + number * DAY


def spans(found: list[tuple[int, int]]) -> list[Span]:
    return joined((day(first), day(first + length)) for first, length in found)


SPANS = st.lists(st.tuples(st.integers(-3, 14), st.integers(1, 6)), max_size=4).map(spans)


def days_in(some: list[Span]) -> set[date]:
    return {first + n * DAY for first, last in some for n in range((last - first).days)}


@given(SPANS, SPANS)
def test_sets_of_days_are_sets(ours: list[Span], theirs: list[Span]) -> None:
    assert days_in(within(ours, theirs)) == days_in(ours) & days_in(theirs)
    assert days_in(without(ours, theirs)) == days_in(ours) - days_in(theirs)
    assert days_in(joined([*ours, *theirs])) == days_in(ours) | days_in(theirs)


@given(st.integers(-2, 14), st.integers(-2, 6), SPANS, SPANS, st.integers(0, 20))
@settings(max_examples=500)
def test_leave_and_time_away_move_a_day_as_walking_over_the_days_does(
    due_on: int, counts_from: int, paused: list[Span], away: list[Span], today: int
) -> None:
    away = without(away, paused)
    expected, gone = day(due_on), 0
    for number in range(-4, 40):
        on = day(number)
        if on not in days_in(away):
            if gone and on <= day(today) and expected < on:
                expected += gone * DAY
            gone = 0
        if number >= counts_from and on in days_in(away):
            gone += 1
        if number >= counts_from and on in days_in(paused) and on <= expected:
            expected += DAY
    got = due.moved(
        day(due_on), counts_from=day(counts_from), paused=paused, away=away, today=day(today)
    )
    assert got == expected


def test_open_leave_moves_nothing_until_it_has_an_end() -> None:
    leave = [(day(2), FOR_EVER)]
    assert due.moved(day(9), counts_from=day(0), paused=leave, away=[], today=day(5)) == day(9)


@pytest.mark.parametrize(
    ("starts_on", "days", "due_on"),
    [
        (date(2028, 2, 28), 1, date(2028, 2, 29)),  # a leap year
        (date(2027, 2, 28), 1, date(2027, 3, 1)),
        (date(2028, 2, 29), 365, date(2029, 2, 28)),
        (date(2026, 10, 24), 2, date(2026, 10, 26)),  # over the end of summer time
        (date(2027, 3, 27), 2, date(2027, 3, 29)),  # over its beginning
        (date(2026, 12, 31), 60, date(2027, 3, 1)),
    ],
)
def test_so_many_days_after_the_start_are_days_of_the_calendar(
    starts_on: date, days: int, due_on: date
) -> None:
    assert due.within(starts_on, days) == due_on


@pytest.mark.parametrize(
    "last_day", [date(2026, 10, 25), date(2027, 3, 28), date(2028, 2, 29), date(2026, 12, 31)]
)
def test_the_whole_of_the_last_day_in_london_is_in_time(
    catalogue: Catalogue, last_day: date
) -> None:
    def is_overdue(moment: datetime) -> bool:
        return standing(
            catalogue.paths["new-councillor"],
            catalogue,
            roles=frozenset({"councillor"}),
            held={},
            begun=(),
            due_on=last_day,
            today=day_of(moment),
        ).is_overdue

    assert not is_overdue(end_of(last_day) - timedelta(microseconds=1))
    assert is_overdue(end_of(last_day))


def test_in_summer_the_day_ends_at_eleven_by_universal_time() -> None:
    assert end_of(date(2027, 7, 1)) == datetime(2027, 7, 1, 23, 0, tzinfo=UTC)
