from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from learning.assessments import rules
from learning.catalogue.framework import Nation
from learning.catalogue.marking import POINT, key_of
from learning.catalogue.published import Assessment
from tests.courses_by_hand import a_check, a_question, an_ordering

SEEDS = st.text("0123456789abcdef", min_size=1, max_size=32)
NATIONS = st.sampled_from(Nation)


@st.composite
def checks(draw: st.DrawFn) -> Assessment:
    """Checks of one to four objectives, with questions of nations and of diagnostics mixed in."""
    objectives = ["see", "say", "steer", "stop"][: draw(st.integers(1, 4))]
    questions = [
        a_question(
            f"{objective}-{number}",
            objective,
            type=draw(st.sampled_from(["single", "multiple"])),
            use=draw(st.sampled_from(["final", "final", "diagnostic"])),
            nations=tuple(draw(st.sets(NATIONS, max_size=2))),
        )
        for objective in objectives
        for number in range(draw(st.integers(1, 7)))
    ]
    needed = {objective: draw(st.integers(1, 3)) for objective in objectives}
    return a_check(questions=questions, draw=needed)


def may_be_asked(check: Assessment, nation: Nation, objective: str) -> set[str]:
    return {
        question.id
        for question in check.questions
        if question.objective == objective
        and question.use == "final"
        and (question.nations == () or nation in question.nations)
    }


def is_enough(check: Assessment, nation: Nation) -> bool:
    needed = check.plan.draw.items()
    return all(len(may_be_asked(check, nation, name)) >= number for name, number in needed)


@given(checks(), NATIONS, SEEDS)
def test_a_draw_has_the_right_number_of_each_objective_and_no_question_twice(
    check: Assessment, nation: Nation, seed: str
) -> None:
    assume(is_enough(check, nation))
    drawn = rules.draw(check, nation, seed=seed)
    assert Counter(one.question.objective for one in drawn) == check.plan.draw
    assert len({one.question.id for one in drawn}) == len(drawn) == check.plan.asks


@given(checks(), NATIONS, SEEDS)
def test_a_draw_has_only_final_questions_of_the_nation(
    check: Assessment, nation: Nation, seed: str
) -> None:
    assume(is_enough(check, nation))
    for one in rules.draw(check, nation, seed=seed):
        assert one.question.id in may_be_asked(check, nation, one.question.objective)


@given(checks(), NATIONS, SEEDS, st.sets(st.sampled_from(["see-0", "see-1", "say-0"])))
def test_the_same_seed_draws_the_same(
    check: Assessment, nation: Nation, seed: str, seen: set[str]
) -> None:
    assume(is_enough(check, nation))
    first = rules.draw(check, nation, seed=seed, seen=seen)
    assert rules.draw(check, nation, seed=seed, seen=seen) == first


def test_other_seeds_draw_other_questions_in_another_order() -> None:
    check = a_check()
    draws = {rules.draw(check, Nation.ENGLAND, seed=str(seed)) for seed in range(30)}
    assert len(draws) > 20
    asked = {one.question.id for drawn in draws for one in drawn}
    assert asked == {question.id for question in check.pool(Nation.ENGLAND)}
    assert len({drawn[0].question.objective for drawn in draws}) == 2


@given(checks(), NATIONS, SEEDS)
def test_options_are_shuffled_and_none_is_lost(
    check: Assessment, nation: Nation, seed: str
) -> None:
    assume(is_enough(check, nation))
    for one in rules.draw(check, nation, seed=seed):
        assert sorted(one.option_order) == sorted(option.id for option in one.question.options)


def test_the_right_answer_is_not_always_in_the_same_place() -> None:
    places = {
        one.option_order.index("right-1")
        for seed in range(30)
        for one in rules.draw(a_check(), Nation.WALES, seed=str(seed))
        if one.question.type == "single"
    }
    assert places == {0, 1, 2}


@given(checks(), NATIONS, SEEDS, st.data())
def test_a_retake_asks_every_fresh_question_before_one_seen_before(
    check: Assessment, nation: Nation, seed: str, data: st.DataObject
) -> None:
    assume(is_enough(check, nation))
    seen = data.draw(st.sets(st.sampled_from([question.id for question in check.questions])))
    drawn = rules.draw(check, nation, seed=seed, seen=seen)
    for objective, needed in check.plan.draw.items():
        fresh = may_be_asked(check, nation, objective) - seen
        asked = {one.question.id for one in drawn if one.question.objective == objective}
        assert len(asked & fresh) == min(needed, len(fresh))


@given(checks(), NATIONS, SEEDS)
def test_too_few_questions_for_a_nation_are_said_and_not_made_up(
    check: Assessment, nation: Nation, seed: str
) -> None:
    assume(not is_enough(check, nation))
    with pytest.raises(rules.NoVersionForNation):
        rules.draw(check, nation, seed=seed)


PARTS = st.lists(st.integers(0, POINT), min_size=1, max_size=12)


@given(PARTS)
def test_a_check_is_passed_from_the_pass_mark_on_and_not_below(earned: list[int]) -> None:
    whole = sum(earned) // POINT
    assert rules.mark(earned, pass_mark=whole) == rules.Marking(sum(earned), passed=True)
    assert rules.mark(earned, pass_mark=whole + 1).passed is False


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (0, "0"),
        (30, "½"),
        (60, "1"),
        (330, "5½"),
        (340, "5⅔"),
        (192, "3⅕"),
        (470, "7⅚"),
        (359, "5.98"),
    ],
)
def test_points_are_said_as_people_read_them_and_never_rounded_up(parts: int, words: str) -> None:
    assert rules.points(parts) == words


def test_a_check_may_keep_the_order_it_is_written_in() -> None:
    check = a_check(order="as-written")
    drawn = rules.draw(check, Nation.ENGLAND, seed="any")
    written = [question.id for question in check.questions]
    places = [written.index(one.question.id) for one in drawn]
    assert places == sorted(places)
    for one in drawn:
        assert one.option_order == tuple(option.id for option in one.question.options)


@given(SEEDS, st.integers(3, 6))
def test_steps_to_be_put_in_order_are_never_shown_in_their_order(seed: str, steps: int) -> None:
    question = an_ordering(steps)
    for order in ("shuffled", "as-written"):
        check = a_check(questions=[question], draw={"see": 1}, order=order)
        shown = rules.draw(check, Nation.ENGLAND, seed=seed)[0].option_order
        assert sorted(shown) == sorted(key_of(question))
        assert shown != key_of(question)


NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@given(st.integers(0, 6), st.integers(2, 5), st.integers(1, 100))
def test_the_wait_begins_with_the_last_of_so_many_failures(
    failures: int, after: int, hours: int
) -> None:
    plan = a_check(cool_off={"after": after, "hours": hours}).plan
    moments = [NOON + timedelta(hours=number) for number in range(failures)]
    until = rules.waits_until(plan, moments)
    if failures < after:
        assert until is None
    else:
        assert until == moments[-1] + timedelta(hours=hours)
    assert rules.waits_until(a_check().plan, moments) is None
