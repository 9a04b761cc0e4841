"""Asking people to take a path, and seeing how far they are."""

import secrets
from typing import get_args

from flask import Response as FileResponse
from flask import redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from learning.assignments import actions, exports, queries, rules, standings
from learning.assignments.forms import EVERYONE, GROUP, ONE_PERSON, AssignForm
from learning.assignments.standings import Kind
from learning.assignments.views.blueprint import blueprint
from learning.catalogue.published import Path
from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.csvs import to_csv
from learning.database import current_session, transaction
from learning.doors import for_learning_leads
from learning.errors import Conflict, NotFound, Refusal
from learning.people.access import eyes_on, visitor
from learning.people.models import Membership
from learning.people.queries import person_by_address
from learning.people.rules import address_key
from learning.people.sight import Eyes
from learning.people.standing import OrganisationFacts
from learning.shell.downloads import csv_file
from learning.shell.fields import choice
from learning.shell.paging import page_number, pages_of

KINDS: tuple[Kind, ...] = get_args(Kind)


@blueprint.get("/organisations/<organisation>/assignments")
@for_learning_leads
def assignments(organisation: str) -> str:
    """What has been asked of whom."""
    council, eyes = eyes_on(organisation)
    found = queries.assignments_in(current_session(), eyes, on=day_of(now()))
    return render_template(
        "assignments/list.html",
        organisation=council,
        assignments=found,
        catalogue=served(),
        whom=rules.whom,
        today=day_of(now()),
    )


@blueprint.route("/organisations/<organisation>/assignments/new", methods=["GET", "POST"])
@for_learning_leads
def assign_path(organisation: str) -> Response | str | tuple[str, int]:
    """Asks one person, everyone with a role, or everybody in a group."""
    council, eyes = eyes_on(organisation)
    form = _form(eyes)
    if request.method == "GET":
        form.form_key.data = secrets.token_urlsafe(16)
        return render_template("assignments/new.html", organisation=council, form=form)
    if not form.validate():
        return render_template("assignments/new.html", organisation=council, form=form), 422
    try:
        assignment_id = _assign(council, eyes, form)
    except Conflict:
        raise
    except Refusal as refusal:
        field = getattr(form, refusal.field or "path", form.path)
        field.errors = [refusal.message]
        return render_template("assignments/new.html", organisation=council, form=form), 422
    address = url_for("assignments.assignment", organisation=organisation, number=assignment_id)
    return redirect(address, code=303)


def _form(eyes: Eyes) -> AssignForm:
    form = AssignForm(request.form if request.method == "POST" else request.args)
    catalogue = served()
    open_paths = [p for p in catalogue.paths.values() if rules.open_steps(p, catalogue, None)]
    form.path.choices = [choice("", "Choose a path")] + [
        choice(path.slug, path.title) for path in open_paths
    ]
    form.role.choices = [choice("", "Choose a role")] + [
        choice(role.slug, role.name) for role in catalogue.roles.values()
    ]
    form.tier.choices = [choice("", "Choose a group")] + [
        choice(tier, name)
        for tier, name in catalogue.names["tier"].items()
        if rules.may_ask(eyes.scope, tier)
    ]
    officers = queries.officers_of(current_session(), eyes.organisation_id, on=day_of(now()))
    form.officer.choices = [choice("", "Choose an officer")] + [
        choice(str(id_), name) for id_, name in officers
    ]
    return form


def _assign(council: OrganisationFacts, eyes: Eyes, form: AssignForm) -> int:
    at = now()
    asked = form.whom.data
    role = form.role.data if asked == EVERYONE else None
    tier = form.tier.data if asked == GROUP else None
    with transaction() as session:
        by_name = asked == ONE_PERSON
        code = _code_of((form.person.data or "").strip(), council) if by_name else None
        people = queries.targets(session, eyes, role=role, tier=tier, code=code, on=day_of(at))
        if by_name and not people:
            raise Refusal("There is nobody with that address or code in your care", field="person")
        ask = actions.Ask(
            organisation_id=council.id,
            path=_path(form.path.data),
            people=tuple(people),
            role=role,
            tier=tier,
            due_on=form.due_on.data,
            reason=(form.reason.data or "").strip(),
            officer_id=int(form.officer.data) if form.confidential.data else None,
            over_load=bool(form.over_load.data),
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
    council, eyes = eyes_on(organisation)
    session, today = current_session(), day_of(now())
    found = queries.assignment_of(session, number, eyes, on=today)
    if found is None:
        raise NotFound
    status = request.args.get("status", "").replace("-", " ")
    kind: Kind = next((one for one in KINDS if one == status), "")
    page = page_number()
    total, lines = standings.lines(session, eyes, kind, on=today, page=page, assignment_id=number)
    return render_template(
        "assignments/one.html",
        organisation=council,
        assignment=found,
        path=_path(found.path),
        whom=rules.whom(found.role, found.tier, served()),
        counts=standings.counts(session, eyes, on=today, assignment_id=number),
        lines=lines,
        page=page,
        pages=pages_of(total, standings.PAGE),
        status=kind,
        shown=total,
    )


@blueprint.get("/organisations/<organisation>/assignments.csv")
@for_learning_leads
def assignments_csv(organisation: str) -> FileResponse:
    """Who is asked what, by when, and how far they are."""
    council, eyes = eyes_on(organisation)
    rows = exports.rows(current_session(), eyes, on=day_of(now()))
    return csv_file(f"{council.slug}-assignments", to_csv(exports.COLUMNS, rows))
