"""The real courses: every answer key passes its own check, and every live course obeys the bars."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.assessments import rules
from learning.catalogue.course_checks import (
    FEWEST_DIAGNOSTIC_QUESTIONS,
    FEWEST_FINAL_QUESTIONS,
)
from learning.catalogue.framework import Nation
from learning.catalogue.loading import load
from learning.catalogue.luck import MOST_LUCK, chance_of_luck
from learning.catalogue.marking import POINT, fault, target_of, worth
from learning.catalogue.proving import proof_of, spared
from learning.catalogue.published import Assessment, Catalogue, Course
from learning.catalogue.question_checks import question_faults
from learning.config import ROOT, Settings
from learning.markup import render

FOLDER = Settings(secret_key="only-for-tests-only-for-tests-only-for-tests").courses
CATALOGUE: Catalogue = load(FOLDER)
LIVE: list[Course] = [course for course in CATALOGUE.courses.values() if course.is_live]
CHECKS: list[Assessment] = [check for course in LIVE for check in course.assessments]


def key_as_shown(one: rules.Drawn) -> list[str]:
    """The right answer as a learner gives it, from what the file says."""
    question = one.question
    if question.type == "number":
        return [str(question.number)]
    if question.type == "ordering":
        return [o.id for o in sorted(question.options, key=lambda o: o.place)]
    if question.type == "matching":
        by_id = {option.id: option for option in question.options}
        return [target_of(question, by_id[name]).id for name in one.option_order]
    return [o.id for o in question.options if o.right or o.judgement == "best"]


def test_there_are_courses() -> None:
    assert FOLDER.exists()
    assert ROOT.exists()
    assert LIVE
    assert CHECKS


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: f"{check.course}/{check.id}")
@given(seed=st.text(max_size=8), nation=st.sampled_from(Nation))
def test_the_answer_key_of_every_draw_passes_and_no_answer_fails(
    check: Assessment, seed: str, nation: Nation
) -> None:
    if nation not in CATALOGUE.courses[check.course].file.nations:
        return
    drawn = rules.draw(check, nation, seed=seed)
    questions = [one.question for one in drawn]
    asked = Counter(question.objective for question in questions)
    assert asked == Counter(check.plan.draw)
    assert len({question.id for question in questions}) == len(questions)
    for one in drawn:
        assert sorted(one.option_order) == sorted(option.id for option in one.question.options)
    keys = [key_as_shown(one) for one in drawn]
    assert [fault(question, key) for question, key in zip(questions, keys, strict=True)] == [
        None
    ] * len(questions)
    for one, key in zip(drawn, keys, strict=True):
        assert worth(one.question, key, one.option_order) == POINT
        assert worth(one.question, (), one.option_order) == 0


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: f"{check.course}/{check.id}")
def test_the_next_attempt_asks_other_questions(check: Assessment) -> None:
    nation = CATALOGUE.courses[check.course].file.nations[0]
    first = {one.question.id for one in rules.draw(check, nation, seed="first")}
    second = {one.question.id for one in rules.draw(check, nation, seed="second", seen=first)}
    assert not first & second


@pytest.mark.parametrize("course", LIVE, ids=lambda course: course.slug)
def test_a_live_course_obeys_the_bars(course: Course) -> None:
    assert 3 <= len(course.lessons) <= 6
    assert course.file.reviewers
    for lesson in course.lessons:
        assert 450 <= len(lesson.body.split()) <= 1100, lesson.slug
        assert lesson.front.sources, lesson.slug
        assert lesson.front.review_by > lesson.front.reviewed, lesson.slug
    questions = [question for check in course.assessments for question in check.questions]
    final = [question for question in questions if question.use == "final"]
    assert len(final) >= FEWEST_FINAL_QUESTIONS
    for question in questions:
        assert question_faults(question) == [], question.id
        assert all(option.feedback.strip() for option in question.options), question.id
        assert "all of the above" not in " ".join(o.text.casefold() for o in question.options)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: f"{check.course}/{check.id}")
def test_luck_does_not_pass_a_check(check: Assessment) -> None:
    for nation in CATALOGUE.courses[check.course].file.nations:
        assert chance_of_luck(check, nation) < MOST_LUCK
        for objective, drawn in check.plan.draw.items():
            there = [q for q in check.pool(nation) if q.objective == objective]
            assert len(there) >= 2 * drawn, objective


@pytest.mark.parametrize("course", LIVE, ids=lambda course: course.slug)
def test_what_a_course_teaches_can_be_proved_and_not_by_luck(course: Course) -> None:
    for nation in course.file.nations:
        proof = proof_of(course, nation)
        assert proof is not None, nation
        assert proof.luck < MOST_LUCK
        asked = Counter(question.objective for question in proof.questions)
        assert min(asked.values()) >= FEWEST_DIAGNOSTIC_QUESTIONS
        given = {gift.skill: gift.level for gift in proof.check.plan.gives}
        assert given == {gift.skill: gift.level for gift in course.gives()}


@pytest.mark.parametrize("course", LIVE, ids=lambda course: course.slug)
def test_each_lesson_but_an_opening_one_is_spared_by_what_it_teaches(course: Course) -> None:
    """Each by some of the objectives; and only the first may stand for the whole."""
    objectives = {objective.id for objective in course.file.objectives}
    some = [spared(course, objectives - {one}) for one in objectives]
    never = [lesson.slug for lesson in course.lessons if lesson.key not in frozenset().union(*some)]
    assert never in ([], [course.lessons[0].slug])
    for one in objectives:
        left = {lesson.key for lesson in course.lessons} - spared(course, objectives - {one})
        assert left, f"nothing teaches {one}"
    assert len(spared(course, objectives)) == len(course.lessons)


@pytest.mark.parametrize("course", LIVE, ids=lambda course: course.slug)
def test_diagnostic_questions_are_never_final_ones(course: Course) -> None:
    questions = [question for check in course.assessments for question in check.questions]
    by_use: dict[str, set[str]] = {"final": set(), "diagnostic": set()}
    for question in questions:
        by_use[question.use] |= {question.id, " ".join(question.text.split())}
    assert not by_use["final"] & by_use["diagnostic"]


@pytest.mark.parametrize("course", LIVE, ids=lambda course: course.slug)
def test_what_a_live_course_says_is_shown_safely(course: Course) -> None:
    texts = [lesson.body for lesson in course.lessons]
    texts += [question.text for check in course.assessments for question in check.questions]
    for text in texts:
        shown = render(text)
        assert "<script" not in shown
        assert "&lt;/" not in shown, "raw HTML in Markdown is shown as text: write Markdown"


@pytest.mark.parametrize("path", CATALOGUE.paths.values(), ids=lambda path: path.slug)
def test_a_path_closes_everything_that_its_roles_add(path) -> None:
    for slug in path.file.roles:
        role = CATALOGUE.roles[slug]
        given = {
            (gift.skill, level)
            for step in path.steps_for(frozenset([slug]))
            for gift in CATALOGUE.courses[step.course].gives(step.assessments)
            for level in range(1, gift.level + 1)
        }
        open_needs = [
            (need.skill, need.level)
            for need in role.requirements
            if need.ends_on is None and (need.skill, need.level) not in given
        ]
        assert open_needs == [], f"{path.slug} leaves open what {slug} needs"
