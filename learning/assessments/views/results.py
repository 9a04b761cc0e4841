"""The result of a check."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from learning.assessments import confidence, queries, rules
from learning.assessments.calibration import ENOUGH
from learning.assessments.views.shared import blueprint, first_open, own_attempt
from learning.catalogue.serving import served
from learning.database import current_session
from learning.doors import signed_in


@blueprint.get("/attempts/<attempt_id>")
@signed_in
def result(attempt_id: str) -> str | Response:
    """What it came to, and what to learn from it."""
    attempt = own_attempt(attempt_id)
    asked = queries.asked_in(current_session(), attempt_id)
    if attempt.submitted_at is None:
        place = first_open(asked)
        return redirect(
            url_for("assessments.question", attempt_id=attempt_id, place=place), code=303
        )
    catalogue = served()
    has_choices = attempt.choices_deleted_at is None
    return render_template(
        "assessments/result.html",
        attempt=attempt,
        asked=asked,
        course=catalogue.courses.get(attempt.course),
        skills=catalogue.skills,
        shows_answers=rules.shows_answers(passed=attempt.passed, terms=attempt.terms),
        lines=confidence.calibration_of(current_session(), attempt.person_id),
        enough=ENOUGH,
        again=sorted({one.question.lesson for one in asked if not one.is_right and has_choices}),
    )
