"""Holds one course to its rules of structure and of fair questions."""

from collections import Counter
from fractions import Fraction
from functools import cache
from math import comb

from learning.catalogue.content import Option, Question
from learning.catalogue.files import Reading
from learning.catalogue.framework import Nation
from learning.catalogue.published import Assessment, Catalogue, Course, Lesson

MOST_LUCK = Fraction(5, 100)  # the chance of passing by guessing stays under this
FEWEST_FINAL_QUESTIONS = 16
FEWEST_DIAGNOSTIC_QUESTIONS = 3  # for each objective
LESSONS = range(3, 7)
LESSON_WORDS = range(450, 1101)
WORDS_A_MINUTE = 150  # reading with thought; silent reading of plain prose is faster
SHORTEST_LESSON = 5  # minutes


def check_course(catalogue: Catalogue, course: Course, reading: Reading) -> None:
    """Note everything in a course that would break a page, a check or a record."""
    file = f"library/{course.slug}/course.toml"
    for plan in course.file.assessments:
        for gift in plan.gives:
            if gift.skill not in catalogue.skills:
                reading.problem(file, f"assessment {plan.id} gives", f"{gift.skill} is not a skill")
    if course.file.status == "retired" and course.file.retired_on is None:
        reading.problem(file, "retired_on", "is missing; say from which day")
    if course.file.status != "in-preparation":
        _check_whole(course, file, reading)


def _check_whole(course: Course, file: str, reading: Reading) -> None:
    objectives = [objective.id for objective in course.file.objectives]
    _note_repeats(reading, file, "objective", objectives)
    _note_repeats(reading, file, "lesson", [lesson.slug for lesson in course.lessons])
    _note_repeats(reading, file, "assessment", [check.id for check in course.assessments])
    questions = [question for check in course.assessments for question in check.questions]
    _note_repeats(reading, file, "question", [question.id for question in questions])
    if len(course.lessons) not in LESSONS:
        reading.problem(file, "lesson", f"there are {len(course.lessons)}; a course has 3 to 6")
    if not course.assessments or not course.file.objectives or not course.file.reviewers:
        reading.problem(file, "", "needs objectives, a check and a reviewer (named by role)")
    for lesson in course.lessons:
        if lesson.course == course.slug:
            _check_lesson(lesson, file, reading)
    final = sum(question.use == "final" for question in questions)
    if final < FEWEST_FINAL_QUESTIONS:
        reading.problem(file, "assessment", f"{final} final questions; write at least 16")
    tested = Counter(q.objective for q in questions if q.use == "diagnostic")
    for objective in objectives:
        if tested[objective] < FEWEST_DIAGNOSTIC_QUESTIONS:
            reading.problem(file, f"objective {objective}", "needs 3 diagnostic questions")
    for check in course.assessments:
        _check_assessment(course, check, reading)


def _check_lesson(lesson: Lesson, file: str, reading: Reading) -> None:
    words = len(lesson.body.split())
    if words not in LESSON_WORDS:
        remedy = f"has {words} words; a lesson has 450 to 1,100"
        reading.problem(file, f"lesson {lesson.slug}", remedy)
    minutes = max(SHORTEST_LESSON, round(words / WORDS_A_MINUTE))
    if lesson.minutes != minutes:
        remedy = f"says {lesson.minutes} minutes; for its {words} words say {minutes}"
        reading.problem(file, f"lesson {lesson.slug}", remedy)


def _check_assessment(course: Course, check: Assessment, reading: Reading) -> None:
    file = f"library/{course.slug}/{check.plan.file}"
    objectives = {objective.id for objective in course.file.objectives}
    lessons = {lesson.slug for lesson in course.lessons}
    for number, question in enumerate(check.questions, start=1):
        place = f"question[{number}] {question.id}"
        if question.objective not in objectives:
            reading.problem(file, f"{place} objective", f"{question.objective} is not an objective")
        if question.lesson not in lessons:
            reading.problem(
                file, f"{place} lesson", f"{question.lesson} is not a lesson of the course"
            )
        for fault in question_faults(question):
            reading.problem(file, place, fault)
    if not check.plan.draw or not set(check.plan.draw) <= objectives:
        reading.problem(file, f"assessment {check.id} draw", "name objectives and how many of each")
        return
    if check.plan.pass_mark > check.plan.asks:
        reading.problem(
            file, f"assessment {check.id} pass_mark", "is more than the questions asked"
        )
    for nation in course.file.nations:
        _check_draw(check, nation, file, reading)


def _check_draw(check: Assessment, nation: Nation, file: str, reading: Reading) -> None:
    pool = check.pool(nation)
    for objective, drawn in check.plan.draw.items():
        there = sum(question.objective == objective for question in pool)
        if there < 2 * drawn:
            remedy = (
                f"{there} final questions for {nation}, {drawn} drawn; have at least twice as many"
            )
            reading.problem(file, f"objective {objective}", remedy)
    luck = chance_of_luck(check, nation)
    if luck >= MOST_LUCK:
        remedy = (
            f"can be passed by guessing with chance {float(luck):.1%} in {nation}; stay under 5%"
        )
        reading.problem(file, f"assessment {check.id}", remedy)


def question_faults(question: Question) -> list[str]:
    """What would make a choice question unanswerable or unfair; empty when nothing does."""
    faults = []
    ids = [option.id for option in question.options]
    right = sum(option.right for option in question.options)
    if len(set(ids)) != len(ids):
        faults.append("two options have one id; give each its own")
    if question.type in ("single", "multiple") and len(ids) < 3:
        faults.append("has fewer than three options; write at least three")
    if question.type == "single" and right != 1:
        faults.append(f"has {right} right options; a single choice has one")
    if question.type == "multiple" and not 1 <= right < len(ids):
        faults.append("needs right and wrong options")
    if question.type == "judgement" and {o.judgement for o in question.options} < {"best", "poor"}:
        faults.append("needs a judgement for each option, one of them best")
    return faults


def is_key(option: Option) -> bool:
    """Whether a right answer names the option; a situational judgement is right by its best."""
    return option.right or option.judgement == "best"


def guess_chance(question: Question) -> Fraction:
    """The chance that a blind guess is right.

    A multiple choice tells how many to choose, so a guess is one of the ways to choose as many.
    """
    right = sum(map(is_key, question.options))
    if question.type == "multiple":
        return Fraction(1, comb(len(question.options), right))
    if question.type in ("single", "judgement"):
        return Fraction(right, len(question.options))
    return Fraction(1, max(2, len(question.options)))


def chance_of_luck(check: Assessment, nation: Nation) -> Fraction:
    """The exact chance that blind guessing passes, on the easiest draw there is."""
    chances: list[Fraction] = []
    for objective, drawn in check.plan.draw.items():
        easiest = sorted(
            (guess_chance(q) for q in check.pool(nation) if q.objective == objective), reverse=True
        )
        chances += easiest[:drawn]
    return at_least(check.plan.pass_mark, tuple(chances))


@cache  # most checks draw alike
def at_least(number: int, chances: tuple[Fraction, ...]) -> Fraction:
    """The exact chance that so many of these come true or more."""
    exactly = [Fraction(1)]  # exactly[k]: the chance of k right so far
    for chance in chances:
        padded = [Fraction(0), *exactly, Fraction(0)]
        exactly = [
            padded[k + 1] * (1 - chance) + padded[k] * chance for k in range(len(exactly) + 1)
        ]
    return sum(exactly[number:], Fraction(0))


def _note_repeats(reading: Reading, file: str, what: str, ids: list[str]) -> None:
    for name, count in Counter(ids).items():
        if count > 1:
            reading.problem(file, f"{what} {name}", f"stands {count} times; give each its own id")
