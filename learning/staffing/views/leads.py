"""Who leads learning here: appointing deputies, ending, handing over."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from learning.catalogue.framework import TIER_NAMES, Tier
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import for_learning_leads
from learning.errors import NotFound, Refusal
from learning.people.access import eyes_on, eyes_on_all, visitor
from learning.people.actions import leading
from learning.people.actions.holding import hold
from learning.people.actions.leading import Mandated
from learning.people.models import Appointment
from learning.people.sight import Eyes
from learning.people.standing import Kind, OrganisationFacts
from learning.shell.fields import choice
from learning.staffing.actions.deeds import still
from learning.staffing.forms.fields import YES
from learning.staffing.forms.organisation import HandOverForm, LeadForm
from learning.staffing.forms.person import EndForm
from learning.staffing.queries.leads import LeadFacts, leads_of, member_called, viewers_who_left
from learning.staffing.views.desk import (
    Reply,
    Sheet,
    blueprint,
    service_choices,
    submit,
)

LEADS = "/organisations/<organisation>/leads"


@blueprint.get(LEADS)
@for_learning_leads
def leads(organisation: str) -> str:
    """Who leads what, from when until when."""
    council, eyes = eyes_on(organisation)
    today = day_of(now())
    return render_template(
        "staffing/leads.html",
        organisation=council,
        leads=leads_of(current_session(), council.id, on=today),
        viewers=viewers_who_left(current_session(), council.id, on=today),
        may_change=eyes.scope.whole,
        names=eyes.catalogue.names,
        me=eyes.lead_id,
        today=today,
    )


def _fill_in(
    council: OrganisationFacts,
    form: FlaskForm,
    sheet: Sheet,
    act: Callable[[Session], None],
    caption: str = "",
    to: Callable[[], str] | None = None,
) -> Reply:
    back = url_for("staffing.leads", organisation=council.slug)

    def draw(**more: Any) -> str:
        return render_template(
            "staffing/form.html",
            organisation=council,
            caption=caption,
            form=form,
            sheet=sheet,
            back=back,
            **more,
        )

    def deed() -> None:
        with transaction() as session:
            hold(session, council.id)
            act(session)

    return submit(form, draw, deed, done=sheet.done, to=to or (lambda: back))


def _member(session: Session, eyes: Eyes, form: LeadForm | HandOverForm) -> int:
    found = member_called(session, eyes, form.person.data or "", on=day_of(now()))
    if found is None:
        raise Refusal(
            "Nobody who belongs to your organisation has that address, reference or code",
            field="person",
        )
    return found


@blueprint.route(f"{LEADS}/new", methods=["GET", "POST"])
@for_learning_leads
def appoint_lead(organisation: str) -> Reply:
    """A deputy, for everybody or for some groups or services."""
    council, eyes = eyes_on_all(organisation)
    form = LeadForm()
    form.tiers.choices = [choice(tier.value, TIER_NAMES[tier]) for tier in Tier]
    form.services.choices = service_choices(eyes)
    if request.method == "GET":
        form.starts_on.data = day_of(now())
    sheet = Sheet("Appoint a training lead", "Appoint them", "The training lead is appointed.")

    def act(session: Session) -> None:
        wanted = Mandated(
            organisation_id=council.id,
            person_id=_member(session, eyes, form),
            tiers=tuple(form.tiers.data or ()),
            services=tuple(form.services.data or ()),
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
        )
        leading.appoint_lead(session, wanted, by=eyes.lead_id, at=now())

    return _fill_in(council, form, sheet, act)


def _lead(council: OrganisationFacts, number: int) -> LeadFacts | None:
    """An appointment of today or to come; None where it has changed since."""
    found = leads_of(current_session(), council.id, on=day_of(now()))
    lead = next((one for one in found if one.id == number), None)
    if lead is None:
        _row(current_session(), council, number)
    return lead


def _viewer(council: OrganisationFacts, number: int) -> LeadFacts | None:
    """A report viewer who has left, if the number is of one."""
    found = viewers_who_left(current_session(), council.id, on=day_of(now()))
    return next((one for one in found if one.id == number), None)


def _row(
    session: Session, council: OrganisationFacts, number: int, kind: Kind = Kind.LEARNING_LEAD
) -> Appointment:
    row = session.get(Appointment, number, populate_existing=True)
    if row is None or (row.organisation_id, row.kind) != (council.id, kind):
        raise NotFound
    return row


def _to_leads(council: OrganisationFacts) -> Reply:
    flash("This has changed since. Here is how it stands now.", "information")
    return redirect(url_for("staffing.leads", organisation=council.slug), code=303)


@blueprint.route(f"{LEADS}/<int:number>/end", methods=["GET", "POST"])
@for_learning_leads
def end_lead(organisation: str, number: int) -> Reply:
    """Somebody no longer leads from a day on; or views reports, where they have left."""
    council, eyes = eyes_on_all(organisation)
    viewer = _viewer(council, number)
    lead = viewer or _lead(council, number)
    kind = Kind.REVIEWER if viewer else Kind.LEARNING_LEAD
    form = EndForm()
    does = "view reports" if viewer else "lead"
    form.ends_on.label.text = f"From which day they no longer {does}"
    if request.method == "GET":
        if lead is None:
            return _to_leads(council)
        form.ends_on.data = day_of(now())
    stays = "" if viewer else ", and so do the people they lead"
    words = (f"What they did stays in the records{stays}.",)
    sheet = Sheet("End an appointment", "End it", "The appointment ends.", words, True)

    def act(session: Session) -> None:
        row = still(_row(session, council, number, kind))
        leading.end_lead(session, row, ends_on=form.ends_on.data, by=eyes.lead_id, at=now())

    return _fill_in(council, form, sheet, act, lead.name if lead else "", _still_there(council))


def _still_there(council: OrganisationFacts) -> Callable[[], str]:
    """To the list, or to the first page for whoever has just ended their own appointment."""

    def to() -> str:
        session = current_session()
        session.close()  # what was read before the deed is old
        found = leads_of(session, council.id, on=day_of(now()))
        me, today = visitor().person_id, day_of(now())
        if any(one.person_id == me and one.is_whole and one.starts_on <= today for one in found):
            return url_for("staffing.leads", organisation=council.slug)
        return url_for("home.start")

    return to


@blueprint.route(f"{LEADS}/<int:number>/hand-over", methods=["GET", "POST"])
@for_learning_leads
def hand_over(organisation: str, number: int) -> Reply:
    """From one lead to another on a day, with the same scope."""
    council, eyes = eyes_on_all(organisation)
    lead = _lead(council, number)
    form = HandOverForm()
    if request.method == "GET":
        if lead is None:
            return _to_leads(council)
        form.on.data = day_of(now())
    words = (
        "On that day the one appointment ends and the other begins, for the same people.",
        "It lasts for the time that was left.",
    )
    sheet = Sheet("Hand over", "Hand over", "It is handed over.", words)

    def act(session: Session) -> None:
        leading.hand_over(
            session,
            still(_row(session, council, number)),
            to=_member(session, eyes, form),
            on=form.on.data,
            named_too=YES in (form.named_too.data or ()),
            by=eyes.lead_id,
            at=now(),
        )

    return _fill_in(council, form, sheet, act, lead.name if lead else "", _still_there(council))
