"""What training leads read: what is planned for their council, and where it came from."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import render_template

from learning.catalogue.serving import served
from learning.clock import now
from learning.coverage.rules.figures import Report, role_facts
from learning.coverage.rules.figures import report as report_of
from learning.coverage.rules.no_name import THRESHOLD
from learning.database import current_session
from learning.doors import for_learning_leads
from learning.errors import NotFound
from learning.people.access import visitor
from learning.people.standing import Kind, OrganisationFacts
from learning.reorganisation.keeping import newest_kept
from learning.reorganisation.preview import future_figures
from learning.reorganisation.queries.plans import plans_with
from learning.reorganisation.rules.plans import Plan, State
from learning.reorganisation.rules.previews import future_of, together, without_names
from learning.reorganisation.views.blueprint import blueprint, whither_in_words, who_in_words

ONE_DAY = timedelta(days=1)


@blueprint.get("/organisations/<organisation>/reorganisations")
@for_learning_leads
def council(organisation: str) -> str:
    """The plans with this council in them, and what became of them."""
    here, _ = visitor().leads(organisation)
    plans = plans_with(current_session(), here.id)
    readable = {one.organisation.slug for one in visitor().mandates if one.organisation}
    return render_template(
        "reorganisation/council.html",
        organisation=here,
        drawn=[one for one in plans if one.state is not State.DONE],
        came=[one for one in plans if one.state is State.DONE and here in one.following],
        went=[one for one in plans if one.state is State.DONE and here not in one.following],
        readable=readable,
        last_day=lambda plan: (plan.vests_on - ONE_DAY).isoformat(),
        who=who_in_words,
        whither=whither_in_words,
    )


@blueprint.get("/organisations/<organisation>/reorganisations/<plan>/<successor>")
@for_learning_leads
def preview(organisation: str, plan: str, successor: str) -> str:
    """What a council to come would come to on vesting day, if nothing more were shown till then."""
    here, _ = visitor().leads(organisation)
    found = next((o for o in plans_with(current_session(), here.id) if o.slug == plan), None)
    if found is None or found.state is not State.DRAWN:
        raise NotFound
    to_come = next((one for one in found.following if one.slug == successor), None)
    if to_come is None:
        raise NotFound
    answer = _exact(found, to_come, at=now()) or _without_names(found, to_come)
    return render_template(
        "reorganisation/preview.html",
        organisation=here,
        plan=found,
        council=to_come,
        answer=answer,
        threshold=THRESHOLD,
        catalogue=served(),
    )


@dataclass(frozen=True)
class Answer:
    """Figures of a council to come."""

    report: Report | None
    is_no_name: bool
    worked_out_at: datetime | None = None


def _led_whole() -> frozenset[int]:
    """The councils whose every record the visitor sees."""
    return frozenset(
        one.organisation.id
        for one in visitor().mandates
        if one.kind is Kind.LEARNING_LEAD and one.organisation and one.scope.whole
    )


def _led() -> frozenset[int]:
    return frozenset(
        one.organisation.id
        for one in visitor().mandates
        if one.kind is Kind.LEARNING_LEAD and one.organisation
    )


def _exact(plan: Plan, council: OrganisationFacts, *, at: datetime) -> Answer | None:
    """Exact figures, for a lead of all of every council that people come from; else None."""
    whole = _led_whole()
    if not {one.council.id for one in plan.leaving} <= whole:
        return None
    figures = future_figures(
        current_session(), plan, council.id, served(), at=at, lead_id=visitor().person_id
    )
    if not frozenset().union(*figures) <= whole:  # it has people of its own already
        return None
    report = report_of(together(figures.values()), role_facts(served()))
    return Answer(report, is_no_name=False)


def _without_names(plan: Plan, council: OrganisationFacts) -> Answer:
    kept = newest_kept(current_session(), plan.id, council.id)
    if kept is None:
        return Answer(None, is_no_name=True)
    figures = future_of(kept.profiles)
    report = without_names(figures, _led(), role_facts(served()))
    return Answer(report, is_no_name=True, worked_out_at=kept.worked_out_at)
