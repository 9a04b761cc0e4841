"""Lists for group leaders, where the council resolved to have them."""

import secrets

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from learning.clock import day_of, now
from learning.csvs import to_csv
from learning.database import current_session, transaction
from learning.doors import for_learning_leads
from learning.errors import Conflict, NotFound, Refusal
from learning.oversight import actions, extracts
from learning.oversight.forms import ExtractForm
from learning.oversight.views.blueprint import blueprint
from learning.people.access import eyes_on_all, visitor
from learning.people.sight import Eyes
from learning.people.standing import OrganisationFacts
from learning.policies.queries import policies_of
from learning.policies.rules import Extract
from learning.shell.downloads import csv_file
from learning.shell.fields import choice

COLUMNS = ("name", "path", "done", "due_on")


def _policy(council: OrganisationFacts) -> Extract:
    return policies_of(current_session(), council.id, on=day_of(now())).of(Extract)


@blueprint.get("/organisations/<organisation>/extracts")
@for_learning_leads
def all_extracts(organisation: str) -> str:
    """Those that were made, and what is missing where none can be made."""
    council, eyes = eyes_on_all(organisation)
    return render_template(
        "oversight/extracts.html",
        organisation=council,
        policy=_policy(council),
        extracts=extracts.extracts_of(current_session(), council.id),
        catalogue=eyes.catalogue,
    )


@blueprint.get("/organisations/<organisation>/extracts/new")
@for_learning_leads
def choose_extract(organisation: str) -> AnyResponse | str:
    """Whom and which paths: the lead ticks them."""
    council, eyes = eyes_on_all(organisation)
    if _policy(council).resolved_on is None:
        return redirect(url_for(".all_extracts", organisation=organisation), code=303)
    return _choosing(council, eyes, _form(eyes))


def _form(eyes: Eyes) -> ExtractForm:
    form = ExtractForm(request.form if request.method == "POST" else request.args)
    form.path.choices = [choice(path.slug, path.title) for path in eyes.catalogue.paths.values()]
    return form


def _choosing(council: OrganisationFacts, eyes: Eyes, form: ExtractForm) -> str:
    role = request.args.get("role", "")
    if role and role not in eyes.catalogue.roles:
        raise NotFound
    text = request.args.get("q", "").strip()[:100]
    chosen, found = extracts.candidates(
        current_session(),
        eyes,
        text=text,
        role=role,
        chosen=form.person.data or (),
        on=day_of(now()),
    )
    return render_template(
        "oversight/choose_extract.html",
        organisation=council,
        form=form,
        chosen=chosen,
        found=found,
        text=text,
        role=role,
        most=extracts.FOUND,
        catalogue=eyes.catalogue,
        names=eyes.catalogue.names,
    )


@blueprint.route("/organisations/<organisation>/extracts/check", methods=["GET", "POST"])
@for_learning_leads
def check_extract(organisation: str) -> AnyResponse | str | tuple[str, int]:
    """What the list would say, before it is made and everybody on it is told."""
    council, eyes = eyes_on_all(organisation)
    policy, form = _policy(council), _form(eyes)
    if policy.resolved_on is None:
        return redirect(url_for(".all_extracts", organisation=organisation), code=303)
    # The token belongs to what is posted; looking needs none.
    if request.method == "GET":
        form.form_key.data = secrets.token_urlsafe(16)
        del form.csrf_token
    if not form.validate():
        return _choosing(council, eyes, form), 422
    if request.method == "POST":
        return _make(council, eyes, form)
    codes, paths = form.person.data or [], form.path.data or []
    lines = extracts.lines_for(current_session(), eyes, codes, paths, on=day_of(now()))
    return render_template(
        "oversight/check_extract.html",
        organisation=council,
        policy=policy,
        form=form,
        lines=lines,
        left_out=len(set(codes)) - len({line.person_id for line in lines}),
        catalogue=eyes.catalogue,
        today=day_of(now()),
    )


def _make(
    council: OrganisationFacts, eyes: Eyes, form: ExtractForm
) -> AnyResponse | tuple[str, int]:
    chosen = actions.Chosen(
        tuple(sorted(form.person.data or ())), tuple(sorted(form.path.data or ()))
    )
    try:
        with transaction() as session:
            number = actions.make_extract(
                session,
                eyes,
                chosen,
                by_name=visitor().name,
                form_key=form.form_key.data or "",
                at=now(),
            )
    except Conflict:
        raise
    except Refusal as refusal:
        form.person.errors = [refusal.message]
        return _choosing(council, eyes, form), 422
    flash("The list is made, and everybody on it is told.", "success")
    address = url_for(".extract", organisation=council.slug, number=number)
    return redirect(address, code=303)


def _extract(organisation: str, number: int) -> tuple[OrganisationFacts, Eyes, extracts.Made]:
    council, eyes = eyes_on_all(organisation)
    found = extracts.extract_of(current_session(), number, council.id)
    if found is None:
        raise NotFound
    return council, eyes, found


@blueprint.get("/organisations/<organisation>/extracts/<int:number>")
@for_learning_leads
def extract(organisation: str, number: int) -> str:
    """A list that was made, as it was then."""
    council, eyes, found = _extract(organisation, number)
    return render_template(
        "oversight/extract.html",
        organisation=council,
        extract=found,
        lines=extracts.lines_of(current_session(), number, eyes, on=day_of(now())),
        catalogue=eyes.catalogue,
    )


@blueprint.get("/organisations/<organisation>/extracts/<int:number>.csv")
@for_learning_leads
def extract_csv(organisation: str, number: int) -> Response:
    """The same as a file."""
    council, eyes, found = _extract(organisation, number)
    lines = extracts.lines_of(current_session(), number, eyes, on=day_of(now()))
    rows = (
        (line.name, line.path, "done" if line.is_done else "not done", line.due_on)
        for line in lines
    )
    day = day_of(found.made_at)
    return csv_file(f"{council.slug}-group-leaders-{day}", to_csv(COLUMNS, rows))
