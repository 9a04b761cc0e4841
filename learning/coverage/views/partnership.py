"""The report of a partnership: page, JSON and CSV."""

from flask import Response, request

from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.coverage import answers
from learning.coverage import partnership as together
from learning.coverage.answers import Answer
from learning.coverage.views.blueprint import blueprint
from learning.coverage.views.drawing import as_csv, as_json, as_page, asked_again, asked_filters
from learning.database import current_session
from learning.doors import for_partnership_reviewers
from learning.errors import Refusal
from learning.people.access import visitor
from learning.people.agreements import partners_of
from learning.people.standing import Kind, PartnershipFacts
from learning.readings.noting import note
from learning.readings.rules import Kind as Read
from learning.shell.moments import day_in


@blueprint.get("/partnerships/<partnership>/coverage")
@for_partnership_reviewers
def partnership_coverage(partnership: str) -> str | Response:
    """Several councils together; no council by itself."""
    found = visitor().reviews(partnership)
    partners = partners_of(current_session(), found.id, on=day_of(now()))
    of = {"organisation": None, "scope": None, "is_lead": False, "partners": partners}
    try:
        answer = answer_together(found)
    except Refusal as refusal:
        return asked_again(found, refusal, **of)
    return as_page(found, answer, **of)


@blueprint.get("/partnerships/<partnership>/coverage.json")
@for_partnership_reviewers
def partnership_json(partnership: str) -> Response:
    """The partnership's report as data."""
    found = visitor().reviews(partnership)
    return as_json({"partnership": found.slug}, answer_together(found, with_trend=False))


@blueprint.get("/partnerships/<partnership>/coverage.csv")
@for_partnership_reviewers
def partnership_csv(partnership: str) -> Response:
    """The partnership's report as a table."""
    found = visitor().reviews(partnership)
    return as_csv(found.slug, answer_together(found, with_trend=False))


def answer_together(found: PartnershipFacts, *, with_trend: bool = True) -> Answer:
    """What its reader is answered about a partnership."""
    at = now()
    answer = together.for_partnership(
        current_session(),
        found,
        filters=asked_filters(None),
        as_at=answers.check_day(day_in(request.args.get("as_at"), field="as_at"), at=at),
        at=at,
        catalogue=served(),
        with_trend=with_trend,
    )
    note(
        Read.PARTNERSHIP,
        place=found.slug,
        appointment=Kind.PARTNERSHIP_REVIEWER.value,
        councils=answer.told_of,
    )
    return answer
