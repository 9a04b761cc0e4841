"""The figures of a question, against a statistics library and from answers written by hand."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from learning.assessments.choices import Response, choices_of
from learning.assessments.figures import (
    FEWEST,
    AskedVersion,
    Flag,
    Wanted,
    discrimination_of,
    figures_of,
    rest_score,
    seconds_taken,
    wanted_of,
)
from learning.catalogue.marking import POINT
from tests.courses_by_hand import a_judgement, a_matching, a_number, a_question, an_ordering

CLOSE = 1e-9
START = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)


def responses(parts: Sequence[int], rests: Sequence[float] | None = None, **more) -> list[Response]:
    rests = rests or [n / 100 for n in range(len(parts))]
    return [Response(part, rest, **more) for part, rest in zip(parts, rests, strict=True)]


def chose(*chosen: tuple[str, ...], parts: int = 0, order: tuple[str, ...] = ()) -> list[Response]:
    return [Response(parts, 0.5, one, order) for one in chosen]


OTHERS = st.integers(1, 12)
PAIR = st.tuples(st.integers(0, POINT), st.integers(0, 12 * POINT))


@given(others=OTHERS, pairs=st.lists(PAIR, min_size=FEWEST, max_size=60))
def test_discrimination_agrees_with_the_reference(others: int, pairs: list[tuple[int, int]]):
    from scipy import stats  # noqa: PLC0415  # a second to load; only where used

    shares = [share / POINT for share, _ in pairs]
    rests = [min(rest, others * POINT) / (others * POINT) for _, rest in pairs]
    assume(len(set(shares)) > 1)
    assume(len(set(rests)) > 1)
    ours = discrimination_of(responses([share for share, _ in pairs], rests))
    assert ours == pytest.approx(stats.pearsonr(shares, rests).statistic, abs=CLOSE)


@given(pairs=st.lists(st.tuples(st.booleans(), st.integers(0, 9)), min_size=FEWEST, max_size=60))
def test_of_all_or_nothing_it_is_the_point_biserial(pairs: list[tuple[bool, int]]) -> None:
    from scipy import stats  # noqa: PLC0415  # a second to load; only where used

    rights, rests = [right for right, _ in pairs], [rest / 9 for _, rest in pairs]
    assume(len(set(rights)) == 2)
    assume(len(set(rests)) > 1)
    ours = discrimination_of(responses([POINT * right for right in rights], rests))
    assert ours == pytest.approx(stats.pointbiserialr(rights, rests).statistic, abs=CLOSE)


@given(
    parts=st.lists(st.integers(0, POINT), min_size=FEWEST, max_size=60),
    seconds=st.lists(st.floats(0, 90_000), min_size=60, max_size=60),
)
def test_facility_and_median_time_agree_with_the_reference(
    parts: list[int], seconds: list[float]
) -> None:
    from scipy import stats  # noqa: PLC0415  # a second to load; only where used

    given = [
        Response(part, 0.5, ("right-1",), (), second)
        for part, second in zip(parts, seconds, strict=False)
    ]
    found = figures_of(a_question("q"), given)
    assert found
    assert found.facility == pytest.approx(stats.tmean(parts) / POINT, abs=CLOSE)
    middle = stats.scoreatpercentile(seconds[: len(parts)], 50)
    assert found.median_seconds == pytest.approx(middle, abs=CLOSE * 1000)


@pytest.mark.parametrize(
    ("parts", "rests"),
    [
        ([POINT] * 12, None),  # everybody right
        ([0, POINT] * 6, [1 / 3] * 12),  # the rest alike
        ([0, POINT] * 6, [None] * 12),  # a check of one question
        ([0, POINT] * 6, [0.1, 0.2] * 4 + [None] * 4),  # too few with a rest
    ],
)
def test_discrimination_that_is_not_defined_is_none_and_never_nought(parts, rests) -> None:
    assert discrimination_of(responses(parts, rests)) is None


@pytest.mark.parametrize("number", range(FEWEST))
def test_fewer_than_ten_say_nothing(number: int) -> None:
    assert figures_of(a_question("q"), responses([POINT] * number)) is None


def test_the_rest_score_is_the_share_of_the_other_questions() -> None:
    assert rest_score([60, 30, 0], 60) == 0.25
    assert rest_score([60, 30, 0], 0) == 0.75
    assert rest_score([60], 60) is None


def test_time_runs_from_the_answer_before_to_the_first_answer() -> None:
    def after(seconds: int) -> datetime:
        return START + timedelta(seconds=seconds)

    answers = [(1, after(20)), (3, after(50)), (1, after(55)), (2, after(100)), (3, after(900))]
    assert seconds_taken(START, answers) == {1: 20, 3: 30, 2: 45}
    assert seconds_taken(START, []) == {}


def flags(question, given: list[Response]) -> set[Flag]:
    found = figures_of(question, given)
    assert found
    return set(found.flags)


EVERY_OPTION = chose(("right-1",), ("wrong-1",), ("wrong-2",))


@pytest.mark.parametrize(
    ("right", "of", "expected"),
    [
        (20, 20, {Flag.TOO_EASY}),
        (96, 100, {Flag.TOO_EASY}),
        (95, 100, set()),  # the bound itself is not beyond it
        (20, 100, set()),
        (19, 100, {Flag.TOO_HARD}),
        (0, 20, {Flag.TOO_HARD}),
    ],
)
def test_too_easy_and_too_hard(right: int, of: int, expected: set[Flag]) -> None:
    chosen = [*[("right-1",)] * (of - 2), ("wrong-1",), ("wrong-2",)]
    given = [Response(POINT if n < right else 0, 0.5, chosen[n]) for n in range(of)]
    assert flags(a_question("q"), given) == expected


def test_those_who_know_more_get_it_wrong() -> None:
    given = [
        Response(POINT if n < 6 else 0, n / 12, (("right-1",), ("wrong-1",), ("wrong-2",))[n % 3])
        for n in range(12)
    ]
    assert flags(a_question("q"), given) == {Flag.NEGATIVE}


def test_a_wrong_option_that_nobody_chose() -> None:
    half = [Response(POINT, 0.5, ("right-1",)), Response(0, 0.5, ("wrong-2",))] * 6
    assert flags(a_question("q"), half) == {Flag.NEVER_CHOSEN}
    assert flags(a_question("q"), half + EVERY_OPTION) == set()


def test_an_acceptable_judgement_that_nobody_chose_is_no_wrong_option() -> None:
    question = a_judgement("bap")
    given = [Response(POINT, 0.5, ("best-1",)), Response(0, 0.5, ("poor-3",))] * 6
    assert flags(question, given) == set()


def counted(question, given: list[Response]) -> dict[str, dict[str, int]]:
    found = choices_of(question, given)
    return {one.of: {count.words: count.number for count in one.counts} for one in found}


def test_choices_are_counted_for_each_option() -> None:
    given = [*EVERY_OPTION, *chose(("right-1",), ())]
    question = a_question("q")
    (of_question,) = choices_of(question, given)
    assert [(c.id, c.number, c.is_right) for c in of_question.counts] == [
        ("right-1", 2, True),
        ("wrong-1", 1, False),
        ("wrong-2", 1, False),
    ]


def test_an_ordering_is_counted_for_each_place() -> None:
    given = chose(("step-1", "step-2", "step-3"), ("step-1", "step-3", "step-2"), ())
    assert counted(an_ordering(3), given) == {
        "Place 1": {"Step 1": 2, "Step 2": 0, "Step 3": 0},
        "Place 2": {"Step 1": 0, "Step 2": 1, "Step 3": 1},
        "Place 3": {"Step 1": 0, "Step 2": 1, "Step 3": 1},
    }


def test_a_matching_is_counted_for_each_line_whatever_the_order_shown() -> None:
    one = chose(("line-1", "line-2"), order=("line-1", "line-2"))
    other = chose(("line-1", "line-1"), order=("line-2", "line-1"))
    assert counted(a_matching("ab"), one + other) == {
        "Line 1": {"Thing a": 2, "Thing b": 0},
        "Line 2": {"Thing a": 1, "Thing b": 1},
    }


def test_a_number_that_few_people_typed_is_not_repeated() -> None:
    given = [
        *chose(*[("14",)] * 3, ("14.5",), parts=POINT),
        *chose(*[("28",)] * 5, *[("7",)] * 4, ("190276",)),
    ]
    assert counted(a_number("14", "1"), given) == {
        "": {"Right": 4, "28": 5, "Other numbers": 5},
    }


def version(name: str, figures_from: list[Response] | None = None, **more) -> AskedVersion:
    question = a_question(name)
    facts = {"course": "harbour", "checks": ("awareness",), "revision": f"r-{name}"} | more
    return AskedVersion(
        question=question, figures=figures_of(question, figures_from or []), **facts
    )


EASY = version("a", responses([POINT] * 11, chosen=("right-1",)))
HARD = version("b", responses([0] * 12, chosen=("right-1",)), course="tides")
FEW = version("c", checks=("second",))
MIXED = version("d", responses([0, POINT] * 5, chosen=("right-1",)))


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Wanted(), "acdb"),  # by course, then question
        (Wanted(course="harbour"), "acd"),
        (Wanted(check="second"), "c"),
        (Wanted(flag="too-easy"), "a"),
        (Wanted(flag="never-chosen"), "adb"),
        (Wanted(sort="facility"), "bdac"),  # what has no figure comes last, both ways
        (Wanted(sort="-facility"), "adbc"),
        (Wanted(sort="discrimination"), "dacb"),
        (Wanted(sort="-attempts"), "badc"),
        (Wanted(sort="nothing-of-ours"), "acdb"),
    ],
)
def test_what_is_wanted_comes_in_its_order(wanted: Wanted, names: str) -> None:
    found = wanted_of([MIXED, HARD, FEW, EASY], wanted)
    assert "".join(one.question.id for one in found) == names
