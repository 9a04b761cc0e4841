"""Asking people to take a path, and seeing how far they are."""

import secrets
from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from learning.assignments import actions, queries, rules
from learning.assignments.forms import EVERYONE, AssignForm
from learning.catalogue.published import Path
from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import for_learning_leads
from learning.errors import Conflict, NotFound, Refusal
from learning.people.access import visitor
from learning.people.models import Membership
from learning.people.queries import person_by_address
from learning.people.rules import address_key
from learning.people.sight import Eyes
from learning.people.standing import OrganisationFacts, Scope
from learning.shell.fields import choice

blueprint = Blueprint("assignments", __name__, template_folder="templates")
PAGE = 50


@blueprint.get("/organisations/<organisation>/assignments")
@for_learning_leads
def assignments(organisation: str) -> str:
    """What has been asked of whom."""
    council, scope = visitor().leads(organisation)
    found = queries.assignments_in(current_session(), _eyes(council, scope), on=day_of(now()))
    return render_template(
        "assignments/list.html",
        organisation=council,
        assignments=found,
        catalogue=served(),
        today=day_of(now()),
    )


def _eyes(council: OrganisationFacts, scope: Scope) -> Eyes:
    return Eyes(council.id, scope, visitor().person_id, served())


@blueprint.route("/organisations/<organisation>/assignments/new", methods=["GET", "POST"])
@for_learning_leads
def assign_path(organisation: str) -> Response | str | tuple[str, int]:
    """Asks one person, or everyone with a role."""
    council, scope = visitor().leads(organisation)
    form = _form()
    if request.method == "GET":
        form.form_key.data = secrets.token_urlsafe(16)
        return render_template("assignments/new.html", organisation=council, form=form)
    if not form.validate():
        return render_template("assignments/new.html", organisation=council, form=form), 422
    try:
        assignment_id = _assign(council, scope, form)
    except Conflict:
        raise
    except Refusal as refusal:
        field = getattr(form, refusal.field or "path", form.path)
        field.errors = [refusal.message]
        return render_template("assignments/new.html", organisation=council, form=form), 422
    address = url_for("assignments.assignment", organisation=organisation, number=assignment_id)
    return redirect(address, code=303)


def _form() -> AssignForm:
    form = AssignForm(request.form if request.method == "POST" else request.args)
    catalogue = served()
    open_paths = [p for p in catalogue.paths.values() if rules.open_steps(p, catalogue, None)]
    form.path.choices = [choice("", "Choose a path")] + [
        choice(path.slug, path.title) for path in open_paths
    ]
    form.role.choices = [choice("", "Choose a role")] + [
        choice(role.slug, role.name) for role in catalogue.roles.values()
    ]
    return form


def _assign(council: OrganisationFacts, scope: Scope, form: AssignForm) -> int:
    at = now()
    to_role = form.whom.data == EVERYONE
    with transaction() as session:
        code = None if to_role else _code_of((form.person.data or "").strip(), council)
        people = queries.targets(
            session,
            _eyes(council, scope),
            role=form.role.data if to_role else None,
            code=code,
            on=day_of(at),
        )
        if not to_role and not people:
            raise Refusal("There is nobody with that address or code in your care", field="person")
        ask = actions.Ask(
            organisation_id=council.id,
            path=_path(form.path.data),
            people=tuple(people),
            role=form.role.data if to_role else None,
            due_on=form.due_on.data,
            reason=(form.reason.data or "").strip(),
        )
        key = form.form_key.data or ""
        return actions.assign(session, ask, form_key=key, by=visitor().person_id, at=at).id


def _path(slug: str) -> Path:
    path = served().paths.get(slug)
    if path is None:
        raise NotFound
    return path


def _code_of(text: str, council: OrganisationFacts) -> str:
    """A code stands for itself; an address for the code of whoever has it here."""
    if "@" not in text:
        return text
    person = person_by_address(current_session(), address_key(text))
    code = current_session().scalar(
        select(Membership.person_code).where(
            Membership.organisation_id == council.id,
            Membership.person_id == (person.id if person else None),
        )
    )
    return code or "nobody"


@blueprint.get("/organisations/<organisation>/assignments/<int:number>")
@for_learning_leads
def assignment(organisation: str, number: int) -> str:
    """Who has started, finished, is overdue."""
    council, scope = visitor().leads(organisation)
    today = day_of(now())
    eyes = _eyes(council, scope)
    found = queries.assignment_of(current_session(), number, eyes, on=today)
    if found is None:
        raise NotFound
    path = _path(found.path)
    people = queries.asked_people(current_session(), number, eyes, on=today)
    standings = [(person, _standing(path, person, today)) for person in people]
    wanted = request.args.get("status", "")
    shown = [pair for pair in standings if _is_wanted(pair[1], wanted)]
    page = max(1, request.args.get("page", 1, type=int))
    return render_template(
        "assignments/one.html",
        organisation=council,
        assignment=found,
        path=path,
        role=served().roles.get(found.role or ""),
        counts=_counts([standing for _, standing in standings]),
        people=shown[(page - 1) * PAGE : page * PAGE],
        page=page,
        pages=-(-len(shown) // PAGE) or 1,
        status=wanted,
        shown=len(shown),
    )


def _standing(path: Path, person: queries.AskedPerson, today: date) -> rules.Standing:
    return rules.standing(
        path,
        served(),
        roles=person.roles,
        held=person.held,
        begun=person.begun,
        due_on=person.due_on,
        today=today,
    )


def _is_wanted(standing: rules.Standing, wanted: str) -> bool:
    if wanted == "overdue":
        return standing.is_overdue
    return not wanted or standing.status.replace(" ", "-") == wanted


def _counts(standings: list[rules.Standing]) -> dict[str, int]:
    return {
        "done": sum(one.status == "done" for one in standings),
        "started": sum(one.status == "started" for one in standings),
        "not started": sum(one.status == "not started" for one in standings),
        "overdue": sum(one.is_overdue for one in standings),
    }
