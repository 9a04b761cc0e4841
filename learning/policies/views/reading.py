"""What a council has decided, for every training lead to read."""

from functools import partial

from flask import render_template
from pydantic import ValidationError

from learning.clock import day_of, now
from learning.database import current_session
from learning.doors import for_learning_leads
from learning.people.access import visitor
from learning.people.deeds import Deed, deeds_of
from learning.policies import queries, saying
from learning.policies.rules import SHAPES, Name, Purpose
from learning.policies.settings import pages_here
from learning.policies.views.blueprint import TOP, blueprint, name_in, standing_in, words_for


@blueprint.get("/organisations/<organisation>/settings")
@for_learning_leads
def settings(organisation: str) -> str:
    """Everything a council can settle for itself, in one place."""
    council, scope = visitor().leads(organisation)
    return render_template(
        "policies/settings.html",
        organisation=council,
        pages=pages_here(whole=scope.whole),
        may_change=scope.whole,
    )


@blueprint.get(TOP)
@for_learning_leads
def decisions(organisation: str) -> str:
    """Everything it can decide, what holds today and what is to come."""
    council, scope = visitor().leads(organisation)
    session, today = current_session(), day_of(now())
    found = queries.standing_of(session, council.id, on=today)
    return render_template(
        "policies/decisions.html",
        organisation=council,
        standing=found,
        may_change=scope.whole,
        **words_for(found.values()),
    )


@blueprint.get(f"{TOP}/<decision>")
@for_learning_leads
def decision(organisation: str, decision: str) -> str:
    """One decision: what holds, what is to come, and what was decided before."""
    council, scope = visitor().leads(organisation)
    name = name_in(decision)
    standing = standing_in(council, name)
    kinds = (f"{name.value}.decided", f"{name.value}.taken-back")
    return render_template(
        "policies/decision.html",
        organisation=council,
        standing=standing,
        purpose=standing.today.said if isinstance(standing.today.said, Purpose) else None,
        deeds=deeds_of(current_session(), council.id, kinds),
        said_by=partial(_said_by, name),
        may_change=scope.whole,
        **words_for([standing]),
    )


def _said_by(name: Name, deed: Deed) -> list[str]:
    """What was decided, in words; nothing where the trail no longer holds all of it."""
    try:
        return saying.sentences(SHAPES[name].model_validate_json(deed.after.get("said", "")))
    except ValidationError:  # longer than the trail keeps, or emptied
        return []
