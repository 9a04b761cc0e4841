"""What a council's results are for."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from learning.accounts.actions import purposes
from learning.accounts.queries.purposes import unread
from learning.accounts.views.blueprint import blueprint
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import for_members, signed_in
from learning.people.access import visitor
from learning.policies.queries import policies_of
from learning.policies.rules import Name, Purpose


@blueprint.post("/purposes/read")
@signed_in
def put_purposes_away() -> Response:
    """They leave the first page; each council's own page keeps its statement."""
    who, at = visitor(), now()
    with transaction() as session:
        councils = [place.organisation.id for place in who.places]
        stated = unread(session, who.person_id, councils, on=day_of(at))
        purposes.put_away(session, who.person_id, stated, at=at)
    return redirect(url_for("home.start"), code=303)


@blueprint.get("/organisations/<organisation>/purpose")
@for_members
def purpose(organisation: str) -> str:
    """The statement, who adopted it, and since when."""
    council = visitor().belongs_to(organisation)
    found = policies_of(current_session(), council.id, on=day_of(now()))
    return render_template(
        "accounts/purpose.html",
        organisation=council,
        text=found.of(Purpose).text,
        adopted=found.authority(Name.PURPOSE),
    )
