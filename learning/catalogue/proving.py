"""Proving what one knows: which questions show each thing a course teaches, and what that spares.

The diagnostic questions of a course stand in the file of one of its checks. Who answers all the
questions of an objective rightly has shown it; who shows every objective is given what that
check gives.
"""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from learning.catalogue.content import Question
from learning.catalogue.framework import Nation
from learning.catalogue.luck import chance_all_right
from learning.catalogue.published import Assessment, Course


@dataclass(frozen=True)
class Proof:
    """What is asked of somebody who wants to prove that they know a course already."""

    check: Assessment
    questions: tuple[Question, ...]

    @property
    def asks(self) -> int:
        """How many questions there are."""
        return len(self.questions)

    @property
    def minutes(self) -> int:
        """How long they take, at the pace of the check."""
        return self._at_its_pace(self.check.plan.minutes)

    @property
    def time_limit(self) -> int | None:
        """The minutes there are for them, where the check has a limit."""
        limit = self.check.plan.time_limit
        return self._at_its_pace(limit) if limit is not None else None

    def _at_its_pace(self, minutes: int) -> int:
        return -(-minutes * self.asks // self.check.plan.asks)  # rounded up

    @property
    def luck(self) -> Fraction:
        """The chance that blind guesses show the objective that is easiest to guess."""
        objectives = {question.objective for question in self.questions}
        return max(chance_all_right(of_objective(self.questions, one)) for one in objectives)

    @property
    def one_in(self) -> int:
        """The same in words for a page: a chance of 1 in so many at most."""
        return int(1 / self.luck)


def of_objective(questions: Collection[Question], objective: str) -> tuple[Question, ...]:
    """Those that ask about an objective."""
    return tuple(question for question in questions if question.objective == objective)


def proving_checks(course: Course) -> tuple[Assessment, ...]:
    """The checks with diagnostic questions: of a course that is open, one."""
    return tuple(
        check
        for check in course.assessments
        if any(question.use == "diagnostic" for question in check.questions)
    )


def proof_of(course: Course, nation: Nation) -> Proof | None:
    """What proves a course to somebody whose council is in `nation`; None where nothing does."""
    checks = proving_checks(course)
    if not checks or nation not in course.file.nations:
        return None
    questions = checks[0].pool(nation, use="diagnostic")
    asked = {question.objective for question in questions}
    objectives = {objective.id for objective in course.file.objectives}
    return Proof(checks[0], questions) if objectives and asked == objectives else None


def spared(course: Course, shown: Collection[str]) -> frozenset[str]:
    """The lessons (their keys) that somebody who showed these objectives need not read.

    A lesson teaches the objectives of the diagnostic questions that name it. One that none
    names looks at the whole (the opening lesson of most courses): it stays until everything
    is shown.
    """
    if not shown:
        return frozenset()
    objectives = {objective.id for objective in course.file.objectives}
    if objectives <= set(shown):
        return frozenset(lesson.key for lesson in course.lessons)
    taught: dict[str, set[str]] = {}
    for check in proving_checks(course):
        for question in check.questions:
            if question.use == "diagnostic":
                taught.setdefault(question.lesson, set()).add(question.objective)
    return frozenset(
        lesson.key
        for lesson in course.lessons
        if lesson.slug in taught and taught[lesson.slug] <= set(shown)
    )
