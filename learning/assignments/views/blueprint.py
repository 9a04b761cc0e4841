"""What the pages about asking people share."""

from flask import Blueprint

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
