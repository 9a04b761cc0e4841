"""The page that shows what a rule would do."""

from flask import render_template, request

from learning.assignments import previewing, rules, ruling
from learning.assignments.forms import DecideForm, RuleForm
from learning.assignments.previewing import Preview
from learning.assignments.views.blueprint import PAGE
from learning.clock import day_of, now
from learning.database import current_session
from learning.people.sight import Eyes
from learning.people.standing import OrganisationFacts
from learning.shell.paging import page_number, pages_of
from learning.shell.received import whole

MOST_DECIDED_ONE_BY_ONE = 100


def preview_page(
    council: OrganisationFacts,
    eyes: Eyes,
    form: RuleForm,
    decide: DecideForm,
    rule: ruling.Rule,
    found: Preview,
    *,
    changed: str = "",
) -> str:
    """The rule as a sentence, who gains and loses, and a choice for each kind of exception."""
    page, gains = page_number(), found.seen
    shown = gains[(page - 1) * PAGE : page * PAGE]
    troubles = {one: found.of(one) for one in previewing.TROUBLES}
    listed = {one: gains[:MOST_DECIDED_ONE_BY_ONE] for one, gains in troubles.items()}
    everyone = {gain.membership_id for some in (shown, *listed.values()) for gain in some}
    loses = found.seen_to_lose
    names = previewing.names_of(current_session(), everyone | set(loses[:PAGE]))
    catalogue = eyes.catalogue
    return render_template(
        "assignments/preview.html",
        organisation=council,
        form=form,
        decide=decide,
        rule=rule,
        sentence=rules.sentence(
            catalogue.paths[rule.path].title,
            catalogue.roles[rule.role],
            catalogue.services[rule.service].name if rule.service else "",
            within_days=rule.within_days,
            due_on=rule.due_on,
        ),
        found=found,
        gains=shown,
        total=len(gains),
        already=sum(gain.asked_already for gain in gains),
        troubles=troubles,
        listed=listed,
        loses=loses,
        names=names,
        own=own_choices(),
        page=page,
        pages=pages_of(len(gains), PAGE),
        values=_values(form),
        changed=changed,
        today=day_of(now()),
    )


def _values(form: RuleForm) -> list[tuple[str, str]]:
    """The rule as fields of an address."""
    found = [(f.name, f.data or "") for f in form if f.type not in {"GovDateField", "BooleanField"}]
    found += [(f.name, f.data.isoformat()) for f in (form.due_on, form.starts_on) if f.data]
    return found + ([("renews", "y")] if form.renews.data else [])


def own_choices() -> dict[int, str]:
    """Choices for single people, by membership."""
    chosen = ((whole(name.removeprefix("person-")), value) for name, value in request.form.items())
    return {
        membership: value
        for membership, value in chosen
        if membership is not None and value in {"days", "leave", "out", "cap"}
    }
