"""The days before elections, in which a council publishes nothing without a named release."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import for_learning_leads
from learning.errors import Refusal
from learning.people.access import eyes_on_all, visitor
from learning.people.standing import OrganisationFacts
from learning.publishing import actions, queries
from learning.publishing.forms import PeriodForm
from learning.publishing.views.blueprint import blueprint

TOP = "/organisations/<organisation>/elections"


@blueprint.get(TOP)
@for_learning_leads
def elections(organisation: str) -> str:
    """The periods that are recorded, and a form for another."""
    return _page(eyes_on_all(organisation)[0], PeriodForm())


def _page(council: OrganisationFacts, form: PeriodForm) -> str:
    return render_template(
        "publishing/elections.html",
        organisation=council,
        periods=queries.periods_of(current_session(), council.id),
        form=form,
        today=day_of(now()),
    )


@blueprint.post(TOP)
@for_learning_leads
def add_election(organisation: str) -> Response | tuple[str, int]:
    """Another period."""
    council = eyes_on_all(organisation)[0]
    form = PeriodForm()
    if not form.validate():
        return _page(council, form), 422
    try:
        with transaction() as session:
            actions.add_period(
                session,
                organisation_id=council.id,
                starts_on=form.starts_on.data,
                polling_on=form.polling_on.data,
                election=form.election.data or "",
                by=visitor().person_id,
                at=now(),
            )
    except Refusal as refusal:
        if refusal.field is None:
            raise
        form[refusal.field].errors = [refusal.message]
        return _page(council, form), 422
    flash("The pre-election period is recorded.", "success")
    return redirect(url_for(".elections", organisation=council.slug), code=303)


@blueprint.post(f"{TOP}/<int:number>/take-back")
@for_learning_leads
def take_back_election(organisation: str, number: int) -> Response:
    """It was entered wrongly, or there is no election."""
    council = eyes_on_all(organisation)[0]
    with transaction() as session:
        actions.take_back_period(
            session,
            organisation_id=council.id,
            number=number,
            by=visitor().person_id,
            at=now(),
        )
    flash("The pre-election period is taken back.", "success")
    return redirect(url_for(".elections", organisation=council.slug), code=303)
