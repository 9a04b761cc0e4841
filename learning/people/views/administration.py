"""An administrator's work: organisations, partnerships and appointments."""

from collections.abc import Callable, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from sqlalchemy.exc import IntegrityError
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
from learning.people.actions import identity
from learning.people.actions import organisations as organisation_actions
from learning.people.actions.holding import hold_administration
from learning.people.administration_forms import (
    AppointmentForm,
    KindForm,
    OrganisationForm,
    PartnershipForm,
    SharingForm,
)
from learning.people.kinds import KIND_NAMES
from learning.people.models import Appointment, Organisation, Partnership, Person
from learning.people.rules import address_key
from learning.people.standing import Kind
from learning.shell.fields import Choice, choice

blueprint = Blueprint("administration", __name__, template_folder="../templates")


@blueprint.get("/admin")
@for_administrators
def overview() -> str:
    """Organisations, partnerships and appointments in force."""
    session = current_session()
    catalogue = served()
    return render_template(
        "people/admin.html",
        organisations=listings.organisations(session),
        council_kinds=KIND_NAMES,
        partnerships=listings.partnerships_with_councils(session, on=day_of(now())),
        appointments=listings.appointments_in_force(session, on=day_of(now())),
        names=catalogue.names,
    )


def _page(
    title: str, form: FlaskForm, act: Callable[[Session, FlaskForm], str]
) -> Response | str | tuple[str, int]:
    """A form with one deed behind it, and what to say when it is done."""
    template = "people/admin_form.html"
    if request.method == "GET":
        return render_template(template, form=form, title=title)
    if not form.validate():
        return render_template(template, form=form, title=title), 422
    try:
        with transaction() as session:
            hold_administration(session)
            done = act(session, form)
    except Refusal as refusal:
        fields = [field for field in form if field.name == refusal.field] or list(form)[:1]
        fields[0].errors = [refusal.message]
        return render_template(template, form=form, title=title), 422
    except IntegrityError:
        form.slug.errors = ["There is one with this short name already"]
        return render_template(template, form=form, title=title), 422
    flash(done, "success")
    return redirect(url_for("administration.overview"), code=303)


@blueprint.route("/admin/organisations/new", methods=["GET", "POST"])
@for_administrators
def open_organisation() -> Response | str | tuple[str, int]:
    """A council joins the installation."""

    def act(session: Session, form: FlaskForm) -> str:
        organisation_actions.open_organisation(
            session,
            slug=form.slug.data,
            name=form.name.data.strip(),
            nation=form.nation.data,
            kind=form.kind.data or "",
            starts_on=form.starts_on.data,
            by=visitor().person_id,
            at=now(),
        )
        return f"{form.name.data.strip()} has been added."

    return _page("Add an organisation", OrganisationForm(), act)


@blueprint.route("/admin/organisations/<council>/kind", methods=["GET", "POST"])
@for_administrators
def set_kind(council: str) -> Response | str | tuple[str, int]:
    """What kind of council it is."""
    found = queries.organisation_by_slug(current_session(), council)
    if found is None:
        raise NotFound
    number, name = found.id, found.name

    def act(session: Session, form: FlaskForm) -> str:
        row = session.get_one(Organisation, number)
        kind = form.kind.data or ""
        organisation_actions.set_kind(session, row, kind, by=visitor().person_id, at=now())
        return f"The kind of {name} has been kept."

    return _page(f"What kind of council is {name}?", KindForm(kind=found.kind), act)


@blueprint.route("/admin/partnerships/new", methods=["GET", "POST"])
@for_administrators
def open_partnership() -> Response | str | tuple[str, int]:
    """Councils that will look at their skills together."""

    def act(session: Session, form: FlaskForm) -> str:
        organisation_actions.open_partnership(
            session,
            slug=form.slug.data,
            name=form.name.data.strip(),
            by=visitor().person_id,
            at=now(),
        )
        return f"{form.name.data.strip()} has been added."

    return _page("Add a partnership", PartnershipForm(), act)


@blueprint.route("/admin/sharing/new", methods=["GET", "POST"])
@for_administrators
def share() -> Response | str | tuple[str, int]:
    """A council shares its figures with a partnership."""
    form = SharingForm()
    session = current_session()
    form.organisation.choices = _choices(listings.organisations(session))
    form.partnership.choices = _choices(listings.partnerships(session))

    def act(session: Session, form: FlaskForm) -> str:
        organisation_actions.share(
            session,
            partnership_id=int(form.partnership.data),
            organisation_id=int(form.organisation.data),
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            by=visitor().person_id,
            at=now(),
        )
        return "The council now shares its figures with the partnership."

    return _page("Add a council to a partnership", form, act)


def _choices(rows: Sequence[Organisation] | Sequence[Partnership]) -> list[Choice]:
    named = [choice(str(row.id), row.name) for row in rows]
    return [choice("", "Choose"), *named]


@blueprint.route("/admin/appointments/new", methods=["GET", "POST"])
@for_administrators
def appoint() -> Response | str | tuple[str, int]:
    """What a person may do, from a day; somebody new is added by name and address."""
    form = AppointmentForm()
    session = current_session()
    catalogue = served()
    form.organisation.choices = _choices(listings.organisations(session))
    form.partnership.choices = _choices(listings.partnerships(session))
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

    return _page("Make an appointment", form, act)


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
def end_appointment(number: int) -> Response | str:
    """The appointment ends today; a link opens the page, its button ends it."""
    found = listings.appointment_in_force(current_session(), number, on=day_of(now()))
    if found is None:
        raise NotFound
    if request.method == "GET":
        return render_template("people/end_appointment.html", appointment=found)
    at = now()
    with transaction() as session:
        row = session.get_one(Appointment, number, with_for_update=True)
        organisation_actions.end_appointment(
            session, row, ends_on=day_of(at), by=visitor().person_id, at=at
        )
    flash("The appointment has ended.", "success")
    return redirect(url_for("administration.overview"), code=303)
