"""The arithmetic of comparisons, held against plain references."""

import statistics
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.comparing.rules import circles, drawing
from learning.comparing.rules.learning import Pairs, a_year_before, closed_a_gap
from learning.comparing.rules.likeness import Traits, like, size_in_words
from learning.comparing.rules.percentiles import Middle, middle_of, percentile
from learning.coverage.rules.figures import percentage
from learning.people.kinds import CouncilKind
from learning.people.rules import Part

EXAMPLE = [38, 45, 52, 60, 71, 80]


def shares(*per_cents: int) -> list[Fraction]:
    return [Fraction(one, 100) for one in per_cents]


def test_worked_example_12() -> None:
    assert middle_of(shares(*EXAMPLE)) == Middle(56, (47, 68))
    assert middle_of(shares(*EXAMPLE[:5])) == Middle(52, None)
    assert middle_of(shares(*EXAMPLE[:4])) is None
    assert middle_of([]) is None


LINES = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 60)).map(
        lambda one: Fraction(min(one), max(*one, 1))
    ),
    min_size=5,
    max_size=40,
)


@given(LINES)
def test_percentiles_are_those_of_the_statistics_library(found: list[Fraction]) -> None:
    quarters = statistics.quantiles(found, n=4, method="inclusive")
    ordered = sorted(found)
    assert [percentile(ordered, Fraction(n, 4)) for n in (1, 2, 3)] == quarters
    middle = middle_of(found)
    assert middle is not None
    assert middle.median == percentage(quarters[1].numerator, quarters[1].denominator)
    assert (middle.half is not None) == (len(found) >= 6)
    if middle.half:
        assert 0 <= middle.half[0] <= middle.median <= middle.half[1] <= 100
    assert middle_of(found[::-1]) == middle  # whose figure is whose plays no part


def test_only_all_is_a_hundred_and_only_none_is_nought() -> None:
    nearly = [Fraction(999, 1000)] * 6
    assert middle_of(nearly) == Middle(99, (99, 99))
    assert middle_of([Fraction(1, 1000)] * 6) == Middle(1, (1, 1))
    assert middle_of([Fraction(1)] * 6) == Middle(100, (100, 100))


PARTS = st.lists(
    st.builds(
        Part,
        organisation_id=st.integers(1, 8),
        circle=st.sampled_from([None, 1, 2]),
        compared=st.booleans(),
        contact=st.sampled_from([None, "A post"]),
        then=st.booleans(),
        now=st.booleans(),
    ),
    max_size=24,
)


def in_circle(parts: list[Part], circle: int | None, council: int, when: str, what: str) -> bool:
    """Plainly: some row says so."""
    return any(
        part.organisation_id == council
        and part.circle == circle
        and getattr(part, when)
        and (part.compared if what == "compared" else part.contact is not None)
        for part in parts
    )


@given(PARTS)
def test_whose_figures_stand_beside_a_council_s(parts: list[Part]) -> None:
    found = circles.standing(parts, 1)

    def both(circle: int | None, council: int, what: str) -> bool:
        return all(in_circle(parts, circle, council, when, what) for when in ("then", "now"))

    mine = [circle for circle in (None, 1, 2) if both(circle, 1, "compared")]
    assert found.shared_then == bool(mine)
    assert found.others == {
        council
        for council in range(2, 9)
        if any(both(circle, council, "compared") for circle in mine)
    }
    assert set(found.contacts) == {
        council for council in range(2, 9) if any(both(circle, council, "asked") for circle in mine)
    }
    then = {
        council
        for council in range(2, 9)
        for circle in (None, 1, 2)
        if in_circle(parts, circle, 1, "then", "compared")
        and in_circle(parts, circle, council, "then", "compared")
    }
    assert found.left == then - found.others


@given(PARTS, st.sets(st.integers(2, 8)))
def test_a_month_end_is_compared_for_one_set_of_few_councils_alone(
    parts: list[Part], missing: set[int]
) -> None:
    """Whoever asks again after somebody left finds nothing, or ten councils to be lost among."""
    found = circles.standing(parts, 1)
    if not circles.would_tell(found, missing & found.others):
        nobody_else = not found.left and not (missing & found.others)
        assert nobody_else or len(found.others) >= circles.ONE_IS_LOST_AMONG


def test_where_ten_are_left_one_that_left_stops_nothing() -> None:
    def part(council: int, *, now: bool = True) -> Part:
        return Part(council, 1, compared=True, contact=None, then=True, now=now)

    few = [*map(part, range(1, 11)), part(30, now=False)]
    assert circles.would_tell(circles.standing(few, 1), ())
    many = [*map(part, range(1, 12)), part(30, now=False)]
    assert not circles.would_tell(circles.standing(many, 1), ())


KINDS = ("", *(kind.value for kind in CouncilKind))
TRAITS = st.builds(
    Traits,
    nation=st.sampled_from(["England", "Wales", "Scotland"]),
    kind=st.sampled_from(KINDS),
    people=st.sampled_from([0, 499, 500, 1999, 2000, 5000]),
)


@given(TRAITS, st.dictionaries(st.integers(1, 30), TRAITS, max_size=30))
def test_the_group_is_widened_only_as_far_as_it_has_to_be(
    own: Traits, others: dict[int, Traits]
) -> None:
    group = like(own, others)
    assert group.councils <= set(others)
    alike = {one for one, traits in others.items() if traits == own}
    assert alike <= group.councils
    if len(group.councils) < 6:
        assert group.councils == set(others)
    same_kind = {
        one
        for one, t in others.items()
        if own.kind and (t.nation, t.kind) == (own.nation, own.kind)
    }
    if len(same_kind) >= 6:
        assert group.councils <= same_kind
    assert group.words
    assert like(own, others) == group


@pytest.mark.parametrize(
    ("people", "words"),
    [
        (0, "fewer than 500"),
        (500, "500 to 1,999"),
        (4999, "2,000 to 4,999"),
        (9000, "5,000 people"),
    ],
)
def test_sizes_in_words(people: int, words: str) -> None:
    assert words in size_in_words(people)


@pytest.mark.parametrize(
    ("before", "after", "closed"),
    [
        ((20, 10), (20, 15), True),
        ((20, 10), (20, 14), False),  # not halved
        ((20, 12), (20, 16), False),  # four newly meet it
        ((20, 20), (30, 30), False),  # nobody was short
        ((20, 10), (40, 35), True),
        ((20, 10), (14, 10), False),  # the rest left
    ],
)
def test_a_gap_is_closed_where_the_people_short_halved_and_five_newly_meet_it(
    before: tuple[int, int], after: tuple[int, int], closed: bool
) -> None:
    assert closed_a_gap(Pairs(*before), Pairs(*after)) == closed


def test_a_year_before_a_month_end_is_a_month_end() -> None:
    assert a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)
    assert a_year_before(date(2029, 2, 28)) == date(2028, 2, 29)
    assert a_year_before(date(2026, 10, 31)) == date(2025, 10, 31)


def test_what_is_drawn_is_said_in_words_too() -> None:
    middle = Middle(56, (47, 68))
    assert drawing.said(47, middle) == drawing.said(68, middle) == "Within the middle half"
    assert drawing.said(46, middle) == "Below the middle half"
    assert drawing.said(69, middle) == "Above the middle half"
    assert drawing.said(56, Middle(56, None)) == "At the middle"
    assert drawing.said(None, middle) == drawing.said(50, None) == ""
    drawn = drawing.drawn(100, Middle(0, (0, 0)))
    assert (drawn.own, drawn.median) == (drawn.end, drawn.start)
    assert drawn.half == (drawn.start, 2)
