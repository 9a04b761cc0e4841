"""The report of a partnership: page, JSON and CSV."""

from flask import Response, request

from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.coverage import answers
from learning.coverage import partnership as together
from learning.coverage.views.blueprint import blueprint
from learning.coverage.views.drawing import as_csv, as_json, as_page, asked_filters
from learning.database import current_session
from learning.doors import for_partnership_reviewers
from learning.people.access import visitor
from learning.people.agreements import partners_of
from learning.people.standing import Kind, PartnershipFacts
from learning.readings.noting import note
from learning.readings.rules import Kind as Read
from learning.shell.moments import day_in


@blueprint.get("/partnerships/<partnership>/coverage")
@for_partnership_reviewers
def partnership_coverage(partnership: str) -> str:
    """Several councils together; no council by itself."""
    found, answer = _partnership(partnership)
    partners = partners_of(current_session(), found.id, on=day_of(now()))
    more = {"organisation": None, "scope": None, "is_lead": False, "partners": partners}
    return as_page(found, answer, **more)


@blueprint.get("/partnerships/<partnership>/coverage.json")
@for_partnership_reviewers
def partnership_json(partnership: str) -> Response:
    """The partnership's report as data."""
    found, answer = _partnership(partnership)
    return as_json({"partnership": found.slug}, answer)


@blueprint.get("/partnerships/<partnership>/coverage.csv")
@for_partnership_reviewers
def partnership_csv(partnership: str) -> Response:
    """The partnership's report as a table."""
    found, answer = _partnership(partnership)
    return as_csv(found.slug, answer)


def _partnership(slug: str) -> tuple[PartnershipFacts, answers.Answer]:
    found = visitor().reviews(slug)
    at = now()
    answer = together.for_partnership(
        current_session(),
        found,
        filters=asked_filters(None),
        as_at=answers.check_day(day_in(request.args.get("as_at"), field="as_at"), at=at),
        at=at,
        catalogue=served(),
    )
    councils = together.sharing_councils(
        current_session(), found.id, as_at=answer.as_at, known_at=answer.known_at, asked_at=at
    )
    note(
        Read.PARTNERSHIP,
        place=found.slug,
        appointment=Kind.PARTNERSHIP_REVIEWER.value,
        councils=(one.id for one in councils),
    )
    return found, answer
