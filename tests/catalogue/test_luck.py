"""The chance of passing by guessing is exact."""

from fractions import Fraction
from itertools import combinations, product
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from learning.catalogue.content import AssessmentPlan, Option, Question
from learning.catalogue.course_checks import chance_of_luck
from learning.catalogue.framework import Nation
from learning.catalogue.published import Assessment


def a_question(number: int, options: int, right: int, kind: str) -> Question:
    return Question(
        id=f"q{number}",
        type=kind,
        objective="one",
        lesson="first",
        use="final",
        text="Which?",
        option=[
            Option(id=f"o{n}", text=f"Option {n}", right=n < right, feedback="Because.")
            for n in range(options)
        ],
    )


@st.composite
def checks(draw: Any) -> Assessment:
    questions = []
    for number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["single", "multiple"]))
        options = draw(st.integers(3, 4))
        right = 1 if kind == "single" else draw(st.integers(1, options - 1))
        questions.append(a_question(number, options, right, kind))
    drawn = draw(st.integers(1, len(questions)))
    plan = AssessmentPlan(
        id="check",
        title="Check",
        file="assessment.toml",
        gives=[{"skill": "evaluation", "level": 1}],
        pass_mark=draw(st.integers(1, drawn)),
        draw={"one": drawn},
    )
    return Assessment("course", plan, tuple(questions), "revision")


def guesses(question: Question) -> list[set[str]]:
    """Every answer that a guesser might give: the page tells how many to choose."""
    right = sum(option.right for option in question.options)
    ids = [option.id for option in question.options]
    return [set(chosen) for chosen in combinations(ids, right)]


def by_counting(check: Assessment, questions: tuple[Question, ...]) -> Fraction:
    """Passes among all combinations of guesses, one by one."""
    passed = tried = 0
    for answers in product(*map(guesses, questions)):
        right = sum(
            answer == {option.id for option in question.options if option.right}
            for question, answer in zip(questions, answers, strict=True)
        )
        tried += 1
        passed += right >= check.plan.pass_mark
    return Fraction(passed, tried)


@given(checks())
def test_the_chance_is_that_of_the_easiest_draw_counted_out(check: Assessment) -> None:
    drawn = check.plan.draw["one"]
    counted = [by_counting(check, some) for some in combinations(check.questions, drawn)]
    assert chance_of_luck(check, Nation.ENGLAND) == max(counted)


def test_a_question_for_another_nation_is_no_part_of_the_chance() -> None:
    easy = a_question(1, 3, 1, "single")
    hard = a_question(2, 4, 2, "multiple").model_copy(update={"nations": (Nation.WALES,)})
    plan = SimpleNamespace(draw={"one": 1}, pass_mark=1)
    check = Assessment("course", plan, (easy, hard), "revision")  # type: ignore[arg-type]
    assert chance_of_luck(check, Nation.ENGLAND) == Fraction(1, 3)
