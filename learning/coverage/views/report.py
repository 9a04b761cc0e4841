"""The report of one council: page, JSON and CSV."""

from flask import Response, render_template, request

from learning.catalogue.serving import served
from learning.clock import now
from learning.coverage import answers, asking
from learning.coverage.definitions import definitions
from learning.coverage.rules.no_name import THRESHOLD
from learning.coverage.views.blueprint import blueprint
from learning.coverage.views.drawing import as_csv, as_json, as_page, asked_filters
from learning.database import current_session
from learning.doors import for_coverage_readers, signed_in
from learning.errors import Refusal
from learning.people.access import visitor
from learning.people.standing import OrganisationFacts, Scope
from learning.shell.moments import day_in, moment_in


def answer_about(slug: str) -> tuple[OrganisationFacts, Scope | None, answers.Answer]:
    """The council, the scope of a lead (none for other readers), and what they are answered."""
    council, scope = visitor().reads_coverage_of(slug)
    at = now()
    filters = asked_filters(scope)
    as_at = answers.check_day(day_in(request.args.get("as_at"), field="as_at"), at=at)
    known_at = moment_in(request.args.get("known_at"), field="known_at")
    session, catalogue = current_session(), served()
    if scope is None:
        if known_at is not None:
            raise Refusal("Only training leads can choose what was known when", field="known_at")
        return (
            council,
            scope,
            asking.without_names(
                session, council, filters=filters, as_at=as_at, at=at, catalogue=catalogue
            ),
        )
    return (
        council,
        scope,
        asking.for_lead(
            session,
            council,
            scope,
            lead_id=visitor().person_id,
            filters=filters,
            as_at=as_at,
            known_at=known_at or at,
            catalogue=catalogue,
        ),
    )


@blueprint.get("/organisations/<organisation>/coverage")
@for_coverage_readers
def coverage(organisation: str) -> str:
    """The report to read."""
    council, scope, answer = answer_about(organisation)
    return as_page(council, answer, organisation=council, scope=scope, is_lead=scope is not None)


@blueprint.get("/organisations/<organisation>/coverage.json")
@for_coverage_readers
def coverage_json(organisation: str) -> Response:
    """The report as data."""
    council, _, answer = answer_about(organisation)
    return as_json({"organisation": council.slug}, answer)


@blueprint.get("/organisations/<organisation>/coverage.csv")
@for_coverage_readers
def coverage_csv(organisation: str) -> Response:
    """The report as a table."""
    council, _, answer = answer_about(organisation)
    return as_csv(council.slug, answer)


@blueprint.get("/coverage/how-this-is-worked-out")
@signed_in
def how() -> str:
    """What every figure means, in words."""
    return render_template("coverage/how.html", definitions=definitions(THRESHOLD))
