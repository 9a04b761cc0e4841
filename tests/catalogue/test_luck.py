"""The chance of passing by guessing is exact."""

from fractions import Fraction
from itertools import combinations, product
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from learning.catalogue.content import Question
from learning.catalogue.framework import Nation
from learning.catalogue.luck import chance_all_right, chance_of_luck
from learning.catalogue.marking import POINT, worth
from learning.catalogue.published import Assessment
from tests.courses_by_hand import a_check, a_judgement, a_question, an_ordering

QUESTIONS = st.one_of(
    st.sampled_from(["single", "multiple"]).map(lambda kind: a_question("one", type=kind)),
    st.just(a_question("some", type="multiple", partial=True)),
    st.just(an_ordering(3, partial=True)),
    st.sampled_from(["bap", "pbp", "aab"]).map(a_judgement),
)


@st.composite
def checks(draw: st.DrawFn) -> Assessment:
    """Checks of one or two objectives with questions of several types."""
    questions, needed = [], {}
    for objective in ("see", "say")[: draw(st.integers(1, 2))]:
        there = draw(st.lists(QUESTIONS, min_size=1, max_size=3))
        questions += [
            one.model_copy(update={"id": f"{objective}-{number}", "objective": objective})
            for number, one in enumerate(there)
        ]
        needed[objective] = draw(st.integers(1, min(2, len(there))))
    pass_mark = draw(st.integers(1, sum(needed.values())))
    return a_check(questions=questions, draw=needed, pass_mark=pass_mark)


def guesses(question: Question) -> list[tuple[str, ...]]:
    """Every answer that a guesser might give: the page tells how many to choose."""
    ids = [option.id for option in question.options]
    if question.type == "ordering":
        return [answer for answer in product(ids, repeat=len(ids)) if len(set(answer)) == len(ids)]
    wanted = sum(option.right for option in question.options) if question.type == "multiple" else 1
    return list(combinations(ids, wanted))


def by_counting(check: Assessment, questions: tuple[Question, ...]) -> Fraction:
    """Passes among all combinations of guesses, one by one."""
    earned = [0]
    for question in questions:
        earned = [sum_ + worth(question, one) for sum_ in earned for one in guesses(question)]
    passed = sum(parts >= check.plan.pass_mark * POINT for parts in earned)
    return Fraction(passed, len(earned))


@given(checks())
def test_the_chance_is_that_of_the_easiest_draw_counted_out(check: Assessment) -> None:
    draws = [
        combinations([q for q in check.questions if q.objective == objective], drawn)
        for objective, drawn in check.plan.draw.items()
    ]
    counted = [by_counting(check, sum(some, ())) for some in product(*draws)]
    assert chance_of_luck(check, Nation.ENGLAND) == max(counted)


def test_a_question_for_another_nation_is_no_part_of_the_chance() -> None:
    easy = a_question("easy")
    hard = a_question("hard", type="multiple", nations=(Nation.WALES,))
    plan = SimpleNamespace(draw={"see": 1}, pass_mark=1)
    check = Assessment("course", plan, (easy, hard), "revision")  # type: ignore[arg-type]
    assert chance_of_luck(check, Nation.ENGLAND) == Fraction(1, 3)


def test_all_right_by_guessing_is_the_product_of_each() -> None:
    three = [a_question("one"), a_question("two", type="multiple"), a_judgement("bap")]
    assert chance_all_right(three) == Fraction(1, 3) * Fraction(1, 6) * Fraction(1, 3)
