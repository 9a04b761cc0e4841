"""An administrator's work: organisations, partnerships and appointments."""

from collections.abc import Callable, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import for_administrators
from learning.errors import NotFound, Refusal
from learning.people import listings, queries
from learning.people.access import visitor
from learning.people.actions import organisations as organisation_actions
from learning.people.actions.holding import hold_administration
from learning.people.administration_forms import (
    KindForm,
    OrganisationForm,
    PartnershipForm,
    SharingForm,
)
from learning.people.kinds import KIND_NAMES
from learning.people.models import Organisation, Partnership
from learning.shell.fields import Choice, choice

blueprint = Blueprint("administration", __name__, template_folder="../templates")


@blueprint.get("/admin")
@for_administrators
def overview() -> str:
    """Organisations, partnerships and appointments in force."""
    session, today = current_session(), day_of(now())
    catalogue = served()
    organisations = listings.organisations(session)
    appointments = listings.appointments_in_force(session, on=today)
    return render_template(
        "people/admin.html",
        organisations=organisations,
        unled=listings.unled(organisations, appointments, today),
        council_kinds=KIND_NAMES,
        partnerships=listings.partnerships_with_councils(session, on=today),
        appointments=appointments,
        names=catalogue.names,
    )


def page(
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

    return page("Add an organisation", OrganisationForm(), act)


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

    return page(f"What kind of council is {name}?", KindForm(kind=found.kind), act)


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

    return page("Add a partnership", PartnershipForm(), act)


@blueprint.route("/admin/sharing/new", methods=["GET", "POST"])
@for_administrators
def share() -> Response | str | tuple[str, int]:
    """A council shares its figures with a partnership."""
    form = SharingForm()
    session = current_session()
    form.organisation.choices = choices(listings.organisations(session))
    form.partnership.choices = choices(listings.partnerships(session))

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

    return page("Add a council to a partnership", form, act)


def choices(rows: Sequence[Organisation] | Sequence[Partnership]) -> list[Choice]:
    """One of them, by number."""
    named = [choice(str(row.id), row.name) for row in rows]
    return [choice("", "Choose"), *named]
