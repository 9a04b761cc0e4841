"""What each role needs here, and changing it with a preview of the figures."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import for_learning_leads
from learning.errors import Conflict, NotFound, Refusal
from learning.people.access import eyes_on, eyes_on_all, visitor
from learning.people.deeds import deeds_of
from learning.people.standing import OrganisationFacts
from learning.requirements import actions, preview, queries, rules
from learning.requirements.forms import AddForm, ChangeForm
from learning.requirements.listing import Chosen, listed
from learning.requirements.rules import Pair
from learning.shell.paging import page_number, pages_of

blueprint = Blueprint("requirements", __name__, template_folder="templates")
TOP = "/organisations/<organisation>/requirements"
DEEDS = ("requirement.set", "requirement.ended", "requirement.taken-back")
Answer = Response | str | tuple[str, int]


def _pair(council: OrganisationFacts, role: str, skill: str) -> Pair:
    if role not in served().roles or skill not in served().skills:
        raise NotFound
    return queries.pair_of(current_session(), council.id, role, skill, today=day_of(now()))


@blueprint.get(TOP)
@for_learning_leads
def requirements(organisation: str) -> str:
    """Every role with what it needs, fifty a page."""
    council, eyes = eyes_on(organisation)
    today = day_of(now())
    chosen = Chosen(
        role=request.args.get("role", ""),
        skill=request.args.get("skill", ""),
        own="own" in request.args,
    )
    page = page_number()
    pairs = queries.pairs_of(current_session(), council.id, today=today)
    found = listed(pairs, chosen, eyes.catalogue, today=today, page=page)
    return render_template(
        "requirements/list.html",
        organisation=council,
        found=found,
        chosen=chosen,
        may_change=eyes.scope.whole,
        page=page,
        today=today,
        **_words(),
    )


def _words() -> dict[str, Any]:
    catalogue = served()
    return {
        "catalogue": catalogue,
        "names": catalogue.names,
        "level_words": rules.level_words,
        "level_on": rules.level_on,
    }


@blueprint.get(f"{TOP}/add")
@for_learning_leads
def add_requirement(organisation: str) -> Answer:
    """Which role and skill to ask for something new."""
    council, eyes = eyes_on_all(organisation)
    form = AddForm(request.args, meta={"csrf": False})
    form.offer(eyes.catalogue, day_of(now()))
    if not request.args:
        return render_template("requirements/add.html", organisation=council, form=form)
    if not form.validate():
        return render_template("requirements/add.html", organisation=council, form=form), 422
    return _to("change_requirement", organisation, str(form.role.data), str(form.skill.data))


@blueprint.get(f"{TOP}/<role>/<skill>")
@for_learning_leads
def requirement(organisation: str, role: str, skill: str) -> str:
    """One role and skill: what holds, what is to come, and what was decided before."""
    council, eyes = eyes_on(organisation)
    pair = _pair(council, role, skill)
    about = {"role": role, "skill": skill}
    return render_template(
        "requirements/one.html",
        organisation=council,
        pair=pair,
        deeds=deeds_of(current_session(), council.id, DEEDS, about=about),
        may_change=eyes.scope.whole,
        today=day_of(now()),
        **_words(),
    )


@blueprint.get(f"{TOP}/<role>/<skill>/change")
@for_learning_leads
def change_requirement(organisation: str, role: str, skill: str) -> str:
    """The level, the day and why."""
    council, _ = eyes_on_all(organisation)
    pair = _pair(council, role, skill)
    form = ChangeForm(request.args, meta={"csrf": False})
    form.offer(pair, day_of(now()))
    if "level" not in request.args:  # come back from the preview, what was chosen stays
        form.start(pair)
    return _form(council, pair, form)


def _form(council: OrganisationFacts, pair: Pair, form: ChangeForm) -> str:
    return render_template(
        "requirements/change.html",
        organisation=council,
        pair=pair,
        form=form,
        today=day_of(now()),
        **_words(),
    )


@blueprint.get(f"{TOP}/<role>/<skill>/preview")
@for_learning_leads
def preview_requirement(organisation: str, role: str, skill: str) -> Answer:
    """What the change would move; nothing is recorded."""
    council, eyes = eyes_on_all(organisation)
    at = now()
    pair = _pair(council, role, skill)
    form = ChangeForm(request.args, meta={"csrf": False})
    form.offer(pair, day_of(at))
    if not form.validate():
        return _form(council, pair, form), 422
    page = page_number()
    try:
        _is_of(pair, form)
        rules.check(pair, form.wanted, served(), today=day_of(at), closes_on=council.ends_on)
    except Refusal as refusal:
        return _refused(council, pair, form, refusal)
    seen = preview.preview(current_session(), eyes, pair, form.wanted, page=page, at=at)
    return render_template(
        "requirements/preview.html",
        organisation=council,
        seen=seen,
        form=form,
        page=page,
        pages=pages_of(seen.concerned, queries.PAGE),
        back=request.query_string.decode(),
        today=day_of(at),
        **_words(),
    )


def _is_of(pair: Pair, form: ChangeForm) -> None:
    """Conflict where the form was made from other settings than there are."""
    gone = form.corrected is not None and pair.setting(form.corrected) is None
    if form.seen.data != pair.seen or gone:
        raise Conflict(
            "Somebody else has changed this requirement meanwhile. Look at what holds now, "
            "above; what you chose is kept below"
        )


def _refused(
    council: OrganisationFacts, pair: Pair, form: ChangeForm, refusal: Refusal
) -> tuple[str, int]:
    """The form again with what is wrong; what was chosen stays, on what is there now."""
    conflict = isinstance(refusal, Conflict)
    if conflict:
        form.seen.data = pair.seen
        if pair.setting(form.corrected) is None:
            form.instead_of.data = ""
            form.offer(pair, day_of(now()))
    name = refusal.field if refusal.field in form else "level"
    form[name].errors = [refusal.message]
    return _form(council, pair, form), 409 if conflict else 422


@blueprint.post(f"{TOP}/<role>/<skill>")
@for_learning_leads
def save_requirement(organisation: str, role: str, skill: str) -> Answer:
    """Saves what the preview showed."""
    council, _ = eyes_on_all(organisation)
    pair = _pair(council, role, skill)
    at = now()
    form = ChangeForm()
    form.offer(pair, day_of(at))
    if not form.validate():
        return _form(council, pair, form), 422
    try:
        with transaction() as session:
            actions.change(
                session,
                council,
                role,
                skill,
                form.wanted,
                catalogue=served(),
                by=visitor().person_id,
                at=at,
            )
    except Refusal as refusal:
        return _refused(council, _pair(council, role, skill), form, refusal)
    flash("Saved. It counts in the figures from the day it begins.", "success")
    return _to("requirement", organisation, role, skill)


def _to(view: str, organisation: str, role: str, skill: str) -> Response:
    address = url_for(f"requirements.{view}", organisation=organisation, role=role, skill=skill)
    return redirect(address, code=303)
