"""My addresses: which open the account, and where e-mail goes."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from learning.accounts.actions import addresses as actions
from learning.accounts.forms import AddressForm, ConfirmForm, ProvedForm
from learning.accounts.queries.addresses import OwnAddress, own_addresses, waiting_addresses
from learning.accounts.queries.recovery import address_asked
from learning.accounts.views.blueprint import blueprint, is_proved, may_try, this_service
from learning.clock import now
from learning.database import current_session, transaction
from learning.doors import signed_in
from learning.errors import NotFound, Refusal
from learning.people.access import visitor
from learning.people.actions.identity import token_hash
from learning.people.rules import address_key
from learning.shell import errors
from learning.shell.addresses import keep_secret

Answer = Response | str | tuple[str, int]


def _page(form: FlaskForm, status: int = 200) -> tuple[str, int]:
    session, me = current_session(), visitor().person_id
    page = render_template(
        "accounts/addresses.html",
        addresses=own_addresses(session, me),
        waiting=waiting_addresses(session, me, at=now()),
        form=form,
    )
    return page, status


def _done() -> Response:
    return redirect(url_for("accounts.addresses"), code=303)


@blueprint.route("/record/addresses", methods=["GET", "POST"])
@signed_in
def addresses() -> Answer:
    """All of them; another one is added by a link that is sent there."""
    form = AddressForm()
    if request.method == "GET":
        return _page(form)
    proved = is_proved(form) if form.validate() else False
    address = form.email.data or ""
    if proved is None or (proved and not may_try("add", address_key(address))):
        return errors.page(429)
    if not proved:
        return _page(form, 422)
    try:
        service = this_service()
        with transaction() as session:
            actions.add(session, visitor().person_id, address=address, service=service, at=now())
    except Refusal as refusal:
        form.email.errors = [refusal.message]
        return _page(form, 422)
    flash("A link is on its way to that address. Open it in this browser.", "success")
    return _done()


@blueprint.route("/record/addresses/new/<token>", methods=["GET", "POST"])
@signed_in
def verify_address(token: str) -> Answer:
    """The link that was sent there, in the browser of the person who asked."""
    keep_secret()
    me = visitor().person_id
    found = address_asked(current_session(), token_hash(token), me, at=now())
    if found is None:
        return render_template("accounts/address_gone.html"), 410
    if request.method == "GET":
        return render_template("accounts/verify_address.html", address=found, form=ConfirmForm())
    service = this_service()
    with transaction() as session:
        actions.verify(session, me, token_hash(token), service=service, at=now())
    flash(f"You can sign in with {found} from now on.", "success")
    return _done()


def _with_password(
    number: int, template: str, act: Callable[[Session, int], None], done: str
) -> Answer:
    """A change of one address by whoever types the password once more."""
    form, address = ProvedForm(), _own(number)
    page = {"form": form, "address": address}
    if request.method == "GET":
        return render_template(template, **page)
    proved = is_proved(form) if form.validate() else False
    if proved is None:
        return errors.page(429)
    if not proved:
        return render_template(template, **page), 422
    try:
        with transaction() as session:
            act(session, visitor().person_id)
    except Refusal as refusal:
        form.current.errors = [refusal.message]
        return render_template(template, **page), 422
    flash(done.format(address.written), "success")
    return _done()


def _own(number: int) -> OwnAddress:
    for address in own_addresses(current_session(), visitor().person_id):
        if address.id == number:
            return address
    raise NotFound


@blueprint.route("/record/addresses/<int:number>/first", methods=["GET", "POST"])
@signed_in
def put_address_first(number: int) -> Answer:
    """E-mail goes to this one."""

    def act(session: Session, me: int) -> None:
        actions.put_first(session, me, number, at=now())

    return _with_password(number, "accounts/put_first.html", act, "E-mail goes to {} from now on.")


@blueprint.route("/record/addresses/<int:number>/remove", methods=["GET", "POST"])
@signed_in
def remove_address(number: int) -> Answer:
    """It opens the account no more."""

    def act(session: Session, me: int) -> None:
        actions.take_away(session, me, number, service=this_service(), at=now())

    return _with_password(
        number, "accounts/remove_address.html", act, "{} no longer opens your account."
    )
