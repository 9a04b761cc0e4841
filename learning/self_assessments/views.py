"""One's own view: what it is, one skill a page, look over, and compared over time."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import keeps_answer, signed_in
from learning.errors import Conflict, NotFound, Refusal
from learning.evidence.queries import evidence_of
from learning.evidence.rules import held_levels
from learning.people.access import drop_held_answer, held_answer, visitor
from learning.people.requirements import needs_of
from learning.self_assessments import actions, queries, rules
from learning.self_assessments.forms import own_view_form
from learning.self_assessments.queries import Sitting

blueprint = Blueprint("self_assessments", __name__, template_folder="templates")


@blueprint.get("/self-assessment")
@signed_in
def look_at_self_assessment() -> str:
    """What it is, how long it takes and who sees it, before starting."""
    who, session = visitor(), current_session()
    questions = rules.to_ask(needs_of(session, who, at=now()), served())
    sittings = queries.sittings_of(session, who.person_id)
    return render_template(
        "self_assessments/start.html",
        questions=questions,
        minutes=rules.minutes(questions),
        still_open=next((one for one in sittings if one.finished_at is None), None),
        finished=[one for one in sittings if one.finished_at is not None],
    )


@blueprint.post("/self-assessment")
@signed_in
def start() -> Response:
    """A new sitting, or on with the one that is open."""
    who = visitor()
    with transaction() as session:
        at = now()
        needs = needs_of(session, who, at=at)
        sitting = actions.start(
            session, person_id=who.person_id, needs=needs, catalogue=served(), at=at
        )
        number = sitting.id
    return redirect(_next(_own(number)), code=303)


def _own(number: int) -> Sitting:
    found = queries.sittings_of(current_session(), visitor().person_id, number=number)
    if not found:
        raise NotFound
    return found[0]


def _next(sitting: Sitting) -> str:
    """The first question without an answer, else all answers on one page."""
    if sitting.first_open is None:
        return url_for("self_assessments.look_over", number=sitting.id)
    return url_for("self_assessments.question", number=sitting.id, skill=sitting.first_open)


@blueprint.get("/self-assessment/<int:number>/skills/<skill>")
@signed_in
def question(number: int, skill: str) -> str | Response:
    """One skill."""
    sitting = _own(number)
    if sitting.finished_at is not None:
        return redirect(url_for("self_assessments.compare"), code=303)
    held = held_answer(request.path)
    return _question_page(sitting, skill, held[0] if held else None, is_held=held is not None)


def _question_page(
    sitting: Sitting,
    skill: str,
    chosen: str | None,
    *,
    is_held: bool = False,
    fault: str | None = None,
) -> str:
    """The question showing `chosen`; where that is None, the answer that was kept."""
    asked = queries.question_in(sitting.asks, skill, served())
    kept = sitting.answers.get(skill)
    shown = str(kept) if chosen is None and kept is not None else chosen
    return render_template(
        "self_assessments/question.html",
        sitting=sitting,
        question=asked,
        place=sitting.skills.index(skill) + 1,
        form=own_view_form(asked, chosen=shown, fault=fault),
        how=rules.HOW_TO_CHOOSE,
        following=_after(sitting, skill),
        held=is_held,
        from_check=request.args.get("from") == "check",
    )


def _after(sitting: Sitting, skill: str) -> str:
    following = sitting.after(skill)
    if following is None or request.args.get("from") == "check":
        return url_for("self_assessments.look_over", number=sitting.id)
    return url_for("self_assessments.question", number=sitting.id, skill=following)


def _is_of(person_id: int, *, number: int, skill: str) -> bool:
    """Whether the sitting is that person's and asks about the skill."""
    found = queries.sittings_of(current_session(), person_id, number=number)
    return bool(found) and skill in found[0].skills


@blueprint.post("/self-assessment/<int:number>/skills/<skill>")
@keeps_answer(is_of=_is_of)
@signed_in
def keep_answer(number: int, skill: str) -> Response | tuple[str, int]:
    """Keeps the answer at once."""
    chosen = request.form.getlist("answer")
    try:
        with transaction() as session:
            actions.answer(
                session,
                number=number,
                person_id=visitor().person_id,
                skill=skill,
                chosen=chosen,
                catalogue=served(),
                at=now(),
            )
    except Conflict:
        raise
    except Refusal as refusal:
        shown = chosen[0] if chosen else None
        return _question_page(_own(number), skill, shown, fault=refusal.message), 422
    drop_held_answer(request.path)
    return redirect(_after(_own(number), skill), code=303)


@blueprint.get("/self-assessment/<int:number>/check")
@signed_in
def look_over(number: int) -> str | Response:
    """All answers on one page before finishing."""
    sitting = _own(number)
    if sitting.finished_at is not None:
        return redirect(url_for("self_assessments.compare"), code=303)
    catalogue = served()
    asked = [
        queries.question_in(sitting.asks, skill, catalogue)
        for skill in sitting.skills
        if skill in catalogue.skills
    ]
    return render_template("self_assessments/look_over.html", sitting=sitting, asked=asked)


@blueprint.post("/self-assessment/<int:number>/finish")
@signed_in
def finish(number: int) -> Response:
    """The answers become one's view of today; finishing twice changes nothing."""
    with transaction() as session:
        actions.finish(session, number=number, person_id=visitor().person_id, at=now())
    flash("Your own view is kept, beside what you have shown.", "success")
    return redirect(url_for("self_assessments.compare"), code=303)


@blueprint.get("/self-assessment/compared")
@signed_in
def compare() -> str:
    """How one's own view changed, and how it stands beside what was shown."""
    who, session = visitor(), current_session()
    views = queries.views_in(queries.sittings_of(session, who.person_id))
    held = held_levels(evidence_of(session, who.person_id), day_of(now()))
    catalogue = served()
    return render_template(
        "self_assessments/compared.html",
        lines=rules.compared(views, held, catalogue.skills),
        skills=catalogue.skills,
    )
