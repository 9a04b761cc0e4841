"""The people behind a figure, and the evidence of one of them: for leads."""

from datetime import datetime
from typing import Any

from flask import Response, render_template, request

from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.coverage import behind, beside, comparison, people_data, pieces
from learning.coverage.behind import Wanted
from learning.coverage.compared import Compared
from learning.coverage.pairing import Cell
from learning.coverage.rules.changes import Part
from learning.coverage.rules.coming_months import month_in
from learning.coverage.rules.figures import Filters
from learning.coverage.rules.moves import Differing
from learning.coverage.rules.pieces import held, state_of
from learning.coverage.views.between import asked_by_lead, past_day, past_moment
from learning.coverage.views.blueprint import blueprint
from learning.coverage.views.drawing import asked_filters
from learning.database import current_session
from learning.doors import for_learning_leads
from learning.errors import NotFound
from learning.people.access import eyes_on
from learning.people.requirements import needs_in_force
from learning.people.standing import OrganisationFacts
from learning.shell.downloads import csv_file
from learning.shell.paging import page_number, pages_of

LONGEST_SEARCH = 100
ASKED = ("as_at", "known_at", "from", "to", "from_known_at", "q", "sort", "status", "reason")


@blueprint.get("/organisations/<organisation>/coverage/people")
@for_learning_leads
def people_behind(organisation: str) -> str:
    """Who stands behind a line of the report, or behind a part of a comparison."""
    at = now()
    if request.args.get("reason"):
        return _in_a_part(organisation, at=at)
    council, cell = _cell(organisation, at=at)
    wanted, page, session = wanted_people(), page_number(), current_session()
    total, found = behind.pairs_behind(session, cell, wanted, page=page)
    return render_template(
        "coverage/people.html",
        organisation=council,
        cell=cell,
        wanted=wanted,
        totals=behind.totals(session, cell),
        total=total,
        can_be_asked=_can_be_asked(cell, wanted, at=at),
        found=behind.with_details(session, cell, found, few=True),
        page=page,
        pages=pages_of(total, behind.PAGE),
        left_out=beside.left_out(session, council.id, cell.eyes.lead_id, cell.as_at),
        **_shared(cell.filters),
    )


@blueprint.get("/organisations/<organisation>/coverage/people.csv")
@for_learning_leads
def people_behind_csv(organisation: str) -> Response:
    """All of them as a table."""
    at, session = now(), current_session()
    if request.args.get("reason"):
        part, compared, differing = _differing(organisation, at=at)
        name = f"{compared.organisation.slug}-{part.value}"
        return csv_file(name, people_data.differing_csv(differing))
    council, cell = _cell(organisation, at=at)
    _, found = behind.pairs_behind(session, cell, wanted_people(), page=None)
    detailed = behind.with_details(session, cell, found, few=False)
    name = f"{council.slug}-people-behind-coverage-{cell.as_at.isoformat()}"
    return csv_file(name, people_data.behind_csv(detailed))


@blueprint.get("/organisations/<organisation>/coverage/people/<code>/<skill>")
@for_learning_leads
def evidence_behind(organisation: str, code: str, skill: str) -> str:
    """What one person has shown of one skill, and what stands behind each piece."""
    if skill not in served().skills:
        raise NotFound
    at, session = now(), current_session()
    council, eyes = eyes_on(organisation)
    as_at, known_at = past_day("as_at", at=at), past_moment("known_at", at=at)
    cell = Cell(eyes, Filters(skill=skill), as_at, known_at, code=code)
    person = pieces.someone(session, cell, on=day_of(at))
    if person is None:
        raise NotFound
    needs = needs_in_force(session, [council.id], on=as_at, known_at=known_at).levels
    asked = {role: needs.get((council.id, role, skill), 0) for role, _ in person.roles}
    level = max(asked.values())
    sources = pieces.sources_of(
        session, eyes, person.person_id, skill, as_at=as_at, known_at=known_at
    )
    rows = [one.piece for one in sources]
    return render_template(
        "coverage/evidence.html",
        organisation=council,
        person=person,
        skill=skill,
        cell=cell,
        level=level,
        asked_by=[role for role, asks in asked.items() if asks == level] if level else [],
        held=held(rows, on=as_at),
        sources=[(one, state_of(one.piece, rows, needed=level, on=as_at)) for one in sources],
        **_shared(cell.filters),
    )


def _in_a_part(organisation: str, *, at: datetime) -> str:
    """The people behind a part of a comparison."""
    part, wanted, found = _differing(organisation, at=at)
    page = page_number()
    return render_template(
        "coverage/differing.html",
        organisation=wanted.organisation,
        part=part,
        Part=Part,
        wanted=wanted,
        total=len(found),
        found=found[(page - 1) * behind.PAGE : page * behind.PAGE],
        page=page,
        pages=pages_of(len(found), behind.PAGE),
        **_shared(wanted.filters),
    )


def _differing(organisation: str, *, at: datetime) -> tuple[Part, Compared, list[Differing]]:
    """The part that is asked about, and the pairs in it."""
    council, eyes = eyes_on(organisation)
    filters = asked_filters(eyes.scope)
    wanted = asked_by_lead(council, eyes.scope, eyes.lead_id, filters, at=at)
    if request.args["reason"] not in {part.value for part in Part}:
        raise NotFound
    part = Part(request.args["reason"])
    return part, wanted, comparison.listed(current_session(), wanted, part, served())


def _cell(organisation: str, *, at: datetime) -> tuple[OrganisationFacts, Cell]:
    council, eyes = eyes_on(organisation)
    filters = asked_filters(eyes.scope)
    as_at, known_at = past_day("as_at", at=at), past_moment("known_at", at=at)
    return council, Cell(eyes, filters, as_at, known_at)


def wanted_people() -> Wanted:
    """Which of the pairs; NotFound for a status, an order or a month there is not."""
    status, sort = request.args.get("status", ""), request.args.get("sort", "") or behind.SORTS[0]
    month, text = request.args.get("runs_out", ""), request.args.get("q", "")
    if status not in {"", *behind.STATUSES} or sort not in behind.SORTS:
        raise NotFound
    if month and month_in(month) is None:
        raise NotFound
    return Wanted(status, text.strip()[:LONGEST_SEARCH], sort, month_in(month))


def _can_be_asked(cell: Cell, wanted: Wanted, *, at: datetime) -> bool:
    """Whether those who are listed are those who would be asked: who is short of a skill today."""
    is_today = cell.as_at == day_of(at) and cell.known_at == at
    return is_today and cell.filters.skill is not None and wanted.status in behind.SHORT


def _shared(filters: Filters) -> dict[str, Any]:
    """What every page here is drawn with."""
    return {
        "catalogue": served(),
        "names": served().names,
        "filters": filters.given,
        "query": f"?{request.query_string.decode()}" if request.query_string else "",
        "typed": {name: request.args.get(name, "").strip() for name in ASKED},
    }
