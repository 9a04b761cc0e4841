"""What runs out in each of the months to come: page and CSV, for leads."""

from datetime import datetime
from typing import Any

from flask import Response, render_template, request, url_for

from learning.catalogue.serving import served
from learning.clock import now
from learning.coverage import beside, running_out, running_out_data
from learning.coverage.pairing import Cell
from learning.coverage.rules.coming_months import InMonth, RunningOut
from learning.coverage.rules.figures import Filters
from learning.coverage.views.between import past_day, past_moment
from learning.coverage.views.blueprint import blueprint
from learning.coverage.views.drawing import asked_filters
from learning.database import current_session
from learning.doors import for_learning_leads
from learning.errors import Refusal
from learning.people.access import eyes_on
from learning.people.queries import as_known
from learning.people.sight import Eyes
from learning.people.standing import OrganisationFacts, exists_on
from learning.shell.downloads import csv_file

DATES = ("as_at", "known_at")


@blueprint.get("/organisations/<organisation>/coverage/runs-out")
@for_learning_leads
def runs_out(organisation: str) -> str | tuple[str, int]:
    """What is shown, by the month in which it would not be any more."""
    council, eyes = eyes_on(organisation)
    filters = asked_filters(eyes.scope)
    typed = {name: request.args.get(name, "").strip() for name in DATES}
    shared: dict[str, Any] = {
        "organisation": council,
        "filters": filters.given,
        "typed": typed,
        "names": served().names,
        "query": f"?{request.query_string.decode()}" if request.query_string else "",
    }
    try:
        cell = _cell(eyes, filters, at=now())
    except Refusal as refusal:
        errors = {refusal.field: refusal.message}
        return render_template("coverage/running_out.html", errors=errors, **shared), 422
    session = current_session()
    shared["organisation"] = council = as_known(session, council, cell.known_at)
    return render_template(
        "coverage/running_out.html",
        errors={},
        cell=cell,
        found=running_out.by_month(session, cell) if exists_on(council, cell.as_at) else None,
        left_out=beside.left_out(session, council.id, eyes.lead_id, cell.as_at),
        people=lambda month, skill: _people(council, cell, typed, month, skill),
        **shared,
    )


@blueprint.get("/organisations/<organisation>/coverage/runs-out.csv")
@for_learning_leads
def runs_out_csv(organisation: str) -> Response:
    """The same as a table."""
    council, eyes = eyes_on(organisation)
    cell = _cell(eyes, asked_filters(eyes.scope), at=now())
    found: RunningOut | None = None
    if exists_on(as_known(current_session(), council, cell.known_at), cell.as_at):
        found = running_out.by_month(current_session(), cell)
    name = f"{council.slug}-runs-out-{cell.as_at.isoformat()}"
    return csv_file(name, running_out_data.as_csv(found))


def _cell(eyes: Eyes, filters: Filters, *, at: datetime) -> Cell:
    as_at, known_at = past_day("as_at", at=at), past_moment("known_at", at=at)
    return Cell(eyes, filters, as_at, known_at)


def _people(
    council: OrganisationFacts,
    cell: Cell,
    typed: dict[str, str],
    month: InMonth | None,
    skill: str | None,
) -> str:
    """Where the people are listed: of a month, or of all that is shown."""
    chosen = cell.filters.given | ({"skill": skill} if skill else {})
    return url_for(
        "coverage.people_behind",
        organisation=council.slug,
        **chosen,  # type: ignore[arg-type]
        **{name: value or None for name, value in typed.items()},  # type: ignore[arg-type]
        status=None if month else "met",
        runs_out=month.month.name if month else None,
        sort="runs-out" if month else None,
    )
