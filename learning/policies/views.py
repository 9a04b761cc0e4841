"""What a council has decided about its use of the service."""

from flask import Blueprint, render_template

from learning.clock import day_of, now
from learning.database import current_session
from learning.doors import for_learning_leads
from learning.people.access import visitor
from learning.policies.queries import policies_of
from learning.policies.rules import Name

blueprint = Blueprint("policies", __name__, template_folder="templates")


@blueprint.get("/organisations/<organisation>/decisions")
@for_learning_leads
def decisions(organisation: str) -> str:
    """Everything it can decide, and what holds today."""
    council, _ = visitor().leads(organisation)
    found = policies_of(current_session(), council.id, on=day_of(now()))
    return render_template(
        "policies/decisions.html",
        organisation=council,
        decided={name: found.authority(name) for name in Name},
    )
