"""A forgotten password: a link to a verified address, and a new password."""

from flask import flash, redirect, render_template, request, session, url_for
from flask_login import logout_user
from werkzeug.wrappers import Response

from learning.accounts.actions import recovery
from learning.accounts.forms import ChangePasswordForm, ConfirmForm, NewPasswordForm, RecoverForm
from learning.accounts.queries.recovery import is_open
from learning.accounts.views.blueprint import (
    blueprint,
    carried,
    carry,
    is_good,
    is_proved,
    may_try,
    this_service,
)
from learning.clock import now
from learning.database import current_session, transaction
from learning.doors import public, signed_in
from learning.people import passwords
from learning.people.access import let_in, visitor
from learning.people.actions import identity
from learning.people.actions.identity import token_hash
from learning.people.rules import address_key, is_address
from learning.shell import errors
from learning.shell.addresses import keep_secret

KIND = "recovery"
Answer = Response | str | tuple[str, int]


@blueprint.route("/recover", methods=["GET", "POST"])
@public
def recover() -> Answer:
    """Asks for the address; the answer is the same for every one."""
    form = RecoverForm()
    if request.method == "GET":
        return render_template("accounts/recover.html", form=form)
    address = form.email.data or ""
    if form.validate() and not is_address(address):
        form.email.errors = ["Enter an e-mail address, like name@council.example"]
    if form.errors:
        return render_template("accounts/recover.html", form=form), 422
    if not may_try("recover", address_key(address)):
        return errors.page(429)
    service = this_service()
    with transaction() as database:
        recovery.ask(database, address=address, service=service, at=now())
    return redirect(url_for("accounts.recovery_sent"), code=303)


@blueprint.get("/recover/sent")
@public
def recovery_sent() -> str:
    """What to look for, and what to do if nothing comes."""
    return render_template("accounts/recovery_sent.html")


def _gone() -> tuple[str, int]:
    return render_template("accounts/recovery_gone.html"), 410


@blueprint.route("/recover/<token>", methods=["GET", "POST"])
@public
def open_recovery(token: str) -> Answer:
    """A button; from there on no address holds the token."""
    keep_secret()
    if not is_open(current_session(), token_hash(token), at=now()):
        return _gone()
    if request.method == "GET":
        return render_template("accounts/recovery.html", form=ConfirmForm())
    carry(KIND, token)
    return redirect(url_for("accounts.new_password"), code=303)


@blueprint.route("/recover/password", methods=["GET", "POST"])
@public
def new_password() -> Answer:
    """Chosen once; then signing in is as it always is."""
    hashed = carried(KIND)
    if hashed is None or not is_open(current_session(), hashed, at=now()):
        return _gone()
    form = NewPasswordForm()
    if request.method == "GET":
        return render_template("accounts/new_password.html", form=form)
    if not (form.validate() and is_good(form)):
        return render_template("accounts/new_password.html", form=form), 422
    service = this_service()
    current_session().close()  # hashing takes a while; hold no connection meanwhile
    kept = passwords.hash_password(form.password.data or "")
    with transaction() as database:
        recovery.recover(database, hashed, password_hash=kept, service=service, at=now())
    logout_user()
    session.clear()
    flash("Your password has been changed. Sign in with it.", "success")
    return redirect(url_for("people.sign_in"), code=303)


@blueprint.route("/record/password", methods=["GET", "POST"])
@signed_in
def change_password() -> Answer:
    """Another password, for whoever knows the one of today."""
    form = ChangePasswordForm()
    if request.method == "GET":
        return render_template("accounts/change_password.html", form=form)
    proved = is_proved(form) if form.validate() else False
    if proved is None:
        return errors.page(429)
    if not proved or not is_good(form, visitor().name):
        return render_template("accounts/change_password.html", form=form), 422
    _change(form.password.data or "")
    flash("Your password has been changed. Every other browser has been signed out.", "success")
    return redirect(url_for("accounts.addresses"), code=303)


def _change(password: str) -> None:
    """The browser is signed in anew: what was stolen of the old sign-in is worth nothing."""
    kept, service, at = passwords.hash_password(password), this_service(), now()
    person_id = visitor().person_id
    with transaction() as database:
        recovery.change_password(database, person_id, password_hash=kept, service=service, at=at)
        token = identity.sign_in(database, person_id=person_id, at=at)
    let_in(person_id, token, at=at)
