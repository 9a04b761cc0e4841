"""Making a rule: the form, the preview with its exceptions, and saving what it showed."""

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from learning.assignments import previewing, rules, ruling
from learning.assignments.forms import DecideForm, RuleForm
from learning.assignments.previewing import Choice, Preview, Trouble
from learning.assignments.ruled import RuleFacts, rule_of
from learning.assignments.views.blueprint import blueprint
from learning.assignments.views.previewed import own_choices, preview_page
from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import for_learning_leads
from learning.errors import NotFound
from learning.people.access import eyes_on, visitor
from learning.people.sight import Eyes
from learning.people.standing import OrganisationFacts
from learning.shell.fields import choice
from learning.shell.received import whole

CHANGED = (
    "Something has changed since you looked: people, roles or rules. Nothing has been saved. "
    "This is what the rule would do now; look at it again and save it."
)


def _rule_form(values: Any, eyes: Eyes, session: Session) -> RuleForm:
    """With the roles and services that this lead may rule over; NotFound for a rule not theirs."""
    form = RuleForm(values)
    catalogue = eyes.catalogue
    scope = eyes.scope
    services = [one for one in catalogue.services.values() if one.retired_on is None]
    may = [
        role
        for role in catalogue.roles.values()
        if rules.may_rule(scope, role, None)
        or any(rules.may_rule(scope, role, one.slug) for one in services if role.service is None)
    ]
    paths = [p for p in catalogue.paths.values() if rules.open_steps(p, catalogue, None)]
    form.role.choices = [choice("", "Choose a role"), *(choice(r.slug, r.name) for r in may)]
    form.service.choices = [choice("", "Any service"), *(choice(s.slug, s.name) for s in services)]
    form.path.choices = [choice("", "Choose a path"), *(choice(p.slug, p.title) for p in paths)]
    if form.instead_of.data and rule_of(session, _number(form), eyes) is None:
        raise NotFound
    return form


def _number(form: RuleForm) -> int:
    return whole(form.instead_of.data) or 0


@blueprint.get("/organisations/<organisation>/rules/new")
@for_learning_leads
def new_rule(organisation: str) -> str:
    """The form; what was typed before comes back from the address."""
    council, eyes = eyes_on(organisation)
    session = current_session()
    form = _rule_form(request.args, eyes, session)
    replaced = rule_of(session, _number(form), eyes)
    if replaced is not None and "role" not in request.args:
        _as_before(form, replaced)
    if form.starts_on.data is None:
        form.starts_on.data = day_of(now())
    if not form.due.data or form.due.data == "None":
        form.due.data = "within"
    return _form_page(council, form)


def _as_before(form: RuleForm, rule: RuleFacts) -> None:
    """A rule that replaces another begins with what that says."""
    for name in ("role", "path", "reason", "renews"):
        form[name].data = getattr(rule, name)
    form.service.data = rule.service or ""
    form.due.data = "fixed" if rule.due_on else "within"
    form.within_days.data = str(rule.within_days or "")
    form.due_on.data = rule.due_on


def _form_page(council: OrganisationFacts, form: RuleForm) -> str:
    return render_template("assignments/new_rule.html", organisation=council, form=form)


@blueprint.get("/organisations/<organisation>/rules/preview")
@for_learning_leads
def preview_rule(organisation: str) -> str | tuple[str, int]:
    """What the rule would do, before anything is saved."""
    council, eyes = eyes_on(organisation)
    session, at = current_session(), now()
    form = _rule_form(request.args, eyes, session)
    if not _is_good(form, eyes, day_of(at)):
        return _form_page(council, form), 422
    rule = _rule(form, eyes)
    found = _preview(session, eyes, rule, day_of(at))
    decide = DecideForm(
        formdata=None, form_key=secrets.token_urlsafe(16), fingerprint=found.fingerprint
    )
    return preview_page(council, eyes, form, decide, rule, found)


def _is_good(form: RuleForm, eyes: Eyes, today: date) -> bool:
    """The form's own rules, then whether these days and this role may be ruled over."""
    if not form.validate():
        return False
    role = eyes.catalogue.roles[form.role.data]
    if not rules.may_rule(eyes.scope, role, form.service.data or None):
        form.service.errors = ["Choose one of the services that you look after"]
        return False
    if (today - form.starts_on.data).days > ruling.EARLIEST:
        form.starts_on.errors = ["Choose a day within the last year, today or later"]
        return False
    if form.due.data == "fixed" and form.due_on.data < max(today, form.starts_on.data):
        form.due_on.errors = ["Choose a day from today on, when the rule holds already"]
        return False
    return True


def _rule(form: RuleForm, eyes: Eyes) -> ruling.Rule:
    return ruling.Rule(
        organisation_id=eyes.organisation_id,
        path=form.path.data,
        role=form.role.data,
        service=form.service.data or None,
        within_days=form.days,
        due_on=form.due_on.data if form.due.data == "fixed" else None,
        starts_on=form.starts_on.data,
        renews=bool(form.renews.data),
        reason=(form.reason.data or "").strip(),
        instead_of=_number(form) or None,
    )


def _preview(session: Session, eyes: Eyes, rule: ruling.Rule, today: date) -> Preview:
    draft = ruling.drafted(rule, ruling.Choices(), "", "", by=eyes.lead_id, at=now())
    return previewing.preview(session, eyes, draft, instead_of=rule.instead_of, today=today)


@blueprint.post("/organisations/<organisation>/rules")
@for_learning_leads
def save_rule(organisation: str) -> Response | tuple[str, int]:
    """Does exactly what the preview showed; where people changed meanwhile, shows it anew."""
    council, eyes = eyes_on(organisation)
    at, catalogue = now(), served()
    decide = DecideForm()
    with transaction() as session:
        form = _rule_form(request.form, eyes, session)
        if not _is_good(form, eyes, day_of(at)):
            return _form_page(council, form), 422
        rule = _rule(form, eyes)
        key = decide.form_key.data or ""
        before = ruling.rule_of_form(session, key, visitor().person_id)
        found = _preview(session, eyes, rule, day_of(at))
        if not decide.validate():
            return preview_page(council, eyes, form, decide, rule, found), 422
        if before is None and found.fingerprint != decide.fingerprint.data:
            decide.fingerprint.data = found.fingerprint
            return preview_page(council, eyes, form, decide, rule, found, changed=CHANGED), 409
        choices = _choices(decide, found, day_of(at)) if before is None else None
        made = before or ruling.make(
            session,
            rule,
            choices or ruling.Choices(),
            form_key=key,
            catalogue=catalogue,
            by=visitor().person_id,
            at=at,
        )
        number = made.id
    address = url_for("assignments.rule", organisation=organisation, number=number)
    return redirect(address, code=303)


def _choices(decide: DecideForm, found: Preview, today: date) -> ruling.Choices:
    chosen: Mapping[Trouble, Choice] = {
        "past": Choice(decide.past.data, _whole(decide.past_days.data)),
        "newcomer": Choice(decide.newcomer.data),
        "short": Choice(decide.short.data, _whole(decide.short_days.data)),
    }
    return ruling.Choices(
        over_load=decide.newcomer.data == "leave",
        late_days=chosen["past"].days if chosen["past"].what == "days" else None,
        apart=previewing.set_apart(found, chosen, own_choices(), today),
    )


def _whole(text: str | None) -> int:
    days = whole(text)
    return 28 if days is None else days
