"""What an attempt came to, and what to learn from it."""

from datetime import datetime

from flask import redirect, render_template
from werkzeug.wrappers import Response

from learning.assessments import confidence, queries, rules
from learning.assessments.asked import Asked
from learning.assessments.calibration import ENOUGH
from learning.assessments.models import Attempt
from learning.assessments.views.shared import blueprint, has_ended, key_for, own_attempt, way_on
from learning.catalogue.content import Objective
from learning.catalogue.proving import spared
from learning.catalogue.published import Course, Lesson
from learning.catalogue.serving import served
from learning.clock import now
from learning.database import current_session
from learning.doors import signed_in


@blueprint.get("/attempts/<attempt_id>")
@signed_in
def result(attempt_id: str) -> str | Response:
    """What it came to; of an attempt still open, on with it."""
    attempt = own_attempt(attempt_id)
    if not has_ended(attempt, now()):
        return redirect(way_on(current_session(), attempt), code=303)
    if attempt.submitted_at is None:
        return time_is_up(attempt)
    asked = queries.asked_in(current_session(), attempt_id)
    if attempt.use == "diagnostic":
        return _proved(attempt, attempt.submitted_at, asked)
    catalogue = served()
    course, has_choices = catalogue.courses.get(attempt.course), attempt.choices_deleted_at is None
    return render_template(
        "assessments/result.html",
        attempt=attempt,
        form_key=key_for(None),
        asked=asked,
        course=course,
        skills=catalogue.skills,
        shows_answers=rules.shows_answers(passed=attempt.passed, terms=attempt.terms),
        lines=confidence.calibration_of(current_session(), attempt.person_id),
        enough=ENOUGH,
        again=_to_read_again(course, asked) if course and has_choices else (),
    )


def _to_read_again(
    course: Course, asked: tuple[Asked, ...]
) -> list[tuple[Lesson, list[Objective]]]:
    """The lessons of what was not right, each with the objectives that were asked about."""
    missed = {(one.question.lesson, one.question.objective) for one in asked if not one.is_right}
    of_each = (
        (lesson, [one for one in course.file.objectives if (lesson.slug, one.id) in missed])
        for lesson in course.lessons
    )
    named = {lesson for lesson, _ in missed}
    return [(lesson, objectives) for lesson, objectives in of_each if lesson.slug in named]


def time_is_up(attempt: Attempt, *, late: bool = False) -> str:
    """What was kept of an attempt past its time, with the button that closes it."""
    asked = queries.asked_in(current_session(), attempt.id)
    return render_template(
        "assessments/time_is_up.html",
        attempt=attempt,
        late=late,
        kept=sum(bool(one.chosen) for one in asked),
        total=len(asked),
    )


def _proved(attempt: Attempt, submitted_at: datetime, asked: tuple[Asked, ...]) -> str:
    """What was shown one by one, and which lessons that spares."""
    course, shown = served().courses.get(attempt.course), attempt.shown or []
    not_needed = spared(course, shown) if course else frozenset()
    lessons = course.lessons if course else ()
    each = [
        (objective, [one for one in asked if one.question.objective == objective.id])
        for objective in (course.file.objectives if course else ())
    ]
    return render_template(
        "assessments/proved.html",
        attempt=attempt,
        course=course,
        skills=served().skills,
        shown=shown,
        total=len({one.question.objective for one in asked}),
        objectives=[(objective, of_it) for objective, of_it in each if of_it],
        to_read=[lesson for lesson in lessons if lesson.key not in not_needed],
        saved=sum(lesson.minutes for lesson in lessons if lesson.key in not_needed),
        explained=[one for one in asked if one.question.objective in shown],
        again=rules.proves_again_on(submitted_at),
    )
