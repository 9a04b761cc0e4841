"""A training lead lets people in: sends invitations again, ends an address of somebody's."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning.accounts.actions import handing_on, invitations
from learning.accounts.actions.waiting import put_off
from learning.accounts.delivery import AT_ONCE, invite_those_due
from learning.accounts.forms import ConfirmForm, HandOnForm
from learning.accounts.queries.addresses import given_here
from learning.accounts.queries.not_in import Fate, not_in
from learning.accounts.queries.people import Member, member_seen
from learning.accounts.queries.states import invitations_of
from learning.accounts.rules.lasting import INVITED_LATELY
from learning.accounts.views.blueprint import blueprint, this_service
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import for_learning_leads
from learning.errors import NotFound
from learning.people.access import eyes_on, visitor
from learning.people.standing import OrganisationFacts
from learning.shell.fields import choice
from learning.timed.queue import kick

Answer = Response | str | tuple[str, int]


def _member(organisation: str, code: str) -> tuple[OrganisationFacts, Member]:
    council, eyes = eyes_on(organisation)
    found = member_seen(current_session(), eyes, code, on=day_of(now()))
    if found is None:
        raise NotFound
    return council, found


def _to_person(organisation: str, code: str) -> Response:
    return redirect(url_for("staffing.person", organisation=organisation, code=code), code=303)


@blueprint.route("/organisations/<organisation>/people/<code>/invite", methods=["GET", "POST"])
@for_learning_leads
def invite_person(organisation: str, code: str) -> Answer:
    """How far the invitation is; another one ends it."""
    council, member = _member(organisation, code)
    if request.method == "GET":
        before = invitations_of(current_session(), council.id, [member.person_id], at=now())
        return render_template(
            "accounts/invite.html",
            organisation=council,
            person=member,
            before=before.get(member.person_id),
            form=ConfirmForm(),
        )
    service = this_service()
    with transaction() as session:
        sent = invitations.invite(
            session, [member.membership_id], service=service, by=visitor().person_id, at=now()
        )
    if sent.invited:
        flash(f"An invitation is on its way to {member.name}.", "success")
    elif sent.already_in:
        flash(f"{member.name} has chosen a password already. No invitation was sent.")
    else:
        flash(f"No e-mail address is known for {member.name}. No invitation was sent.")
    return _to_person(organisation, code)


@blueprint.route("/organisations/<organisation>/invitations", methods=["GET", "POST"])
@for_learning_leads
def invite_again(organisation: str) -> Answer:
    """Everybody who has not come in yet; whoever was invited lately is left alone."""
    council, eyes = eyes_on(organisation)
    if request.method == "GET":
        return render_template(
            "accounts/invite_again.html",
            organisation=council,
            found=not_in(current_session(), eyes, at=now()),
            fates=Fate,
            days=INVITED_LATELY.days,
            form=ConfirmForm(),
        )
    service = this_service()
    with transaction() as session:
        memberships = not_in(session, eyes, at=now()).memberships
        put_off(session, memberships, by=visitor().person_id)
    many = len(memberships)
    if many > AT_ONCE:
        kick("invite")
    else:
        invite_those_due(service)
    if many:
        are = "1 invitation is" if many == 1 else f"{many:,} invitations are"
        flash(f"{are} on the way.", "success")
    else:
        flash("There was nobody to invite. No invitation was sent.")
    return redirect(
        url_for("oversight.people", organisation=organisation, status="not-in"), code=303
    )


@blueprint.route("/organisations/<organisation>/people/<code>/address", methods=["GET", "POST"])
@for_learning_leads
def hand_on_address(organisation: str, code: str) -> Answer:
    """An address that the council gave no longer belongs to this person."""
    council, member = _member(organisation, code)
    form = HandOnForm()
    given = given_here(current_session(), council.id, member.person_id)
    form.address.choices = [choice(str(one.id), one.written) for one in given]
    page = {"organisation": council, "person": member, "form": form}
    if request.method == "GET":
        return render_template("accounts/hand_on.html", **page)
    if not form.validate():
        return render_template("accounts/hand_on.html", **page), 422
    service = this_service()
    with transaction() as session:
        ended = handing_on.hand_on(
            session,
            organisation_id=council.id,
            person_id=member.person_id,
            address_id=int(form.address.data),
            lock_out="yes" in (form.lock_out.data or ()),
            service=service,
            by=visitor().person_id,
            at=now(),
        )
    flash(
        "The address no longer opens their account."
        if ended
        else "No password can be recovered by the address from now on. It ends when they add"
        " another one.",
        "success",
    )
    return _to_person(organisation, code)
