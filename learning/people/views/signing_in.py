"""Signing in and out."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_login import logout_user
from werkzeug.wrappers import Response

from learning.clock import now
from learning.database import current_session, transaction
from learning.doors import public
from learning.people import passwords, rules
from learning.people.access import let_in, visitor, visitor_or_none
from learning.people.actions import identity
from learning.people.forms import SignInForm
from learning.people.queries import Credentials, credentials_of
from learning.shell import errors

blueprint = Blueprint("people", __name__, template_folder="templates")


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Response | tuple[str, int]:
    """One page that posts to itself; success leaves by 303."""
    onward = safe_address(request.args.get("next"))
    if request.method == "GET" and visitor_or_none() is not None:
        return redirect(onward, code=303)
    form = SignInForm()
    if request.method == "GET":
        return render_template("people/sign_in.html", form=form), 200
    if not form.validate():
        return render_template("people/sign_in.html", form=form), 422
    email, password = form.email.data or "", form.password.data or ""
    person = _whose(email)
    if person is None:
        return errors.page(429)
    if not passwords.is_right(person.password_hash, password):
        form.email.errors = ["The e-mail address or the password is not right"]
        return render_template("people/sign_in.html", form=form), 422
    _enter(person, rules.address_key(email), password)
    return redirect(onward, code=303)


def _whose(email: str) -> Credentials | None:
    """Whom the address stands for (nobody is somebody with no hash); None after too many tries.

    The try is counted before the password is looked at, so that tries made at the same
    moment in many processes are all counted.
    """
    key = rules.address_key(email)
    at = now()
    with transaction() as database:
        for_address = identity.count_try(database, key=f"address {key}", at=at)
        network = request.remote_addr or "unknown"
        from_network = identity.count_try(database, key=f"network {network}", at=at)
    if not rules.may_try(for_address=for_address, from_network=from_network):
        return None
    found = credentials_of(current_session(), key)
    current_session().close()  # hashing takes a while; hold no connection meanwhile
    return found or Credentials(0, None)


def _enter(person: Credentials, key: str, password: str) -> None:
    at = now()
    with transaction() as database:
        token = identity.sign_in(database, person_id=person.person_id, at=at)
        identity.forget_tries(database, key=f"address {key}", at=at)
        if person.password_hash and passwords.is_outdated(person.password_hash):
            new = passwords.hash_password(password)
            identity.renew_password_hash(database, person_id=person.person_id, password_hash=new)
    let_in(person.person_id, token, at=at)


def safe_address(address: str | None) -> str:
    """A page of this site to go on to; anything else becomes the first page."""
    home = url_for("home.start")
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return home
    if any(ord(character) < 0x21 or character == "\\" for character in address):
        return home
    parts = urlsplit(address)
    return home if parts.scheme or parts.netloc else address


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    """Ends the sign-in on the server; signing out twice is no fault."""
    if visitor_or_none() is not None:
        with transaction() as database:
            identity.sign_out(database, token=visitor().token, at=now())
    logout_user()
    session.clear()
    return redirect(url_for("home.start"), code=303)
