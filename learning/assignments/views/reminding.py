"""Reminding those who are overdue still: how many it concerns, and doing it."""

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning.assignments import prompting, queries
from learning.assignments.views.blueprint import blueprint
from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import for_learning_leads
from learning.errors import NotFound
from learning.people.access import eyes_on, visitor


@blueprint.route(
    "/organisations/<organisation>/assignments/<int:number>/remind", methods=["GET", "POST"]
)
@for_learning_leads
def remind(organisation: str, number: int) -> Response | str:
    """A link opens the page, its button reminds."""
    council, eyes = eyes_on(organisation)
    at = now()
    found = queries.assignment_of(current_session(), number, eyes, on=day_of(at))
    if found is None:
        raise NotFound
    to_remind = partial(prompting.to_remind, eyes=eyes, asked=found, council=council, at=at)
    if request.method == "GET":
        people = to_remind(current_session())
        path = served().paths.get(found.path)
        return render_template(
            "assignments/remind.html",
            organisation=council,
            assignment=found,
            path=path.title if path else found.path,
            people=sum(len(some) for some in people.values()),
            days=prompting.APART.days,
        )
    with transaction() as session:
        told = prompting.prompt(
            session,
            eyes,
            to_remind(session),
            assignment_id=number,
            name=visitor().name,
            at=at,
        )
    if told:
        who = "1 person finds" if told == 1 else f"{told:,} people find"
        flash(f"{who} it in their next weekly e-mail, and on their own page today.", "success")
    else:
        flash("Nobody is to be reminded now, so nobody was.", "information")
    return redirect(
        url_for("assignments.assignment", organisation=organisation, number=number), code=303
    )
