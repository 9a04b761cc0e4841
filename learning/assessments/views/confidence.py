"""Being asked how sure one is, and the picture of it: for the person alone."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning.assessments import confidence
from learning.assessments.calibration import ENOUGH
from learning.assessments.views.shared import blueprint, check_of
from learning.clock import now
from learning.database import current_session, transaction
from learning.doors import signed_in
from learning.errors import Refusal
from learning.people.access import visitor


@blueprint.get("/record/confidence")
@signed_in
def how_sure() -> str:
    """How sure I was, and how often I was right."""
    session, person_id = current_session(), visitor().person_id
    return render_template(
        "assessments/how_sure.html",
        lines=confidence.calibration_of(session, person_id),
        is_on=confidence.wants_to_be_asked(session, person_id),
        enough=ENOUGH,
    )


@blueprint.post("/record/confidence")
@signed_in
def switch_how_sure() -> Response:
    """Switches it on or off, and leads back to the check it came from, if it came from one."""
    ask = request.form.get("ask")
    if ask not in ("yes", "no"):
        raise Refusal("Choose whether you want to be asked how sure you are.")
    with transaction() as session:
        if ask == "yes":
            confidence.switch_on(session, person_id=visitor().person_id, at=now())
        else:
            confidence.switch_off(session, person_id=visitor().person_id)
    flash(
        "Each question now also asks how sure you are."
        if ask == "yes"
        else "Questions no longer ask how sure you are.",
        "success",
    )
    return redirect(_back(), code=303)


def _back() -> str:
    if "course" not in request.form:
        return url_for("assessments.how_sure")
    course, check = check_of(request.form["course"], request.form.get("assessment") or None)
    return url_for("assessments.look_at_check", course=course.slug, assessment=check.id)
