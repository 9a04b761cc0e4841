"""What the pages about asking people share."""

from flask import Blueprint, request

from learning.catalogue.serving import served
from learning.people.access import visitor
from learning.people.sight import Eyes
from learning.people.standing import OrganisationFacts

blueprint = Blueprint("assignments", __name__, template_folder="../templates")
PAGE = 50


def eyes_on(organisation: str) -> tuple[OrganisationFacts, Eyes]:
    """The council a lead looks at, and what they see of it."""
    council, scope = visitor().leads(organisation)
    return council, Eyes(council.id, scope, visitor().person_id, served())


def page_number(name: str = "page") -> int:
    """Which page of a list is asked for."""
    return min(max(1, request.args.get(name, 1, type=int)), 100_000)


def pages_of(total: int) -> int:
    """How many pages there are."""
    return -(-total // PAGE) or 1
