"""What the pages of importing people share."""

from flask import Blueprint, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from learning.errors import NotFound
from learning.imports.models import PeopleImport
from learning.imports.queries import uploads as queries
from learning.people.access import visitor
from learning.people.standing import OrganisationFacts

blueprint = Blueprint("imports", __name__, template_folder="../templates")


def council_of(organisation: str) -> OrganisationFacts:
    """The council whose people are imported."""
    council, _ = visitor().leads(organisation)
    return council


def mine(
    session: Session, council: OrganisationFacts, number: int, *, held: bool = False
) -> PeopleImport:
    """What the visitor sent; NotFound for what another lead sent. Whoever changes it holds it."""
    me = visitor().person_id
    sent = queries.import_of(session, number, organisation_id=council.id, person_id=me, held=held)
    if sent is None:
        raise NotFound
    return sent


def to_result(
    organisation: str, number: int, *, show: str | None = None, page: str | None = None
) -> Response:
    """To the page of an import, or one page of its lines."""
    address = url_for(
        "imports.result", organisation=organisation, number=number, show=show, page=page
    )
    return redirect(address, code=303)
