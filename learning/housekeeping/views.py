"""Pages for training leads of a whole council: who left, copies, and erasure."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import for_learning_leads
from learning.errors import Conflict, NotFound, Refusal
from learning.housekeeping import actions, queries
from learning.housekeeping.forms import EraseForm
from learning.housekeeping.rules.periods import PERIODS, goes_on
from learning.people.access import eyes_on_all, visitor
from learning.people.standing import OrganisationFacts
from learning.policies.queries import policies_of
from learning.policies.rules import Retention
from learning.shell.paging import page_number, pages_of

blueprint = Blueprint("housekeeping", __name__, template_folder="templates")
TOP = "/organisations/<organisation>/people/<code>"


def _somebody(organisation: str, code: str) -> tuple[OrganisationFacts, queries.Somebody]:
    council, eyes = eyes_on_all(organisation)
    found = queries.somebody(current_session(), eyes, code, on=day_of(now()))
    if found is None:
        raise NotFound
    return council, found


@blueprint.get("/organisations/<organisation>/leavers")
@for_learning_leads
def leavers(organisation: str) -> str:
    """Who left and is still named here, and how long each kind of record is kept."""
    council, eyes = eyes_on_all(organisation)
    session, today = current_session(), day_of(now())
    page = page_number()
    total, found = queries.leavers(session, eyes, on=today, page=page)
    said = policies_of(session, council.id, on=today).of(Retention)
    return render_template(
        "housekeeping/leavers.html",
        organisation=council,
        leavers=[(one, goes_on(one.left_on, said.leavers)) for one in found],
        periods=[(period, getattr(said, period.field)) for period in PERIODS],
        total=total,
        page=page,
        pages=pages_of(total, queries.PAGE),
    )


@blueprint.get(f"{TOP}/kept")
@for_learning_leads
def kept(organisation: str, code: str) -> str:
    """What is kept about somebody, with the ways to a copy and to an erasure."""
    council, found = _somebody(organisation, code)
    return render_template("housekeeping/kept.html", organisation=council, person=found)


@blueprint.post(f"{TOP}/copy")
@for_learning_leads
def give_copy(organisation: str, code: str) -> AnyResponse:
    """Tells somebody that their copy is in their account; the lead sees none of it."""
    council, found = _somebody(organisation, code)
    if not found.name:
        raise Conflict("This person has been erased. There is nothing to copy.")
    with transaction() as session:
        told = actions.give_copy(
            session, found.person_id, council=council, by=visitor().person_id, at=now()
        )
    words = "They have been told where their copy is." if told else "They were told already today."
    flash(words, "success" if told else "information")
    return redirect(url_for("housekeeping.kept", organisation=organisation, code=code), code=303)


@blueprint.get(f"{TOP}/erase")
@for_learning_leads
def erase(organisation: str, code: str) -> str:
    """What would go, what would stay and why."""
    council, found = _somebody(organisation, code)
    return render_template(
        "housekeeping/erase.html",
        organisation=council,
        person=found,
        belongs=_belongs(council, found),
    )


@blueprint.route(f"{TOP}/erase/confirm", methods=["GET", "POST"])
@for_learning_leads
def confirm_erasure(organisation: str, code: str) -> AnyResponse | tuple[str, int]:
    """The name once more, and it is done."""
    council, found = _somebody(organisation, code)
    form = EraseForm()
    status = 200 if request.method == "GET" else 422
    if request.method == "POST" and form.validate():
        try:
            _erase(council, found, form)
        except Conflict:
            raise
        except Refusal as refusal:
            form.name.errors = [refusal.message]
        else:
            flash("They have been erased.", "success")
            return redirect(url_for("housekeeping.leavers", organisation=organisation), code=303)
    page = render_template(
        "housekeeping/confirm.html",
        organisation=council,
        person=found,
        form=form,
        belongs=_belongs(council, found),
    )
    return page, status


def _erase(council: OrganisationFacts, found: queries.Somebody, form: EraseForm) -> None:
    with transaction() as session:
        actions.erase_here(
            session,
            found.person_id,
            council=council,
            typed_name=form.name.data or "",
            by=visitor().person_id,
            at=now(),
        )


def _belongs(council: OrganisationFacts, found: queries.Somebody) -> bool:
    session = current_session()
    return queries.belongs_to(session, found.person_id, council.id, on=day_of(now()))
