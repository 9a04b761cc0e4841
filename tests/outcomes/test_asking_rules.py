"""Who is asked what, and when: held against the sentences it is described by."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from learning.clock import add_months
from learning.evidence.rules import Shown
from learning.outcomes.rules import asking
from learning.outcomes.rules.asking import EARLIEST, LATEST, Asked, due

DAYS = st.dates(date(2023, 1, 1), date(2028, 12, 31))
NEAR = date(2026, 6, 1)


def a_pass(
    shown_on: date,
    *,
    number: int = 1,
    skill: str = "ropes",
    level: int = 1,
    source: str = "assessment",
    check: str | None = None,
    withdrawn_on: date | None = None,
) -> Shown:
    return Shown(
        id=number,
        skill=skill,
        level=level,
        source=source,
        summary="Ropes",
        reference=check or f"try {number}",
        shown_on=shown_on,
        expires_on=None,
        withdrawn_on=withdrawn_on,
    )


def asked(on: date, *, skill: str = "sails", level: int = 1, answered: bool = False) -> Asked:
    return Asked(skill, level, f"try of {skill}", on, answered)


@pytest.mark.parametrize(
    ("passed", "first"),
    [
        (date(2026, 3, 10), date(2026, 6, 10)),
        (date(2026, 11, 30), date(2027, 3, 1)),  # there is no 30 February
        (date(2023, 11, 29), date(2024, 2, 29)),  # a leap year
        (date(2026, 1, 31), date(2026, 5, 1)),
        (date(2025, 12, 29), date(2026, 3, 29)),  # the clocks go forward that night
    ],
)
def test_somebody_is_asked_on_the_same_day_three_calendar_months_later(
    passed: date, first: date
) -> None:
    piece = a_pass(passed)
    assert due([piece], [], on=first - timedelta(days=1)) is None
    assert due([piece], [], on=first) == piece


def test_after_leave_it_is_still_asked_but_not_half_a_year_later() -> None:
    piece = a_pass(date(2026, 3, 10))
    assert due([piece], [], on=date(2026, 9, 9)) == piece
    assert due([piece], [], on=date(2026, 9, 10)) is None


@pytest.mark.parametrize("source", ["prior-learning", "observed", "self-assessment"])
def test_only_checks_are_asked_about(source: str) -> None:
    assert due([a_pass(NEAR, source=source)], [], on=add_months(NEAR, 3)) is None


def test_a_renewal_is_not_asked_about_and_a_higher_level_is() -> None:
    on = add_months(NEAR, 3)
    for before in ("assessment", "prior-learning", "observed"):
        first = a_pass(date(2025, 1, 1), number=1, source=before)
        assert due([first, a_pass(NEAR, number=2)], [], on=on) is None
        higher = a_pass(NEAR, number=2, level=2)
        assert due([first, higher], [], on=on) == higher
    own_view = a_pass(date(2025, 1, 1), number=1, level=4, source="self-assessment")
    assert due([own_view, a_pass(NEAR, number=2)], [], on=on) == a_pass(NEAR, number=2)


def test_what_was_withdrawn_is_not_asked_about_and_hides_nothing() -> None:
    on = add_months(NEAR, 3)
    assert due([a_pass(NEAR, withdrawn_on=on)], [], on=on) is None
    never = a_pass(date(2025, 1, 1), number=1, withdrawn_on=date(2025, 1, 1))
    piece = a_pass(NEAR, number=2)
    assert due([never, piece], [], on=on) == piece


def test_one_check_of_two_skills_is_one_question() -> None:
    on = add_months(NEAR, 3)
    both = [
        a_pass(NEAR, number=1, check="try 7"),
        a_pass(NEAR, number=2, skill="knots", level=2, check="try 7"),
    ]
    found = due(both, [], on=on)
    assert found == both[1]  # the higher level speaks for it
    before = Asked("knots", 2, "try 7", on, is_answered=True)
    assert due(both, [before], on=add_months(on, 1)) is None


def test_nobody_is_asked_twice_or_while_a_question_stands() -> None:
    on = add_months(NEAR, 3)
    piece = a_pass(NEAR)
    assert due([piece], [asked(date(2025, 1, 1), skill="ropes")], on=on) is None
    assert due([piece], [asked(add_months(on, -1), answered=True)], on=on) == piece
    assert due([piece], [asked(on - timedelta(days=20), answered=True)], on=on) is None
    assert due([piece], [asked(add_months(on, -1))], on=on) is None  # it stands two months
    assert due([piece], [asked(add_months(on, -2))], on=on) == piece


@settings(max_examples=40)
@given(st.lists(st.tuples(DAYS, st.sampled_from("abc"), st.integers(1, 3)), max_size=6), DAYS)
def test_day_after_day_nobody_is_asked_too_often_too_early_or_twice(
    passed: list[tuple[date, str, int]], start: date
) -> None:
    pieces = [
        a_pass(day, number=n, skill=skill, level=level)
        for n, (day, skill, level) in enumerate(passed, 1)
    ]
    questions: list[Asked] = []
    days: list[date] = []
    for ahead in range(400):
        on = start + timedelta(days=ahead)
        found = due(pieces, questions, on=on)
        if found is None:
            continue
        assert add_months(found.shown_on, 3) <= on < add_months(found.shown_on, 6)
        assert LATEST <= (on - found.shown_on).days <= EARLIEST
        assert not days or add_months(days[-1], 1) <= on
        questions.append(Asked(found.skill, found.level, found.reference, on, is_answered=True))
        days.append(on)
    asked_of = [(one.skill, one.level) for one in questions]
    assert len(asked_of) == len(set(asked_of))
    for one in questions:
        earlier = [p for p in pieces if p.skill == one.skill and p.level >= one.level]
        assert min(earlier, key=lambda p: (p.shown_on, p.id)).reference == one.reference


@settings(max_examples=40)
@given(DAYS)
@example(date(2024, 11, 29))
@example(date(2023, 11, 30))
@example(date(2026, 3, 31))
def test_the_days_that_the_database_looks_at_hold_every_day_of_the_rule(passed: date) -> None:
    piece = a_pass(passed)
    for age in range(80, 200):
        on = passed + timedelta(days=age)
        if asking.is_time(piece, on):
            assert LATEST <= age <= EARLIEST
