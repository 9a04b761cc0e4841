"""The plans there are, and one of them with its figures: counts alone, and nobody's name."""

from flask import flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import for_administrators
from learning.people.access import visitor
from learning.reorganisation import working
from learning.reorganisation.actions import drawing
from learning.reorganisation.forms import SureForm
from learning.reorganisation.keeping import keep_figures_of
from learning.reorganisation.queries import since
from learning.reorganisation.queries.ending import ends_with
from learning.reorganisation.queries.placing import placed
from learning.reorganisation.queries.plans import every_plan, newest_run, run_of
from learning.reorganisation.rules.plans import WORDS, Plan, State
from learning.reorganisation.views.blueprint import (
    Reply,
    blueprint,
    filled_in,
    plan_called,
    to_plan,
    whither_in_words,
    who_in_words,
)


@blueprint.get("/admin/reorganisations")
@for_administrators
def plans() -> str:
    """All plans, the next vesting day first."""
    return render_template("reorganisation/plans.html", plans=every_plan(current_session()))


@blueprint.get("/admin/reorganisations/<plan>")
@for_administrators
def plan(plan: str) -> str:
    """Who goes where, what stands in the way, and what was done."""
    found, session, today = plan_called(plan), current_session(), day_of(now())
    run = newest_run(session, found.id)
    is_drawn = found.state is State.DRAWN
    return render_template(
        "reorganisation/plan.html",
        plan=found,
        placed=placed(session, found, served(), today=today) if is_drawn else None,
        ending=ends_with(session, found, today=today) if is_drawn else (),
        lines=working.lines_of(run) if run else (),
        in_the_way=_in_the_way(found) if found.state is State.DONE else (),
        who=who_in_words,
        whither=whither_in_words,
        taken=WORDS,
        today=today,
    )


def _in_the_way(found: Plan) -> list[str]:
    """What undoing would lose."""
    session = current_session()
    run = run_of(session, found.id)
    if run is None:
        return []
    return [
        *since.joined_since(session, found, run),
        *since.changed_since(session, found, run),
    ]


@blueprint.post("/admin/reorganisations/<plan>/show")
@for_administrators
def show_plan(plan: str) -> Response:
    """Training leads of its councils may read it, and what it would come to."""
    found, at = plan_called(plan), now()
    with transaction() as session:
        drawing.show(session, found, by=visitor().person_id, at=at)
    keep_figures_of(found, served(), at=at)
    flash("Training leads of its councils can read this plan now.", "success")
    return redirect(to_plan(plan), code=303)


@blueprint.route("/admin/reorganisations/<plan>/drop", methods=["GET", "POST"])
@for_administrators
def drop_plan(plan: str) -> Reply:
    """A plan that was never carried out is no more."""
    found = plan_called(plan)

    def act(session: Session) -> str:
        drawing.drop(session, found, by=visitor().person_id, at=now())
        return f"{found.name} has been dropped."

    return filled_in(
        SureForm(),
        title=f"Drop {found.name}",
        back=url_for("reorganisation.plans"),
        act=act,
        words="The plan goes, with its list of people. Nothing of any council changes.",
        button="Drop this plan",
    )
