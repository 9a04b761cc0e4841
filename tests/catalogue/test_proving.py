"""What shows each thing a course teaches, what luck shows, and what it spares; pure."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.catalogue.course_checks import check_course
from learning.catalogue.files import Reading
from learning.catalogue.framework import Nation
from learning.catalogue.proving import proof_of, spared
from learning.catalogue.published import Course
from tests.courses_by_hand import a_catalogue, a_check, a_course, a_provable_course, a_question

OBJECTIVES = ("see", "say", "steer")
COURSE = a_provable_course()
LESSONS = frozenset(lesson.key for lesson in COURSE.lessons)


def test_every_diagnostic_question_is_asked_and_no_final_one() -> None:
    proof = proof_of(COURSE, Nation.ENGLAND)
    assert proof.asks == 9
    assert {question.use for question in proof.questions} == {"diagnostic"}


def test_it_takes_the_pace_of_the_check() -> None:
    proof = proof_of(COURSE, Nation.ENGLAND)
    assert (proof.check.plan.asks, proof.check.plan.minutes) == (4, 5)
    assert proof.minutes == 12  # nine questions where four take five minutes: 11¼
    assert proof.time_limit is None
    limited = a_provable_course(checks=(a_check(questions=proof.questions, time_limit=20),))
    assert proof_of(limited, Nation.ENGLAND).time_limit == 45


def test_luck_is_that_of_the_objective_easiest_to_guess() -> None:
    """Three of one in three: 1 in 27; three of two in four: 1 in 216."""
    assert proof_of(COURSE, Nation.ENGLAND).luck == Fraction(1, 27)


def test_a_nation_that_lacks_an_objective_has_nothing_to_prove() -> None:
    english = tuple(
        question.model_copy(update={"nations": (Nation.ENGLAND,)})
        if question.objective == "say"
        else question
        for question in COURSE.assessments[0].questions
    )
    course = a_provable_course(checks=(a_check(questions=english),))
    assert proof_of(course, Nation.ENGLAND) is not None
    assert proof_of(course, Nation.WALES) is None
    elsewhere = a_provable_course(nations=(Nation.ENGLAND,))
    assert proof_of(elsewhere, Nation.SCOTLAND) is None


def test_a_course_without_diagnostic_questions_or_objectives_has_nothing_to_prove() -> None:
    assert proof_of(a_course(), Nation.ENGLAND) is None
    assert proof_of(a_provable_course(checks=()), Nation.ENGLAND) is None


@pytest.mark.parametrize(
    ("shown", "keys"),
    [
        ((), set()),
        (("see",), {"harbour-lights/one"}),
        (("say",), set()),  # its lesson teaches steering too
        (("say", "steer"), {"harbour-lights/two"}),
        (("see", "say"), {"harbour-lights/one"}),
        (OBJECTIVES, LESSONS),  # the opening lesson too
        (("something-of-old",), set()),
    ],
)
def test_a_lesson_is_spared_when_all_that_it_teaches_is_shown(
    shown: tuple[str, ...], keys: set[str]
) -> None:
    assert spared(COURSE, shown) == keys


@given(st.sets(st.sampled_from(OBJECTIVES)), st.sampled_from(OBJECTIVES))
def test_showing_more_never_spares_less_and_what_is_not_shown_keeps_its_lessons(
    shown: set[str], more: str
) -> None:
    assert spared(COURSE, shown) <= spared(COURSE, shown | {more})
    asked = proof_of(COURSE, Nation.ENGLAND).questions
    missing = {question.lesson for question in asked if question.objective not in shown}
    assert not {key.partition("/")[2] for key in spared(COURSE, shown)} & missing


def problems_of(course: Course) -> list[str]:
    reading = Reading(Path("courses"))
    check_course(a_catalogue(course), course, reading)
    return [str(problem) for problem in reading.problems]


def test_what_three_coins_show_is_refused() -> None:
    """Three questions of two options: one guess in eight."""
    two_options = [
        one.model_copy(update={"options": one.options[:2]})
        for one in (a_question(f"coin-{n}", use="diagnostic") for n in range(3))
    ]
    coins = a_course(
        objective=[{"id": "see", "text": "See"}],
        checks=(a_check(questions=two_options),),
        nations=(Nation.WALES,),
    )
    wanted = "objective see: can be shown by guessing with chance 12.5% in Wales; stay under 5%"
    assert any(wanted in problem for problem in problems_of(coins))
