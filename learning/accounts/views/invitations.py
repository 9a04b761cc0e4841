"""Opening an invitation: a button, then a password, or the account that somebody has already."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning.accounts.actions import entering, invitations
from learning.accounts.forms import ConfirmForm, NewPasswordForm
from learning.accounts.queries.invitations import OpenInvitation, open_invitation, renewable
from learning.accounts.views.blueprint import (
    blueprint,
    carried,
    carry,
    is_good,
    may_try,
    put_down,
    this_service,
)
from learning.clock import now
from learning.database import current_session, transaction
from learning.doors import public, signed_in
from learning.people import passwords
from learning.people.access import let_in, visitor, visitor_or_none
from learning.people.actions import identity
from learning.people.actions.identity import token_hash
from learning.shell import errors
from learning.shell.addresses import keep_secret

KIND = "invitation"
Answer = Response | str | tuple[str, int]


@blueprint.get("/invitations/<token>")
@public
def look_at_invitation(token: str) -> Answer:
    """Who invites whom; programs that follow links change nothing here."""
    keep_secret()
    found = open_invitation(current_session(), token_hash(token), at=now())
    if found is None:
        return _gone(token)
    return render_template("accounts/invitation.html", invitation=found, form=ConfirmForm())


def _gone(token: str | None = None) -> tuple[str, int]:
    """The same page for a link that was used, ran out, was replaced or never was one."""
    return render_template("accounts/invitation_gone.html", token=token, form=ConfirmForm()), 410


@blueprint.post("/invitations/<token>")
@public
def open_link(token: str) -> Answer:
    """The button: from here on no address holds the token."""
    keep_secret()
    at = now()
    found = open_invitation(current_session(), token_hash(token), at=at)
    if found is None:
        return _gone(token)
    with transaction() as database:
        entering.open_invitation(database, found.id, at=at)
    carry(KIND, token)
    return redirect(url_for("accounts.choose_password"), code=303)


@blueprint.post("/invitations/<token>/again")
@public
def send_again(token: str) -> Answer:
    """A new link to the same address; the answer is the same whatever the old one was."""
    keep_secret()
    if not may_try("invitation again", token_hash(token)):
        return errors.page(429)
    at, service = now(), this_service()
    with transaction() as database:
        membership = renewable(database, token_hash(token), at=at)
        if membership is not None:
            invitations.invite(database, [membership], service=service, by=None, at=at)
    return redirect(url_for("accounts.sent_again"), code=303)


@blueprint.get("/invitation/sent")
@public
def sent_again() -> str:
    """What to look for now."""
    return render_template("accounts/invitation_sent.html")


def _brought() -> OpenInvitation | None:
    """The invitation that this browser opened, while it still opens something."""
    hashed = carried(KIND)
    return open_invitation(current_session(), hashed, at=now()) if hashed else None


@blueprint.route("/invitation", methods=["GET", "POST"])
@public
def choose_password() -> Answer:
    """A password of one's own; whoever has an account signs in instead."""
    found = _brought()
    if found is None:
        return _gone()
    form = NewPasswordForm()
    page = {"invitation": found, "form": form, "who": visitor_or_none()}
    if request.method == "GET" or not found.starts_account:
        return render_template("accounts/choose_password.html", **page)
    if not (form.validate() and is_good(form, found.name, found.address, found.council)):
        return render_template("accounts/choose_password.html", **page), 422
    return _enter(form.password.data or "")


def _enter(password: str) -> Response:
    hashed, at = carried(KIND) or "", now()
    current_session().close()  # hashing takes a while; hold no connection meanwhile
    kept = passwords.hash_password(password)
    with transaction() as database:
        person_id = entering.accept(database, hashed, password_hash=kept, at=at)
        database.flush()  # the sign-in comes after the password, which ends all before it
        token = identity.sign_in(database, person_id=person_id, at=at)
    put_down()
    let_in(person_id, token, at=at)
    return redirect(url_for("home.start"), code=303)


@blueprint.route("/invitation/join", methods=["GET", "POST"])
@signed_in
def join_invitation() -> Answer:
    """Whoever is signed in says that the invitation is theirs too."""
    found = _brought()
    if found is None:
        return _gone()
    form = ConfirmForm()
    if request.method == "GET":
        return render_template("accounts/join.html", invitation=found, form=form, visitor=visitor())
    with transaction() as database:
        entering.join(database, carried(KIND) or "", person_id=visitor().person_id, at=now())
    put_down()
    flash(f"Your record counts in {found.council} too.", "success")
    return redirect(url_for("home.start"), code=303)


@blueprint.post("/invitation/decline")
@public
def decline_invitation() -> Answer:
    """The post reached somebody else: the council is asked to check the address."""
    found = _brought()
    if found is None:
        return _gone()
    with transaction() as database:
        entering.decline(database, carried(KIND) or "", at=now())
    put_down()
    return redirect(url_for("accounts.declined"), code=303)


@blueprint.get("/invitation/declined")
@public
def declined() -> str:
    """What happens now."""
    return render_template("accounts/declined.html")
