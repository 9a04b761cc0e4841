"""People pages for learning leads, and the exports of truth."""

from datetime import datetime

from flask import Blueprint, Response, render_template, request

from learning.assignments.queries import asked_of
from learning.catalogue.serving import served
from learning.claims.queries.claims import count_waiting
from learning.clock import day_of, now
from learning.csvs import to_csv
from learning.database import current_session
from learning.doors import for_learning_leads
from learning.errors import NotFound
from learning.evidence.queries import evidence_of
from learning.evidence.rules import held_levels, shown_before
from learning.notices.queries import told_to
from learning.people.access import visitor
from learning.people.sight import Eyes
from learning.people.standing import OrganisationFacts
from learning.shell.downloads import csv_file
from learning.shell.moments import moment_in
from learning.staffing import exports, queries
from learning.staffing.queries import Wanted

blueprint = Blueprint("staffing", __name__, template_folder="templates")


def _eyes(organisation: str) -> tuple[OrganisationFacts, Eyes]:
    council, scope = visitor().leads(organisation)
    catalogue = served()
    return council, Eyes(council.id, scope, visitor().person_id, catalogue)


@blueprint.get("/organisations/<organisation>/people")
@for_learning_leads
def people(organisation: str) -> str:
    """Who is here, by name, fifty a page."""
    council, eyes = _eyes(organisation)
    wanted = Wanted(
        text=request.args.get("q", "").strip()[:100],
        tier=request.args.get("tier", ""),
        service=request.args.get("service", ""),
        role=request.args.get("role", ""),
    )
    page = min(max(1, request.args.get("page", 1, type=int)), 100_000)
    today, session = day_of(now()), current_session()
    total, found = queries.people_in(session, eyes, wanted, on=today, page=page)
    return render_template(
        "staffing/people.html",
        organisation=council,
        people=found,
        total=total,
        wanted=wanted,
        page=page,
        pages=-(-total // queries.PAGE) or 1,
        catalogue=eyes.catalogue,
        names=eyes.catalogue.names,
        whole=eyes.scope.whole,
        claims_waiting=count_waiting(session, eyes, on=today),
    )


@blueprint.get("/organisations/<organisation>/people/<code>")
@for_learning_leads
def person(organisation: str, code: str) -> str:
    """One person: roles, asked and done, evidence, what we told them."""
    council, eyes = _eyes(organisation)
    today = day_of(now())
    session = current_session()
    found = queries.person_in(session, eyes, code, on=today)
    if found is None:
        raise NotFound
    shown = shown_before(evidence_of(session, found.person_id), found.ends_on)
    asked = asked_of(session, found.person_id, on=today)
    notices = session.scalars(told_to(found.person_id, organisation_id=council.id).limit(50)).all()
    return render_template(
        "staffing/person.html",
        organisation=council,
        person=found,
        shown=shown,
        held=held_levels(shown, today),
        requests=[one for one in asked.requests if one.organisation == council.name],
        notices=notices,
        whole=eyes.scope.whole,
        catalogue=eyes.catalogue,
        today=today,
    )


def _known_at() -> datetime:
    """The moment asked for in the address, else this one."""
    return moment_in(request.args.get("known_at"), field="known_at") or now()


@blueprint.get("/organisations/<organisation>/people.csv")
@for_learning_leads
def people_csv(organisation: str) -> Response:
    """One row for each role held."""
    council, eyes = _eyes(organisation)
    rows = exports.people_rows(current_session(), eyes, on=day_of(now()), known_at=_known_at())
    return csv_file(f"{council.slug}-people", to_csv(exports.PEOPLE, rows))


@blueprint.get("/organisations/<organisation>/evidence.csv")
@for_learning_leads
def evidence_csv(organisation: str) -> Response:
    """Every piece of evidence of the people here."""
    council, eyes = _eyes(organisation)
    rows = exports.evidence_rows(current_session(), eyes, on=day_of(now()), known_at=_known_at())
    return csv_file(f"{council.slug}-evidence", to_csv(exports.EVIDENCE, rows))


@blueprint.get("/organisations/<organisation>/requirements.csv")
@for_learning_leads
def requirements_csv(organisation: str) -> Response:
    """What each role asks for here, from when, until when."""
    council, _ = _eyes(organisation)
    rows = exports.requirement_rows(current_session(), council.id, known_at=_known_at())
    return csv_file(f"{council.slug}-requirements", to_csv(exports.REQUIREMENTS, rows))
