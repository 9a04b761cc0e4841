"""A council's acceptance rules."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning.catalogue.serving import served
from learning.claims.actions import acceptance as actions
from learning.claims.forms import MONTHS, EndRuleForm, RuleForm, months_of
from learning.claims.queries.acceptance import rule_of, rules_of
from learning.claims.views.blueprint import blueprint, put, skill_choices
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import for_learning_leads
from learning.errors import NotFound, Refusal
from learning.people.access import eyes_on, eyes_on_all, visitor
from learning.people.actions.holding import hold
from learning.people.standing import OrganisationFacts


@blueprint.get("/organisations/<organisation>/acceptance-rules")
@for_learning_leads
def acceptance_rules(organisation: str) -> str:
    """What this council accepts from elsewhere."""
    council, eyes = eyes_on(organisation)
    return render_template(
        "claims/rules.html",
        organisation=council,
        rules=rules_of(current_session(), council.id),
        may_change=eyes.scope.whole,
        catalogue=eyes.catalogue,
    )


@blueprint.route("/organisations/<organisation>/acceptance-rules/new", methods=["GET", "POST"])
@for_learning_leads
def new_rule(organisation: str) -> Response | str | tuple[str, int]:
    """Adds a rule."""
    council = eyes_on_all(organisation)[0]
    form = RuleForm()
    form.skill.choices = skill_choices(served())
    page = {"organisation": council, "form": form}
    if request.method == "GET":
        return render_template("claims/new_rule.html", **page)
    if not form.validate():
        return render_template("claims/new_rule.html", **page), 422
    try:
        _add(council, form)
    except Refusal as refusal:
        put(form, refusal)
        return render_template("claims/new_rule.html", **page), 422
    flash("The rule has been added.", "success")
    return redirect(url_for("claims.acceptance_rules", organisation=organisation), code=303)


def _add(council: OrganisationFacts, form: RuleForm) -> None:
    with transaction() as session:
        actions.add_rule(
            session,
            organisation_id=council.id,
            issuer=form.issuer.data,
            course=form.course.data,
            skill=form.skill.data,
            level=int(form.level.data),
            lasts_months=months_of(form.months) if form.lasts.data == MONTHS else None,
            starts_on=form.starts_on.data,
            by=visitor().person_id,
            at=now(),
        )


@blueprint.route(
    "/organisations/<organisation>/acceptance-rules/<int:number>/end", methods=["GET", "POST"]
)
@for_learning_leads
def end_rule(organisation: str, number: int) -> Response | str | tuple[str, int]:
    """A course is no longer accepted from a day on."""
    council = eyes_on_all(organisation)[0]
    rule = rule_of(current_session(), number, council.id)
    if rule is None:
        raise NotFound
    form = EndRuleForm()
    page = {"organisation": council, "form": form, "rule": rule, "catalogue": served()}
    if request.method == "GET":
        form.ends_on.data = day_of(now())
        return render_template("claims/end_rule.html", **page)
    if not form.validate():
        return render_template("claims/end_rule.html", **page), 422
    with transaction() as session:
        hold(session, council.id)
        found = rule_of(session, number, council.id)
        if found is None:
            raise NotFound
        actions.end_rule(
            session, found, ends_on=form.ends_on.data, by=visitor().person_id, at=now()
        )
    flash("The rule ends.", "success")
    return redirect(url_for("claims.acceptance_rules", organisation=organisation), code=303)
