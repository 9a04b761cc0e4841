"""The standing rules of a council: the list, one rule, and ending it."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning.assignments import previewing, ruled, ruling, standings
from learning.assignments.forms import EndForm
from learning.assignments.models import Assignment
from learning.assignments.ruled import RuleFacts
from learning.assignments.rules import sentence
from learning.assignments.views.blueprint import PAGE, blueprint
from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import for_learning_leads
from learning.errors import Conflict, NotFound, Refusal
from learning.people.access import eyes_on, visitor
from learning.people.actions.holding import hold


def said(rule: RuleFacts, catalogue: Catalogue) -> tuple[str, str, str]:
    """The rule as a sentence, around the title of its path."""
    path = catalogue.paths.get(rule.path)
    return sentence(
        path.title if path else rule.path,
        catalogue.roles[rule.role],
        catalogue.names["service"].get(rule.service or "", ""),
        within_days=rule.within_days,
        due_on=rule.due_on,
    )


@blueprint.get("/organisations/<organisation>/rules")
@for_learning_leads
def standing_rules(organisation: str) -> str:
    """What is asked of everyone who holds a role, now and to come."""
    council, eyes = eyes_on(organisation)
    today = day_of(now())
    found = ruled.rules_in(current_session(), eyes)
    return render_template(
        "assignments/rules.html",
        organisation=council,
        rules=[(rule, said(rule, eyes.catalogue)) for rule in found],
        today=today,
    )


@blueprint.get("/organisations/<organisation>/rules/<int:number>")
@for_learning_leads
def rule(organisation: str, number: int) -> str:
    """Whom it reaches and how far they are, who made it, why, and what happened since."""
    council, eyes = eyes_on(organisation)
    session, today = current_session(), day_of(now())
    found = ruled.rule_of(session, number, eyes)
    if found is None:
        raise NotFound
    return render_template(
        "assignments/rule.html",
        organisation=council,
        rule=found,
        sentence=said(found, eyes.catalogue),
        counts=standings.counts(session, eyes, on=today, assignment_id=number),
        history=ruled.history_of(session, number, eyes.organisation_id),
        today=today,
    )


@blueprint.route("/organisations/<organisation>/rules/<int:number>/end", methods=["GET", "POST"])
@for_learning_leads
def end_rule(organisation: str, number: int) -> Response | str | tuple[str, int]:
    """From a day on it asks nobody; who would be asked no more is shown first."""
    council, eyes = eyes_on(organisation)
    at = now()
    found = ruled.rule_of(current_session(), number, eyes)
    if found is None:
        raise NotFound
    form = EndForm()
    if request.method != "POST":
        form.ends_on.data = day_of(at)
    elif form.validate():
        try:
            with transaction() as session:
                hold(session, council.id)
                ruling.end(
                    session,
                    session.get_one(Assignment, number),
                    ends_on=form.ends_on.data,
                    catalogue=eyes.catalogue,
                    by=visitor().person_id,
                    at=at,
                )
        except Conflict:
            raise
        except Refusal as refusal:
            form.ends_on.errors = [refusal.message]
        else:
            address = url_for("assignments.rule", organisation=organisation, number=number)
            return redirect(address, code=303)
    session = current_session()
    preview = previewing.preview_of_end(session, eyes, number, today=day_of(at))
    loses = preview.seen_to_lose
    page = render_template(
        "assignments/end_rule.html",
        organisation=council,
        rule=found,
        sentence=said(found, eyes.catalogue),
        form=form,
        loses=loses,
        names=previewing.names_of(session, loses[:PAGE]),
    )
    return page if request.method != "POST" else (page, 422)
