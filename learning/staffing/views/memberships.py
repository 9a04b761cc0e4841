"""People join, leave and come back; what their council says of them."""

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import for_learning_leads
from learning.errors import Conflict, NotFound, Refusal
from learning.people.access import eyes_on
from learning.people.actions import registering
from learning.people.models import MembershipPeriod, Particulars
from learning.people.rules import Saying
from learning.people.standing import OrganisationFacts
from learning.staffing.actions import memberships as actions
from learning.staffing.actions.deeds import Lead, still
from learning.staffing.actions.memberships import Joining, KnownHere
from learning.staffing.actions.roles import Wanted
from learning.staffing.forms.fields import YES, pick
from learning.staffing.forms.person import (
    DaysForm,
    FirstRoles,
    ParticularsForm,
    PersonForm,
    ReturnForm,
)
from learning.staffing.queries.person import Stay, person_in
from learning.staffing.rules import Days
from learning.staffing.views.desk import (
    Desk,
    Here,
    Reply,
    Sheet,
    blueprint,
    fill_in,
    here,
    put,
    role_choices,
    service_choices,
    to_newest,
)

PERSON = "/organisations/<organisation>/people/<code>"


def _choices(form: FirstRoles, eyes: Any) -> None:
    roles = role_choices(eyes)
    form.role.choices = pick("Choose a role", roles)
    form.role_2.choices = form.role_3.choices = pick("None", roles)
    form.service.choices = pick("None", service_choices(eyes))


def _joining(form: FirstRoles) -> Joining:
    """The roles are the form's, each once; a substitute is one in the first of them alone."""
    starts_on, ends_on, service = form.starts_on.data, form.ends_on.data, form.service.data or None
    chosen = dict.fromkeys(f.data for f in (form.role, form.role_2, form.role_3) if f.data)
    substitute = YES in (form.substitute.data or ())
    roles = tuple(
        Wanted(starts_on, ends_on, role, service, substitute and role == form.role.data)
        for role in chosen
    )
    return Joining(starts_on, ends_on, roles)


@blueprint.route("/organisations/<organisation>/people/new", methods=["GET", "POST"])
@for_learning_leads
def add_person(organisation: str) -> Reply:
    """Somebody new, by name and address or reference."""
    council, eyes = eyes_on(organisation)
    form = PersonForm()
    _choices(form, eyes)
    if request.method == "GET":
        return _new_person(council, form)
    if not form.validate():
        return _new_person(council, form), 422
    try:
        with transaction() as session:
            code = actions.add(session, Lead(eyes, now()), _saying(form), _joining(form))
    except KnownHere as known:
        put(form, known)
        seen = person_in(current_session(), eyes, known.code, on=day_of(now()))
        return _new_person(council, form, known=seen, hidden=seen is None), 422
    except Refusal as refusal:
        put(form, refusal)
        return _new_person(council, form), 422
    flash("The person has been added. They have not been told yet.", "success")
    return redirect(url_for("staffing.person", organisation=organisation, code=code), code=303)


def _new_person(council: OrganisationFacts, form: PersonForm, **more: Any) -> str:
    return render_template("staffing/new_person.html", organisation=council, form=form, **more)


def _saying(form: PersonForm | ParticularsForm) -> Saying:
    return Saying(
        name=form.name.data or "",
        reference=form.reference.data or None,
        address=form.address.data or None,
    )


@blueprint.route(f"{PERSON}/return", methods=["GET", "POST"])
@for_learning_leads
def come_back(organisation: str, code: str) -> Reply:
    """Somebody who left returns, as after a term."""
    who = here(organisation, code)
    form = ReturnForm()
    _choices(form, who.eyes)
    sheet = Sheet(
        "They come back",
        "Save the new membership",
        "They belong here again.",
        ("They keep their record and the code they had. Say which roles they come back to.",),
    )

    def act(desk: Desk) -> None:
        actions.come_back(desk.session, desk.lead, desk.person, _joining(form))

    return fill_in(who, form, sheet, act)


def stay_of(who: Here, number: int) -> Stay | None:
    """The membership whose days are that row; None where they have changed since."""
    stay = who.stay_by_period(number)
    if stay is None:
        who.must_have_had(MembershipPeriod, number)
    return stay


@blueprint.route(f"{PERSON}/membership/<int:number>/days", methods=["GET", "POST"])
@for_learning_leads
def membership_days(organisation: str, code: str, number: int) -> Reply:
    """From when until when somebody belongs here, corrected."""
    who = here(organisation, code)
    stay = stay_of(who, number)
    form = DaysForm()
    if request.method == "GET":
        if stay is None:
            return to_newest(who)
        form.starts_on.data, form.ends_on.data = stay.starts_on, stay.ends_on
    words = ("Roles that began or ended on the same day move along.",)
    sheet = Sheet(
        "Correct the days here", "Save these days", "The days have been corrected.", words
    )

    def act(desk: Desk) -> None:
        period = desk.row(MembershipPeriod, number)
        days = Days(form.starts_on.data, form.ends_on.data)
        actions.change_days(
            desk.session, desk.lead, desk.person, desk.stay(period.membership_id), days
        )

    return fill_in(who, form, sheet, act)


@blueprint.route(f"{PERSON}/particulars", methods=["GET", "POST"])
@blueprint.route(f"{PERSON}/particulars/<int:number>", methods=["GET", "POST"])
@for_learning_leads
def particulars(organisation: str, code: str, number: int = 0) -> Reply:
    """What the council says of somebody: name, address, reference."""
    who = here(organisation, code)
    form = ParticularsForm()
    if request.method == "GET":
        if number != (who.person.particulars_id or 0):
            return to_newest(who)
        form.name.data = who.person.said_name or who.person.name
        form.address.data = who.person.address
        form.reference.data = who.person.reference
    words = (
        "This is what your council says. It does not change how they sign in.",
        "Who has an account is called by the name they chose there.",
    )
    sheet = Sheet("Name, address and reference", "Save", "This has been saved.", words)

    def act(desk: Desk) -> None:
        _say(desk, number, _saying(form))

    return fill_in(who, form, sheet, act)


def _say(desk: Desk, number: int, saying: Saying) -> None:
    """The first words about somebody, or others in place of those that the form showed."""
    by, at = desk.lead.by, desk.lead.at
    organisation_id = desk.lead.eyes.organisation_id
    before = desk.session.get(Particulars, desk.person.particulars_id or 0)
    if number:
        shown = desk.session.get(Particulars, number)
        theirs = (desk.person.person_id, organisation_id)
        if shown is None or (shown.person_id, shown.organisation_id) != theirs:
            raise NotFound
        kept = replace(saying, manager_key=shown.manager_key, language=shown.language)
        registering.say_otherwise(desk.session, still(shown), kept, by=by, at=at)
    elif before is not None:
        raise Conflict("Somebody else has saved this meanwhile. Look at it again.")
    else:
        registering.say(
            desk.session,
            saying,
            person_id=desk.person.person_id,
            organisation_id=organisation_id,
            by=by,
            at=at,
        )
