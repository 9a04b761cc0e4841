"""What somebody was asked, and what they say of it."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import signed_in
from learning.errors import NotFound, Refusal
from learning.outcomes.actions import answers
from learning.outcomes.forms import AnswerForm
from learning.outcomes.queries.confirming import askings_of
from learning.outcomes.queries.own import OwnQuestion, question_of, questions_of
from learning.outcomes.rules.answering import ANSWERS, said
from learning.outcomes.views.blueprint import blueprint, put
from learning.people.access import visitor


@blueprint.get("/record/outcomes")
@signed_in
def my_outcomes() -> str:
    """What I was asked and said, and what colleagues ask me."""
    session, at = current_session(), now()
    return render_template(
        "outcomes/mine.html",
        questions=questions_of(session, visitor().person_id, on=day_of(at)),
        askings=askings_of(session, visitor().person_id, at=at),
        answers=ANSWERS,
        names=served().names["skill"],
    )


@blueprint.get("/record/outcomes/<int:number>")
@signed_in
def question(number: int) -> str:
    """One question; what was said before stands in the form."""
    found = _mine(number)
    form = AnswerForm()
    form.answer.data, form.words.data = found.answer, found.words
    form.colleague.data = found.named
    return _page(found, form)


def _mine(number: int) -> OwnQuestion:
    found = question_of(current_session(), number, visitor().person_id, on=day_of(now()))
    if found is None:
        raise NotFound
    return found


def _page(found: OwnQuestion, form: AnswerForm) -> str:
    return render_template(
        "outcomes/question.html", question=found, form=form, names=served().names["skill"]
    )


@blueprint.post("/record/outcomes/<int:number>")
@signed_in
def answer(number: int) -> Response | tuple[str, int]:
    """Keeps what I say; an answer that is missing something comes back with all that was typed."""
    found, form = _mine(number), AnswerForm(request.form)
    if not form.validate():
        return _page(found, form), 422
    try:
        what = said(form.answer.data, form.words.data or "", form.colleague.data or "")
        with transaction() as session:
            answers.answer(session, number, what, person_id=visitor().person_id, at=now())
    except Refusal as refusal:
        put(form, refusal)
        return _page(found, form), 422
    flash(_thanks(what.colleague), "success")
    return redirect(url_for("outcomes.my_outcomes"), code=303)


def _thanks(colleague: str) -> str:
    if not colleague:
        return "Thank you. Your answer is kept, and you can change it at any time."
    return (
        "Thank you. Your answer is kept. If this address belongs to somebody in your council who "
        "uses this service, they are asked in their next weekly e-mail."
    )


@blueprint.post("/record/outcomes/<int:number>/take-back")
@signed_in
def take_back(number: int) -> Response:
    """From now on I have said nothing."""
    with transaction() as session:
        answers.take_back(session, number, person_id=visitor().person_id, at=now())
    flash("Your answer has been taken back.", "success")
    return redirect(url_for("outcomes.my_outcomes"), code=303)
