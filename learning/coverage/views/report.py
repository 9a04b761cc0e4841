"""The report of one council: page, JSON and CSV."""

from flask import Response, render_template, request, url_for

from learning.catalogue.serving import served
from learning.clock import now
from learning.coverage import answers, asking
from learning.coverage.answers import Answer
from learning.coverage.definitions import definitions
from learning.coverage.rules.no_name import THRESHOLD
from learning.coverage.views.between import no_moments, past_moment
from learning.coverage.views.blueprint import blueprint
from learning.coverage.views.drawing import as_csv, as_json, as_page, asked_again, asked_filters
from learning.database import current_session
from learning.doors import for_coverage_readers, signed_in
from learning.errors import Refusal
from learning.people.access import visitor
from learning.people.queries import as_known
from learning.people.standing import OrganisationFacts, Scope
from learning.shell.addresses import came_from
from learning.shell.moments import day_in

FIGURES = ("/organisations/", "/partnerships/")  # where figures stand


def answer_about(council: OrganisationFacts, scope: Scope | None, *, with_trend: bool) -> Answer:
    """What a lead (with a scope) or another reader is answered about a council."""
    at = now()
    filters = asked_filters(scope)
    as_at = answers.check_day(day_in(request.args.get("as_at"), field="as_at"), at=at)
    if scope is None:
        no_moments()
        return asking.without_names(
            current_session(),
            council,
            filters=filters,
            as_at=as_at,
            at=at,
            catalogue=served(),
            with_trend=with_trend,
        )
    return asking.for_lead(
        current_session(),
        council,
        scope,
        lead_id=visitor().person_id,
        filters=filters,
        as_at=as_at,
        known_at=past_moment("known_at", at=at),
        catalogue=served(),
        with_trend=with_trend,
    )


@blueprint.get("/organisations/<organisation>/coverage")
@for_coverage_readers
def coverage(organisation: str) -> str | Response:
    """The report to read."""
    council, scope = visitor().reads_coverage_of(organisation)
    of = {"organisation": council, "scope": scope, "is_lead": scope is not None}
    try:
        answer = answer_about(council, scope, with_trend=True)
    except Refusal as refusal:
        return asked_again(council, refusal, **of)
    return as_page(as_known(current_session(), council, answer.known_at), answer, **of)


@blueprint.get("/organisations/<organisation>/coverage.json")
@for_coverage_readers
def coverage_json(organisation: str) -> Response:
    """The report as data."""
    council, scope = visitor().reads_coverage_of(organisation)
    return as_json({"organisation": council.slug}, answer_about(council, scope, with_trend=False))


@blueprint.get("/organisations/<organisation>/coverage.csv")
@for_coverage_readers
def coverage_csv(organisation: str) -> Response:
    """The report as a table."""
    council, scope = visitor().reads_coverage_of(organisation)
    return as_csv(council.slug, answer_about(council, scope, with_trend=False))


@blueprint.get("/coverage/how-this-is-worked-out")
@signed_in
def how() -> str:
    """What every figure means, in words."""
    back = came_from(*FIGURES) or _report_of_the_reader()
    return render_template("coverage/how.html", definitions=definitions(THRESHOLD), back=back)


def _report_of_the_reader() -> str | None:
    """The first report that they may open; none for those who open none."""
    for mandate in visitor().mandates:
        if mandate.organisation is not None:
            return url_for("coverage.coverage", organisation=mandate.organisation.slug)
        if mandate.partnership is not None:
            return url_for("coverage.partnership_coverage", partnership=mandate.partnership.slug)
    return None
