"""Who may do what: an administrator makes appointments and ends them."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from learning.catalogue.framework import TIER_NAMES, Tier
from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import for_administrators
from learning.errors import NotFound, Refusal
from learning.people import listings, queries
from learning.people.access import visitor
from learning.people.actions import identity, leading
from learning.people.actions import organisations as organisation_actions
from learning.people.actions.holding import hold
from learning.people.administration_forms import AppointmentForm, EndAppointmentForm
from learning.people.models import Appointment, Person
from learning.people.rules import address_key
from learning.people.standing import Kind
from learning.people.views.administration import blueprint, choices, page
from learning.shell.fields import choice

__all__ = ["blueprint"]  # with the pages here


@blueprint.route("/admin/appointments/new", methods=["GET", "POST"])
@for_administrators
def appoint() -> Response | str | tuple[str, int]:
    """What a person may do, from a day; somebody new is added by name and address."""
    form = AppointmentForm()
    session = current_session()
    catalogue = served()
    form.organisation.choices = choices(listings.organisations(session))
    form.partnership.choices = choices(listings.partnerships(session))
    form.tiers.choices = [choice(tier.value, TIER_NAMES[tier]) for tier in Tier]
    form.services.choices = [choice(s.slug, s.name) for s in catalogue.services.values()]

    def act(session: Session, form: FlaskForm) -> str:
        person = _person(session, form)
        organisation_actions.appoint(
            session,
            person_id=person.id,
            kind=Kind(form.kind.data),
            organisation_id=_number(
                form.organisation.data, form.kind.data, Kind.LEARNING_LEAD, Kind.REVIEWER
            ),
            partnership_id=_number(
                form.partnership.data, form.kind.data, Kind.PARTNERSHIP_REVIEWER
            ),
            tiers=form.tiers.data if form.kind.data == Kind.LEARNING_LEAD else (),
            services=form.services.data if form.kind.data == Kind.LEARNING_LEAD else (),
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            by=visitor().person_id,
            at=now(),
        )
        return "The appointment has been made." + _way_in(person)

    return page("Make an appointment", form, act)


def _number(text: str | None, kind: str, *kinds: Kind) -> int | None:
    return int(text) if text and kind in kinds else None


def _way_in(person: Person) -> str:
    if person.password_hash is not None:
        return ""
    return (
        f" {person.name} has no password yet and is not told by e-mail: ask them to choose one by"
        " “I have forgotten my password” on the sign-in page."
    )


def _person(session: Session, form: FlaskForm) -> Person:
    found = queries.person_by_address(session, address_key(form.email.data))
    if found is not None:
        return found
    if not (form.name.data or "").strip():
        raise Refusal("Nobody has this address yet: enter their name too", field="name")
    return identity.add_person(
        session,
        name=form.name.data,
        address=form.email.data,
        by=visitor().person_id,
        at=now(),
    )


@blueprint.route("/admin/appointments/<int:number>/end", methods=["GET", "POST"])
@for_administrators
def end_appointment(number: int) -> Response | str | tuple[str, int]:
    """The appointment ends today; whoever leaves a council without a lead says so twice."""
    at, form = now(), EndAppointmentForm()
    found = listings.appointment_in_force(current_session(), number, on=day_of(at))
    if found is None:
        raise NotFound
    shown = {"appointment": found, "form": form}
    if request.method == "GET":
        last = _is_last(current_session(), current_session().get_one(Appointment, number), at)
        return render_template("people/end_appointment.html", last=last, **shown)
    with transaction() as session:
        if found.organisation_id:
            hold(session, found.organisation_id)
        row = session.get_one(Appointment, number)
        last = _is_last(session, row, at)
        if not last or form.sure.data:
            organisation_actions.end_appointment(
                session, row, ends_on=day_of(at), by=visitor().person_id, at=at
            )
    if last and not form.sure.data:
        form.sure.errors = ["Tick the box, or appoint somebody else for everybody there first"]
        return render_template("people/end_appointment.html", last=last, **shown), 422
    flash("The appointment has ended.", "success")
    return redirect(url_for("administration.overview"), code=303)


def _is_last(session: Session, row: Appointment, at: datetime) -> bool:
    """Whether nobody would look after everybody of its organisation any more."""
    if row.organisation_id is None:
        return False
    today = day_of(at)
    gone = leading.nobody_from(session, row.organisation_id, without=row, until=today, on=today)
    return gone is not None
