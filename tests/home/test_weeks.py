"""What is asked is spread over weeks: in order, nothing lost, and no more than is right."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from learning.assignments.rules import Pace
from learning.home.rules.weeks import monday, spread

TODAY = date(2026, 11, 26)  # a Thursday
CAP = 60


@dataclass(frozen=True)
class Thing:
    number: int
    due_on: date
    steps: tuple[int, ...]


THINGS = st.lists(
    st.tuples(st.integers(-30, 120), st.lists(st.integers(3, 80), min_size=1, max_size=8)),
    max_size=8,
).map(
    lambda found: [
        Thing(number, TODAY + timedelta(days=due), tuple(steps))
        for number, (due, steps) in enumerate(sorted(found, key=lambda one: one[0]))
    ]
)
NEW_UNTIL = st.one_of(st.none(), st.integers(1, 91).map(lambda n: TODAY + timedelta(days=n)))


@given(THINGS, NEW_UNTIL)
@settings(max_examples=300)
def test_nothing_is_lost_and_the_order_is_kept(things: list[Thing], until: date | None) -> None:
    weeks = spread(things, Pace(CAP, until), today=TODAY)
    shares = [share for week in weeks for share in week.shares]
    numbers = [share.thing.number for share in shares]
    assert numbers == sorted(numbers)
    for thing in things:
        own = [share for share in shares if share.thing is thing]
        assert sum(share.minutes for share in own) == sum(thing.steps)
        assert [share.goes_on for share in own] == [False] + [True] * (len(own) - 1)
        assert [share.is_rest for share in own] == [False] * (len(own) - 1) + [True]
    starts = [week.starts_on for week in weeks]
    assert starts == [monday(TODAY) + n * timedelta(days=7) for n in range(len(weeks))]


@given(THINGS, st.integers(1, 91))
@settings(max_examples=300)
def test_no_week_of_a_newcomer_is_above_the_cap_but_for_one_longer_step(
    things: list[Thing], days: int
) -> None:
    until = TODAY + timedelta(days=days)
    for week in spread(things, Pace(CAP, until), today=TODAY):
        if week.starts_on < until and week.minutes > CAP:
            (share,) = week.shares
            assert share.minutes in share.thing.steps


@given(THINGS)
@settings(max_examples=300)
def test_others_are_on_time_where_they_can_be_and_what_is_overdue_is_now(
    things: list[Thing],
) -> None:
    weeks = spread(things, Pace(CAP), today=TODAY)
    for week in weeks:
        for share in week.shares:
            assert week.starts_on <= max(monday(share.thing.due_on), monday(TODAY))


@given(THINGS)
@settings(max_examples=300)
def test_others_do_more_than_the_measure_only_where_they_would_else_be_late(
    things: list[Thing],
) -> None:
    weeks = spread(things, Pace(CAP), today=TODAY)
    for week in weeks:
        if week.minutes <= CAP or (
            len(week.shares) == 1 and week.minutes in week.shares[0].thing.steps
        ):
            continue
        # Put the last step off, and something is late at the usual measure from then on.
        rest = [
            (s.thing, s.minutes) for w in weeks if w.starts_on > week.starts_on for s in w.shares
        ]
        last = week.shares[-1]
        later = [(last.thing, min(last.thing.steps)), *rest]
        total, is_late = 0, False
        for thing, minutes in later:
            total += minutes
            until = max(0, (monday(thing.due_on) - week.starts_on).days // 7)
            is_late = is_late or total > CAP * until
        assert is_late


def test_a_course_longer_than_the_cap_stands_in_weeks_that_follow_each_other() -> None:
    long = Thing(0, TODAY + timedelta(days=90), (25, 25, 25, 25, 25))
    weeks = spread([long], Pace(CAP, TODAY + timedelta(days=91)), today=TODAY)
    assert [week.minutes for week in weeks] == [50, 50, 25]


def test_what_is_due_this_week_is_done_this_week_by_who_is_not_new() -> None:
    things = [Thing(n, TODAY, (50,)) for n in range(3)]
    assert [w.minutes for w in spread(things, Pace(CAP), today=TODAY)] == [150]
    new = spread(things, Pace(CAP, TODAY + timedelta(days=90)), today=TODAY)
    assert [week.minutes for week in new] == [50, 50, 50]
