"""Asking the people behind a gap to take a path that teaches its skill."""

import secrets
from datetime import datetime

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning.assignments import actions
from learning.assignments.forms import AskForm
from learning.assignments.queries import targets
from learning.assignments.rules import open_steps
from learning.catalogue.published import Path
from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.coverage import behind
from learning.coverage.behind import Pair, Wanted
from learning.coverage.pairing import Cell
from learning.coverage.rules.gaps import lifted_by
from learning.coverage.views.blueprint import blueprint
from learning.coverage.views.drawing import asked_filters
from learning.coverage.views.people import wanted_people
from learning.database import current_session, transaction
from learning.doors import for_learning_leads
from learning.errors import Conflict, Refusal
from learning.people.access import eyes_on, visitor
from learning.people.standing import OrganisationFacts
from learning.shell.fields import Choice, choice


@blueprint.route("/organisations/<organisation>/coverage/people/ask", methods=["GET", "POST"])
@for_learning_leads
def ask_people(organisation: str) -> Response | str | tuple[str, int]:
    """Asks everybody who is short of a skill today, as far as the filters go."""
    at = now()
    council, eyes = eyes_on(organisation)
    cell, wanted = Cell(eyes, asked_filters(eyes.scope), day_of(at), at), wanted_people()
    if cell.filters.skill is None or wanted.status not in behind.SHORT:
        return redirect(url_for("coverage.coverage", organisation=organisation), code=303)
    form = AskForm(request.form if request.method == "POST" else request.args)
    pairs = _short(cell, wanted)
    form.path.choices = _paths(cell, pairs)
    if request.method == "GET":
        form.form_key.data = secrets.token_urlsafe(16)
        return _page(council, cell, wanted, pairs, form)
    if not form.validate():
        return _page(council, cell, wanted, pairs, form), 422
    try:
        number = _ask(cell, wanted, form, at=at)
    except Conflict:
        raise
    except Refusal as refusal:
        getattr(form, refusal.field or "path", form.path).errors = [refusal.message]
        return _page(council, cell, wanted, pairs, form), 422
    address = url_for("assignments.assignment", organisation=organisation, number=number)
    return redirect(address, code=303)


def _short(cell: Cell, wanted: Wanted) -> tuple[Pair, ...]:
    return behind.pairs_behind(current_session(), cell, wanted, page=None)[1]


def _paths(cell: Cell, pairs: tuple[Pair, ...]) -> list[Choice]:
    """Paths of which an open course teaches the skill, each with how many of these it lifts."""
    skill, catalogue = cell.filters.skill or "", served()
    detailed = behind.with_details(current_session(), cell, pairs, few=False)
    short = ((frozenset(role for role, _ in one.roles), one.pair.level, 1) for one in detailed)
    lifted = lifted_by(skill, short, catalogue)
    found = sorted(
        (path for path in catalogue.paths.values() if _teaches(path, skill)),
        key=lambda path: (-lifted.get(path.slug, 0), path.title),
    )
    return [choice("", "Choose a path")] + [
        choice(path.slug, f"{path.title}: {lifted.get(path.slug, 0):,} to the level they need")
        for path in found
    ]


def _teaches(path: Path, skill: str) -> bool:
    courses = served().courses
    return any(
        given.skill == skill
        for course, checks in open_steps(path, served(), None)
        for given in courses[course].gives(checks)
    )


def _page(
    council: OrganisationFacts,
    cell: Cell,
    wanted: Wanted,
    pairs: tuple[Pair, ...],
    form: AskForm,
) -> str:
    return render_template(
        "coverage/asking_people.html",
        organisation=council,
        filters=cell.filters.given,
        names=served().names,
        wanted=wanted,
        total=len(pairs),
        form=form,
        address=request.full_path,
    )


def _ask(cell: Cell, wanted: Wanted, form: AskForm, *, at: datetime) -> int:
    with transaction() as session:
        short = {pair.person_id for pair in _short(cell, wanted)}
        seen = targets(session, cell.eyes, role=None, code=None, on=cell.as_at)
        ask = actions.Ask(
            organisation_id=cell.eyes.organisation_id,
            path=served().paths[form.path.data],
            people=tuple(one for one in seen if one[1] in short),
            role=None,
            due_on=form.due_on.data,
            reason=(form.reason.data or "").strip(),
        )
        key = form.form_key.data or ""
        return actions.assign(session, ask, form_key=key, by=visitor().person_id, at=at).id
