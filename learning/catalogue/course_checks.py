"""Holds one course to its rules of structure and of fair questions."""

from collections import Counter
from fractions import Fraction

from learning.catalogue.files import Reading
from learning.catalogue.framework import Nation
from learning.catalogue.luck import MOST_LUCK, chance_all_right, chance_of_luck
from learning.catalogue.proving import of_objective, proving_checks
from learning.catalogue.published import Assessment, Catalogue, Course, Lesson
from learning.catalogue.question_checks import question_faults
from learning.catalogue.tasting import tasted

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
    _check_changes(course, {question.id for question in questions}, reading)
    final = sum(question.use == "final" for question in questions)
    if final < FEWEST_FINAL_QUESTIONS:
        reading.problem(file, "assessment", f"{final} final questions; write at least 16")
    _check_proving(course, file, reading)
    if course.file.open_to_all and course.assessments:
        _check_tasting(course, file, reading)
    for check in course.assessments:
        _check_assessment(course, check, reading)


def _check_changes(course: Course, questions: set[str], reading: Reading) -> None:
    file = f"library/{course.slug}/changes.toml"
    lessons = {lesson.slug for lesson in course.lessons if lesson.course == course.slug}
    _note_repeats(reading, file, "change", [change.id for change in course.changes])
    if [change.on for change in course.changes] != sorted(change.on for change in course.changes):
        reading.problem(file, "on", "is not in the order of time; the oldest change comes first")
    for change in course.changes:
        if change.lesson not in {None, *lessons}:
            remedy = f"{change.lesson} is not a lesson of this course's own"
            reading.problem(file, f"change {change.id} lesson", remedy)
        if change.question not in {None, *questions}:
            remedy = f"{change.question} is not a question of the course"
            reading.problem(file, f"change {change.id} question", remedy)


def _check_proving(course: Course, file: str, reading: Reading) -> None:
    """Each objective can be proved in each nation, in the file of one check, and not by luck."""
    checks = proving_checks(course)
    if len(checks) > 1:
        names = ", ".join(check.plan.file for check in checks)
        remedy = f"diagnostic questions stand in {names}; keep them in the file of the last check"
        reading.problem(file, "assessment", remedy)
        return
    for nation in course.file.nations:
        there = checks[0].pool(nation, use="diagnostic") if checks else ()
        for objective in course.file.objectives:
            asked, place = of_objective(there, objective.id), f"objective {objective.id}"
            luck = chance_all_right(asked)
            if len(asked) < FEWEST_DIAGNOSTIC_QUESTIONS:
                remedy = f"needs 3 diagnostic questions for {nation}; there are {len(asked)}"
                reading.problem(file, place, remedy)
            elif luck >= MOST_LUCK:
                remedy = f"can be shown by guessing with chance {float(luck):.1%} in {nation}"
                reading.problem(file, place, f"{remedy}; stay under 5%")


def _check_tasting(course: Course, file: str, reading: Reading) -> None:
    check = course.assessments[0]
    if course.lessons and course.lessons[0].course != course.slug:
        remedy = "needs a first lesson of the course's own: the other course may not be open"
        reading.problem(file, "open_to_all", remedy)
    if len(tasted(course)) < check.plan.asks:
        remedy = "needs as many questions of one choice, asked in every nation, as are drawn"
        reading.problem(file, "open_to_all", f"{remedy} of each objective by {check.plan.file}")


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
    _check_plan(course, check, f"assessment {check.id}", reading)
    if check.plan.refresher is None or check.refresher is None:
        return
    place = f"assessment {check.id} refresher"
    if not set(check.plan.refresher.lessons) <= lessons:
        reading.problem(file, f"{place} lessons", "names what is not a lesson of the course")
    if check.plan.lasts is None:
        reading.problem(file, place, "renews what never runs out; say how long it lasts")
    _check_plan(course, check.refresher, place, reading)


def _check_plan(course: Course, check: Assessment, place: str, reading: Reading) -> None:
    file = f"library/{course.slug}/{check.plan.file}"
    objectives = {objective.id for objective in course.file.objectives}
    if not check.plan.draw or not set(check.plan.draw) <= objectives:
        reading.problem(file, f"{place} draw", "name objectives and how many of each")
        return
    if check.plan.pass_mark > check.plan.asks:
        reading.problem(file, f"{place} pass_mark", "is more than the questions asked")
    luck_of: dict[tuple[str, ...], Fraction] = {}  # most nations are asked the same questions
    for nation in course.file.nations:
        asked = tuple(question.id for question in check.pool(nation))
        if asked not in luck_of:
            luck_of[asked] = chance_of_luck(check, nation)
        _check_draw(check, nation, luck_of[asked], file, place, reading)


def _check_draw(
    check: Assessment, nation: Nation, luck: Fraction, file: str, place: str, reading: Reading
) -> None:
    pool = check.pool(nation)
    for objective, drawn in check.plan.draw.items():
        there = sum(question.objective == objective for question in pool)
        if there < 2 * drawn:
            remedy = (
                f"{there} final questions for {nation}, {drawn} drawn; have at least twice as many"
            )
            reading.problem(file, f"objective {objective}", remedy)
    if luck >= MOST_LUCK:
        remedy = (
            f"can be passed by guessing with chance {float(luck):.1%} in {nation}; stay under 5%"
        )
        reading.problem(file, place, remedy)


def _note_repeats(reading: Reading, file: str, what: str, ids: list[str]) -> None:
    for name, count in Counter(ids).items():
        if count > 1:
            reading.problem(file, f"{what} {name}", f"stands {count} times; give each its own id")
