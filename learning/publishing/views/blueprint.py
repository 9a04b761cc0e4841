"""What the pages about statements share."""

from flask import Blueprint

from learning.errors import NotFound
from learning.people.access import visitor
from learning.people.standing import OrganisationFacts

blueprint = Blueprint("publishing", __name__, template_folder="../templates")
TOP = "/organisations/<organisation>/statements"


def whole(organisation: str) -> OrganisationFacts:
    """The council, for a lead of all of it; for others there is no such page."""
    council, scope = visitor().leads(organisation)
    if not scope.whole:
        raise NotFound
    return council
