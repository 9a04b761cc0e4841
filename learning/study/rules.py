"""Decides how far somebody is with a course, and what comes next; pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from learning.catalogue.changes import newest_law
from learning.catalogue.content import Gives
from learning.catalogue.proving import spared
from learning.catalogue.published import Assessment, Catalogue, Course, Lesson
from learning.clock import day_of

State = Literal["in preparation", "not started", "started", "done"]


@dataclass(frozen=True)
class Try:
    """An attempt at a check, as a course page speaks of it."""

    id: str
    course: str
    assessment: str
    submitted_at: datetime | None
    use: str = "final"  # "diagnostic": proving what one knows
    shown: tuple[str, ...] = ()  # the objectives that proving showed


@dataclass(frozen=True)
class Activity:
    """What one person has read and tried."""

    read: frozenset[str] = frozenset()  # "<course>/<lesson>"
    changed: frozenset[str] = frozenset()  # read, but before the law changed
    tries: tuple[Try, ...] = ()  # oldest first

    def open_try(self, course: str, assessment: str | None = None) -> Try | None:
        """An attempt at a check of the course (or at that check) that is not yet submitted."""
        for one in self.tries:
            is_of_course = one.course == course and assessment in {None, one.assessment}
            if is_of_course and one.use == "final" and one.submitted_at is None:
                return one
        return None

    def proving(self, course: str) -> Try | None:
        """The attempt at proving the course that is open, or else the last one."""
        tries = [one for one in self.tries if one.course == course and one.use == "diagnostic"]
        still_open = [one for one in tries if one.submitted_at is None]
        return next(iter(still_open or reversed(tries)), None)

    def shown(self, course: str, *, since: date = date.min) -> frozenset[str]:
        """The objectives of a course shown without it, on a day or later: they stay shown."""
        return frozenset(
            objective
            for one in self.tries
            if one.course == course and one.submitted_at and day_of(one.submitted_at) >= since
            for objective in one.shown
        )

    def not_needed(self, course: Course) -> frozenset[str]:
        """The lessons (their keys) that need not be read: what they teach was shown.

        What was shown before the law changed asks for the lesson all the same.
        """
        if not self.shown(course.slug):
            return frozenset()
        return frozenset(
            lesson.key
            for lesson in course.lessons
            if lesson.key in spared(course, self.shown(course.slug, since=_law_of(course, lesson)))
        )

    def after(self, lesson: Lesson, course: Course) -> Lesson | None:
        """The next lesson of a course that is needed, read before or not."""
        not_needed = self.not_needed(course)
        following = course.lessons[course.lessons.index(lesson) + 1 :]
        return next((one for one in following if one.key not in not_needed), None)


def _law_of(course: Course, lesson: Lesson) -> date:
    """The day from which the law that a lesson tells of holds, where it changed."""
    change = newest_law(course.changes, lesson.slug)
    return change.on if change is not None and lesson.course == course.slug else date.min


@dataclass(frozen=True)
class NextStep:
    """The one thing to do next in a course."""

    lesson: Lesson | None
    assessment: Assessment | None
    attempt: Try | None  # the attempt at that check that is still open

    @property
    def minutes(self) -> int:
        """How long it takes."""
        if self.lesson is not None:
            return self.lesson.minutes
        return self.assessment.plan.minutes if self.assessment is not None else 0


@dataclass(frozen=True)
class Progress:
    """How far one person is with one course."""

    course: Course
    state: State
    read: int
    next_step: NextStep | None
    minutes_left: int
    changed: tuple[Lesson, ...] = ()  # read before the law changed, so to be read again
    steps_left: tuple[int, ...] = ()  # the minutes of each lesson and check still to do, in order


def is_shown(gives: Sequence[Gives], held: Mapping[str, int]) -> bool:
    """Whether live evidence, from wherever, already shows all of it."""
    return bool(gives) and all(held.get(gift.skill, 0) >= gift.level for gift in gives)


def shows(course: Course) -> list[tuple[str | None, list[Gives]]]:
    """What its checks show in all, by how long it lasts."""
    by_term: dict[str | None, list[Gives]] = {}
    for gift in course.gives():
        lasts = next(plan.lasts for plan in course.file.assessments if gift in plan.gives)
        by_term.setdefault(lasts, []).append(gift)
    return list(by_term.items())


def progress(
    course: Course, activity: Activity, held: Mapping[str, int], wanted: tuple[str, ...] = ()
) -> Progress:
    """How far somebody is; `wanted` names the checks that count (all, where none is named).

    A course is done when what its checks give is shown by live evidence, whether it came
    from these checks or from elsewhere.
    """
    read = [lesson for lesson in course.lessons if lesson.key in activity.read]
    changed = tuple(one for one in course.lessons if one.key in activity.changed)
    if is_shown(course.gives(wanted), held):
        return Progress(course, "done", len(read), None, 0, changed)
    if not course.is_live:
        return Progress(course, "in preparation", len(read), None, 0)
    not_needed = activity.read | activity.not_needed(course)
    left = [one for one in course.lessons_for(wanted) if one.key not in not_needed]
    to_pass = [check for check in course.checks_for(wanted) if not is_shown(check.plan.gives, held)]
    steps = (*(lesson.minutes for lesson in left), *(check.plan.minutes for check in to_pass))
    began = bool(read) or any(one.course == course.slug for one in activity.tries)
    return Progress(
        course,
        "started" if began else "not started",
        len(read),
        _next(activity, left, to_pass),
        sum(steps),
        changed,
        steps,
    )


def _next(
    activity: Activity, left: Sequence[Lesson], to_pass: Sequence[Assessment]
) -> NextStep | None:
    """An open attempt first, then the lessons in order, then the last check not yet passed."""
    for check in to_pass:
        proving = activity.proving(check.course)
        if proving is not None and (proving.assessment, proving.submitted_at) == (check.id, None):
            return NextStep(None, check, proving)
        attempt = activity.open_try(check.course, check.id)
        if attempt is not None:
            return NextStep(None, check, attempt)
    if left:
        return NextStep(left[0], None, None)
    return NextStep(None, to_pass[-1], None) if to_pass else None


@dataclass(frozen=True)
class Way:
    """A check that shows a skill, and the course it belongs to."""

    course: Course
    assessment: Assessment


def way_to_show(
    catalogue: Catalogue, skill: str, level: int, nation: str, *, roles: Collection[str] = ()
) -> Way | None:
    """The check that shows a skill at a level to somebody of a nation, or renews it.

    Of open courses only: one that is on a path of their roles, the one that asks least beyond
    that level, then the one that takes the fewest minutes with its lessons, then by slug; None
    where no check does.
    """
    own = catalogue.courses_for(roles)
    ways = [
        (
            course.slug not in own,
            gift.level,
            course.minutes_for((check.id,)),
            course.slug,
            check.id,
            Way(course, check),
        )
        for course in catalogue.courses.values()
        if course.is_live and nation in course.file.nations
        for check in course.assessments
        for gift in check.plan.gives
        if gift.skill == skill and gift.level >= level
    ]
    return min(ways, key=lambda way: way[:5])[5] if ways else None
