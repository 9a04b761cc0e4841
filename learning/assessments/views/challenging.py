"""Challenging a question, and reading what was said of them."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning.assessments import challenges, queries
from learning.assessments.forms import ChallengeForm
from learning.assessments.views.shared import blueprint, own_attempt
from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.csvs import to_csv
from learning.database import current_session, transaction
from learning.doors import for_administrators, signed_in
from learning.errors import NotFound
from learning.people.access import visitor
from learning.shell.downloads import csv_file


@blueprint.route("/attempts/<attempt_id>/questions/<int:place>/challenge", methods=["GET", "POST"])
@signed_in
def challenge_question(attempt_id: str, place: int) -> Response | str | tuple[str, int]:
    """Telling the authors what is wrong with a question."""
    attempt = own_attempt(attempt_id)
    if attempt.submitted_at is None:
        return redirect(url_for("assessments.result", attempt_id=attempt_id), code=303)
    asked = queries.asked_in(current_session(), attempt_id, place=place)
    if not asked:
        raise NotFound
    template, form = "assessments/challenge.html", ChallengeForm()
    if request.method == "GET":
        return render_template(template, form=form, attempt=attempt, asked=asked[0])
    if not form.validate():
        return render_template(template, form=form, attempt=attempt, asked=asked[0]), 422
    with transaction() as session:
        challenges.challenge(
            session,
            attempt_id=attempt_id,
            person_id=visitor().person_id,
            place=place,
            words=form.words.data or "",
            at=now(),
        )
    flash("Thank you. Those who write the courses will read it.", "success")
    return redirect(url_for("assessments.result", attempt_id=attempt_id), code=303)


@blueprint.get("/admin/challenges")
@for_administrators
def challenged_questions() -> str:
    """What people say is wrong with questions."""
    found = challenges.challenges(current_session())
    return render_template(
        "assessments/challenges.html", challenges=found, courses=served().courses
    )


@blueprint.get("/admin/challenges.csv")
@for_administrators
def challenges_csv() -> Response:
    """The same as a table."""
    names = ("made_on", "course", "question", "revision", "text", "words")
    rows = [
        (day_of(one.made_at), one.course, one.question, one.revision, one.text, one.words)
        for one in challenges.challenges(current_session())
    ]
    return csv_file("challenges", to_csv(names, rows))
