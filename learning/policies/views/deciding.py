"""Deciding anew: a form, the decision in words, and then the decision."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from learning.clock import day_in_words, day_of, now
from learning.database import current_session, transaction
from learning.doors import for_learning_leads
from learning.errors import Conflict, Refusal
from learning.people.access import eyes_on_all, visitor
from learning.people.queries import first_addresses
from learning.people.rules import address_key
from learning.people.standing import OrganisationFacts
from learning.policies import actions, filling, queries, wording
from learning.policies.forms import DecisionForm, form_for
from learning.policies.queries import Standing
from learning.policies.rules import SHAPES, Decision, Escalation, Purpose, Quiet
from learning.policies.views.blueprint import (
    TOP,
    blueprint,
    name_in,
    names_in,
    standing_in,
    words_for,
)

Answer = Response | str | tuple[str, int]


@blueprint.get(f"{TOP}/<decision>/decide")
@for_learning_leads
def decide_form(organisation: str, decision: str) -> str:
    """The form, with what was decided last in it."""
    council = eyes_on_all(organisation)[0]
    standing = standing_in(council, name_in(decision))
    latest = standing.to_come[-1].said if standing.to_come else standing.today.said
    if isinstance(latest, Purpose) and not latest.text:
        latest = Purpose(text=wording.PURPOSE.format(council=council.name))
    form = _form(standing, periods=len(latest.periods) + 1 if isinstance(latest, Quiet) else 1)
    filling.fill(form, latest, _addresses(latest))
    form.seen.data = standing.seen
    return _form_page(council, standing, form)


def _addresses(said: Decision) -> dict[int, str]:
    if isinstance(said, Escalation) and said.officer_id is not None:
        return first_addresses(current_session(), [said.officer_id])
    return {}


def _form(standing: Standing, *, periods: int = 1) -> DecisionForm:
    form = form_for(SHAPES[standing.name], periods=periods)()
    form.authority.description = wording.WORDS[standing.name].authority
    return form


def _form_page(council: OrganisationFacts, standing: Standing, form: DecisionForm) -> str:
    return render_template(
        "policies/decide.html",
        organisation=council,
        standing=standing,
        form=form,
        **words_for([standing]),
    )


@blueprint.post(f"{TOP}/<decision>/decide")
@for_learning_leads
def decide(organisation: str, decision: str) -> Answer:
    """Shows in words what would hold; a second press decides it."""
    council = eyes_on_all(organisation)[0]
    standing = standing_in(council, name_in(decision))
    form = _form(standing, periods=_periods(request.form) + ("more" in request.form))
    if "more" in request.form or "back" in request.form:
        return _form_page(council, standing, form)
    if not form.validate():
        return _form_page(council, standing, form), 422
    try:
        said = filling.said_in(form, standing.today.said, _members(council, form))
        if "sure" not in request.form:
            return _preview(council, standing, form, said)
        _decide(council, form, said)
    except Refusal as refusal:
        return _refused(council, standing, form, refusal)
    flash(f"Decided. It holds from {day_in_words(form.starts_on.data)}.", "success")
    address = url_for("policies.decision", organisation=organisation, decision=decision)
    return redirect(address, code=303)


def _periods(sent: MultiDict[str, str]) -> int:
    """How many quiet periods the form that was sent had room for."""
    return max(1, sum(name.startswith("name_") for name in sent))


def _members(council: OrganisationFacts, form: DecisionForm) -> dict[str, int | None]:
    """Who has the address that the form names."""
    address = form["officer_id"].data if "officer_id" in form else ""
    if not address:
        return {}
    key = address_key(address)
    found = queries.member_by_address(current_session(), council.id, key, on=day_of(now()))
    return {address: found}


def _preview(
    council: OrganisationFacts, standing: Standing, form: DecisionForm, said: Decision
) -> str:
    starts_on, today = form.starts_on.data, day_of(now())
    if starts_on < today:
        raise Refusal("Choose today or a later day: the past stays as it was", field="starts_on")
    sent = [pair for pair in request.form.items() if pair[0] != "csrf_token"]
    return render_template(
        "policies/preview.html",
        organisation=council,
        standing=standing,
        said=said,
        purpose=said if isinstance(said, Purpose) else None,
        decided_form=form,
        sent=sent,
        is_today=starts_on == today,
        **words_for([standing]) | {"names": names_in([said, standing.today.said])},
    )


def _decide(council: OrganisationFacts, form: DecisionForm, said: Decision) -> None:
    with transaction() as session:
        actions.decide(
            session,
            said,
            organisation_id=council.id,
            authority=str(form.authority.data),
            starts_on=form.starts_on.data,
            by=visitor().person_id,
            at=now(),
            seen=form.seen.data,
        )


def _refused(
    council: OrganisationFacts, standing: Standing, form: DecisionForm, refusal: Refusal
) -> tuple[str, int]:
    """The form again with what is wrong; what was typed stays, on what is decided now."""
    conflict = isinstance(refusal, Conflict)
    if conflict:
        form.seen.data = standing.seen
    name = refusal.field if refusal.field in form else "authority"
    form[name].errors = [refusal.message]
    return _form_page(council, standing, form), 409 if conflict else 422


@blueprint.post(f"{TOP}/<decision>/take-back")
@for_learning_leads
def take_back(organisation: str, decision: str) -> Response:
    """What has not begun never will."""
    council = eyes_on_all(organisation)[0]
    name = name_in(decision)
    number = request.form.get("number", 0, type=int)
    with transaction() as session:
        done = actions.take_back(
            session,
            organisation_id=council.id,
            name=name,
            number=number,
            by=visitor().person_id,
            at=now(),
        )
    if done:
        flash("Taken back. What held before goes on.", "success")
    else:
        flash("There is nothing to take back: it has begun, or is no longer there.", "information")
    address = url_for("policies.decision", organisation=organisation, decision=decision)
    return redirect(address, code=303)
