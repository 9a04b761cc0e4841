"""What a council shares, with whom and until when: to read, to agree to and to end."""

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from learning.clock import day_of, now
from learning.comparing.forms import (
    ASKED,
    COMPARED,
    EVERYBODY,
    FIELDS,
    JOINT,
    AgreementForm,
)
from learning.comparing.views.blueprint import blueprint
from learning.database import current_session, transaction
from learning.doors import for_learning_leads
from learning.errors import Conflict, NotFound, Refusal
from learning.people import agreements
from learning.people.access import eyes_on_all, visitor
from learning.people.actions import sharing as actions
from learning.people.deeds import deeds_of
from learning.people.models import Partnership, Sharing
from learning.people.rules import address_key
from learning.people.standing import OrganisationFacts
from learning.policies.queries import member_by_address
from learning.shell.fields import choice

DEEDS = ("sharing.started", "sharing.agreed", "sharing.ended")


@blueprint.get("/organisations/<organisation>/sharing")
@for_learning_leads
def sharing(organisation: str) -> str:
    """What is shared today and to come, and everything that was."""
    council, scope = visitor().leads(organisation)
    session, today = current_session(), day_of(now())
    found = agreements.agreements_of(session, council.id)
    return render_template(
        "comparing/sharing.html",
        organisation=council,
        shared=[one for one in found if not one.is_over(today)],
        over=[one for one in found if one.is_over(today)],
        deeds=deeds_of(session, council.id, DEEDS),
        today=today,
        may_change=scope.whole,
    )


def _choices(form: AgreementForm, partnerships: list[Partnership]) -> None:
    form.circle.choices = [
        choice("", "Choose"),
        *(choice(str(one.id), one.name) for one in partnerships),
        choice(EVERYBODY, "All councils here that agree to the same"),
    ]


@blueprint.route("/organisations/<organisation>/sharing/new", methods=["GET", "POST"])
@for_learning_leads
def agree(organisation: str) -> Response | str | tuple[str, int]:
    """The form, then what it says in words, then the deed."""
    council = eyes_on_all(organisation)[0]
    session = current_session()
    found = agreements.agreements_of(session, council.id)
    form = AgreementForm()
    partnerships = agreements.partnerships_of(session, council.id)
    _choices(form, partnerships)
    if request.method == "GET":
        form.seen.data = agreements.seen_in(found)
        return _agree_page(council, form)
    if not form.validate():
        return _agree_page(council, form), 422
    if "back" in request.form:
        return _agree_page(council, form)
    try:
        wanted = _wanted(session, council, form)
        if "sure" not in request.form:
            return _check(session, council, form, wanted, partnerships)
        with transaction() as writing:
            actions.agree(writing, wanted, seen=form.seen.data)
    except Refusal as refusal:
        return _refused(council, form, refusal)
    flash("Agreed. It is on this page with everything you share.", "success")
    return redirect(url_for(".sharing", organisation=organisation), code=303)


def _agree_page(council: OrganisationFacts, form: AgreementForm) -> str:
    return render_template("comparing/agree.html", organisation=council, form=form)


def _check(
    session: Session,
    council: OrganisationFacts,
    form: AgreementForm,
    wanted: Sharing,
    partnerships: list[Partnership],
) -> str:
    """In words, before it is agreed."""
    actions.check(session, wanted)
    names = {one.id: one.name for one in partnerships}
    return render_template(
        "comparing/check_agreement.html",
        organisation=council,
        wanted=wanted,
        partnership=names.get(wanted.partnership_id or 0),
        fields=FIELDS,
        officer=form.officer.data,
        sent=[pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"],
    )


def _wanted(session: Session, council: OrganisationFacts, form: AgreementForm) -> Sharing:
    at = now()
    key = address_key(form.officer.data or "")
    officer = member_by_address(session, council.id, key, on=day_of(at))
    if officer is None:
        raise Refusal("Nobody who belongs to your council has this address", field="officer")
    fields = form.fields.data or []
    circle = form.circle.data
    return Sharing(
        partnership_id=None if circle == EVERYBODY else int(circle),
        organisation_id=council.id,
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        joint=JOINT in fields,
        compared=COMPARED in fields,
        may_be_asked=ASKED in fields,
        contact=(form.contact.data or "") if ASKED in fields else "",
        authority=form.authority.data or "",
        decided_on=form.decided_on.data,
        officer_id=officer,
        recorded_at=at,
        recorded_by=visitor().person_id,
    )


def _refused(council: OrganisationFacts, form: AgreementForm, refusal: Refusal) -> tuple[str, int]:
    """The form again, what was typed in place; on a conflict, made from what holds now."""
    conflict = isinstance(refusal, Conflict)
    if conflict:
        found = agreements.agreements_of(current_session(), council.id)
        form.seen.data = agreements.seen_in(found)
    name = refusal.field if refusal.field in form else "circle"
    form[name].errors = [refusal.message]
    return _agree_page(council, form), 409 if conflict else 422


@blueprint.route("/organisations/<organisation>/sharing/<int:number>/end", methods=["GET", "POST"])
@for_learning_leads
def end(organisation: str, number: int) -> Response | str:
    """A link opens the page, its button ends what is shared, from that moment."""
    council = eyes_on_all(organisation)[0]
    session, at = current_session(), now()
    if request.method == "POST":
        with transaction() as writing:
            actions.end(
                writing, organisation_id=council.id, number=number, by=visitor().person_id, at=at
            )
        flash("Ended. From now on nothing is shown by it.", "success")
        return redirect(url_for(".sharing", organisation=organisation), code=303)
    found = agreements.agreements_of(session, council.id)
    one = next((one for one in found if one.number == number), None)
    if one is None or one.is_over(day_of(at)):
        raise NotFound
    return render_template(
        "comparing/end_sharing.html", organisation=council, one=one, today=day_of(at)
    )
