"""What the pages about sharing and comparing have in common."""

from flask import Blueprint

from learning.errors import NotFound
from learning.people.access import visitor
from learning.people.standing import OrganisationFacts

blueprint = Blueprint("comparing", __name__, template_folder="../templates")


def whole(organisation: str) -> OrganisationFacts:
    """The council of a lead who looks after all of it; for others there is no such page."""
    council, scope = visitor().leads(organisation)
    if not scope.whole:
        raise NotFound
    return council
