"""Taking a check: one question a page, look over, submit."""

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from learning.assessments import actions, confidence, queries
from learning.assessments.forms import answer_form
from learning.assessments.models import Attempt
from learning.assessments.renewing import as_taken, is_shown, renewal_due
from learning.assessments.views.results import time_is_up
from learning.assessments.views.shared import (
    begun,
    blueprint,
    check_of,
    has_ended,
    key_for,
    own_attempt,
    own_time,
    sent_key,
)
from learning.catalogue import marking
from learning.catalogue.framework import Nation
from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import keeps_answer, signed_in
from learning.errors import Conflict, NotFound, Refusal
from learning.evidence.queries import evidence_of
from learning.people.access import drop_held_answer, held_answer, visitor


@blueprint.get("/courses/<course>/assessment")
@blueprint.get("/courses/<course>/assessment/<assessment>")
@signed_in
def look_at_check(course: str, assessment: str | None = None) -> str:
    """What the check is, before starting it."""
    found, whole = check_of(course, assessment)
    session, person_id, at = current_session(), visitor().person_id, now()
    still_open, is_on = confidence.before_check(session, queries.Check(person_id, course, whole.id))
    shown = evidence_of(session, person_id)
    check = as_taken(whole, shown, day_of(at))
    runs_out_on = renewal_due(whole, shown, day_of(at))
    catalogue = served()
    return render_template(
        "assessments/check.html",
        course=found,
        check=check,
        still_open=still_open,
        form_key=key_for(still_open),
        limit=check.plan.time_limit,
        own_time=own_time(check.plan.time_limit, person_id=person_id, at=at),
        runs_out_on=runs_out_on,
        is_shown=runs_out_on is None and is_shown(whole, shown, day_of(at)),
        skills=catalogue.skills,
        has_place=bool(visitor().places),
        is_on=is_on,
        has_parts=any(marking.has_parts(question) for question in check.questions),
    )


@blueprint.post("/courses/<course>/assessment")
@blueprint.post("/courses/<course>/assessment/<assessment>")
@signed_in
def start(course: str, assessment: str | None = None) -> Response:
    """A new attempt, or on with the one that is open."""
    found, check = check_of(course, assessment)
    who = visitor()
    if not who.places:
        raise Forbidden
    at = now()
    with transaction() as session:
        attempt = actions.start(
            session,
            person_id=who.person_id,
            course=found,
            assessment=as_taken(check, evidence_of(session, who.person_id), day_of(at)),
            nation=Nation(who.nation),
            form_key=sent_key(),
            at=at,
        )
        address = begun(session, attempt, at)
    return redirect(address, code=303)


@blueprint.get("/attempts/<attempt_id>/questions/<int:place>")
@signed_in
def question(attempt_id: str, place: int) -> str | Response:
    """One judgement."""
    attempt = own_attempt(attempt_id)
    if has_ended(attempt, now()):
        return redirect(url_for("assessments.result", attempt_id=attempt_id), code=303)
    held = held_answer(request.path)
    return _question_page(attempt, place, held, is_held=held is not None)


def _question_page(
    attempt: Attempt,
    place: int,
    chosen: list[str] | None,
    *,
    is_held: bool = False,
    refusal: Refusal | None = None,
) -> str:
    """The question showing `chosen`; where that is None, the answer that was kept."""
    asked = queries.asked_in(current_session(), attempt.id, place=place)
    if not asked:
        raise NotFound
    one, total = asked[0], actions.asked_by(attempt)
    form = answer_form(
        one,
        chosen=one.chosen if chosen is None else chosen,
        sure=request.form.get("sure", str(one.sure or "")),
        asks_how_sure=confidence.wants_to_be_asked(current_session(), attempt.person_id),
        refusal=refusal,
    )
    return render_template(
        "assessments/question.html",
        attempt=attempt,
        asked=one,
        form=form,
        total=total,
        choose=marking.in_words(marking.choices_asked(one.question)),
        following=_after(attempt.id, place, total),
        held=is_held,
        from_check=request.args.get("from") == "check",
    )


def _after(attempt_id: str, place: int, total: int) -> str:
    if place < total and request.args.get("from") != "check":
        return url_for("assessments.question", attempt_id=attempt_id, place=place + 1)
    return url_for("assessments.look_over", attempt_id=attempt_id)


def _is_of(person_id: int, *, attempt_id: str, **_place: int) -> bool:
    return queries.attempt_of(current_session(), attempt_id, person_id=person_id) is not None


@blueprint.post("/attempts/<attempt_id>/questions/<int:place>")
@keeps_answer(is_of=_is_of)
@signed_in
def keep_answer(attempt_id: str, place: int) -> Response | tuple[str, int]:
    """Keeps the answer at once."""
    chosen = request.form.getlist("answer")
    try:
        with transaction() as session:
            total = actions.answer(
                session,
                attempt_id=attempt_id,
                person_id=visitor().person_id,
                place=place,
                chosen=chosen,
                sure=request.form.get("sure", ""),
                at=now(),
            )
    except actions.TimeIsUp:
        drop_held_answer(request.path)
        return time_is_up(own_attempt(attempt_id), late=True), 409
    except Conflict:
        raise
    except Refusal as refusal:
        return _question_page(own_attempt(attempt_id), place, chosen, refusal=refusal), 422
    drop_held_answer(request.path)
    return redirect(_after(attempt_id, place, total), code=303)


@blueprint.get("/attempts/<attempt_id>/check")
@signed_in
def look_over(attempt_id: str) -> str | Response:
    """All answers on one page before submitting."""
    attempt = own_attempt(attempt_id)
    if has_ended(attempt, now()):
        return redirect(url_for("assessments.result", attempt_id=attempt_id), code=303)
    asked = queries.asked_in(current_session(), attempt_id)
    return render_template("assessments/look_over.html", attempt=attempt, asked=asked)


@blueprint.post("/attempts/<attempt_id>/submit")
@signed_in
def submit(attempt_id: str) -> Response:
    """Marks the attempt; submitting twice gives one result."""
    with transaction() as session:
        actions.submit(session, attempt_id=attempt_id, person_id=visitor().person_id, at=now())
    return redirect(url_for("assessments.result", attempt_id=attempt_id), code=303)
