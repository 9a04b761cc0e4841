"""What the pages about reorganisations share."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from learning.catalogue.framework import TIER_NAMES, Tier
from learning.catalogue.serving import served
from learning.database import current_session, transaction
from learning.errors import NotFound, Refusal
from learning.reorganisation.queries.plans import plan_of
from learning.reorganisation.rules.plans import Plan
from learning.reorganisation.rules.whither import EVERYBODY, Fate, Whither

blueprint = Blueprint("reorganisation", __name__, template_folder="../templates")
Reply = Response | str | tuple[str, int]
ENDS = "Their place ends: they no longer belong to a council"
STAYS = "They stay where they are"


def plan_called(slug: str) -> Plan:
    """The plan; NotFound where there is none."""
    found = plan_of(current_session(), slug)
    if found is None:
        raise NotFound
    return found


def filled_in(
    form: FlaskForm, *, title: str, back: str, act: Callable[[Session], str], **more: Any
) -> Reply:
    """A form with one deed behind it; what it says is told when it is done."""

    def page() -> str:
        return render_template(
            "reorganisation/form.html", form=form, title=title, back=back, **more
        )

    if request.method == "GET":
        return page()
    if not form.validate():
        return page(), 422
    try:
        with transaction() as session:
            done = act(session)
    except Refusal as refusal:
        field = next((one for one in form if one.name == refusal.field), None)
        shown = [one for one in form if one.type not in ("HiddenField", "CSRFTokenField")]
        target = field or (shown[0] if shown else None)
        if target is None:
            raise
        target.errors = [refusal.message]
        return page(), 422
    flash(done, "success")
    return redirect(back, code=303)


def to_plan(slug: str) -> str:
    """The address of a plan."""
    return url_for("reorganisation.plan", plan=slug)


def who_in_words(kind: str, value: str) -> str:
    """Planning officers, say: whom a line of a plan is about."""
    if kind == EVERYBODY:
        return "Everybody else"
    if kind == "tier":
        return TIER_NAMES[Tier(value)]
    return f"{served().names[kind].get(value, value)} ({kind})"


def whither_in_words(plan: Plan, whither: Whither) -> str:
    """Where they go."""
    if whither.to is not None:
        return f"go to {plan.councils[whither.to].name}"
    return "stay where they are" if whither.fate is Fate.STAYS else "their place ends"
