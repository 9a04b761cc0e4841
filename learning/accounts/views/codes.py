"""Getting in without e-mail: a code from a printed sheet, then a number and a passphrase."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning.accounts.actions import codes as actions
from learning.accounts.forms import CodeForm, NumberForm, PassphraseForm, SheetsForm
from learning.accounts.queries import codes as queries
from learning.accounts.rules.codes import is_code, read
from learning.accounts.views.blueprint import (
    blueprint,
    carried,
    carry,
    is_good,
    may_try,
    put_down,
    this_service,
)
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import for_learning_leads, public
from learning.errors import Refusal
from learning.people import passwords
from learning.people.access import eyes_on, let_in, visitor
from learning.people.actions import identity
from learning.people.actions.identity import token_hash
from learning.people.queries import Credentials
from learning.people.rules import SHARED_SIGN_IN_LASTS, reference_key
from learning.shell import errors
from learning.shell.fields import choice

KIND = "code"
Answer = Response | str | tuple[str, int]
NOT_RIGHT = "The code, or the number or name beside it, is not right, or the code has run out"
NOT_IN = "The council, the number or the passphrase is not right"


@blueprint.route("/code", methods=["GET", "POST"])
@public
def enter_code() -> Answer:
    """What stands on the sheet."""
    form = CodeForm()
    if request.method == "GET":
        return render_template("accounts/code.html", form=form)
    if not form.validate():
        return render_template("accounts/code.html", form=form), 422
    said = form.said.data or ""
    if not may_try(KIND, reference_key(said)):
        return errors.page(429)
    code = read(form.code.data or "")
    found = queries.open_code(current_session(), token_hash(code), said, at=now())
    if found is None or not is_code(code):
        form.code.errors = [NOT_RIGHT]
        return render_template("accounts/code.html", form=form), 422
    carry(KIND, code)
    return redirect(url_for("accounts.choose_passphrase"), code=303)


@blueprint.route("/code/passphrase", methods=["GET", "POST"])
@public
def choose_passphrase() -> Answer:
    """Chosen once; the paper is worth nothing afterwards."""
    hashed = carried(KIND)
    if hashed is None or not queries.still_open(current_session(), hashed, at=now()):
        return render_template("accounts/code_gone.html"), 410
    form = PassphraseForm()
    if request.method == "GET":
        return render_template("accounts/choose_passphrase.html", form=form)
    if not (form.validate() and is_good(form)):
        return render_template("accounts/choose_passphrase.html", form=form), 422
    current_session().close()  # hashing takes a while; hold no connection meanwhile
    kept, at = passwords.hash_password(form.password.data or ""), now()
    with transaction() as database:
        person_id = actions.use(database, hashed, password_hash=kept, at=at)
    return _enter(person_id)


def _enter(person_id: int) -> Response:
    """On a device that others use: short, and gone when the browser is closed."""
    at = now()
    with transaction() as database:
        token = identity.sign_in(database, person_id=person_id, lasts=SHARED_SIGN_IN_LASTS, at=at)
    put_down()
    let_in(person_id, token, shared=True, at=at)
    return redirect(url_for("home.start"), code=303)


@blueprint.route("/sign-in/number", methods=["GET", "POST"])
@public
def sign_in_by_number() -> Answer:
    """Council, number and passphrase, for those who have no e-mail address here."""
    form = NumberForm()
    if request.method == "GET":
        form.council.data = request.args.get("council", "")[:200]
        return render_template("accounts/number.html", form=form)
    if not form.validate():
        return render_template("accounts/number.html", form=form), 422
    key = reference_key(form.number.data or "")
    council = " ".join((form.council.data or "").casefold().split())
    if not may_try("number", f"{council} {key}"):
        return errors.page(429)
    found = _credentials(council, key)
    if not passwords.is_right(found.password_hash, form.password.data or ""):
        form.number.errors = [NOT_IN]
        return render_template("accounts/number.html", form=form), 422
    return _enter(found.person_id)


def _credentials(organisation: str, key: str) -> Credentials:
    """Nobody is somebody with no hash: the same work is done for them."""
    database = current_session()
    found = queries.credentials_by_reference(database, organisation, key, on=day_of(now()))
    database.close()  # hashing takes a while; hold no connection meanwhile
    return found or Credentials(0, None)


@blueprint.route("/organisations/<organisation>/codes", methods=["GET", "POST"])
@for_learning_leads
def print_codes(organisation: str) -> Answer:
    """Chooses people without e-mail, and prints a sheet for each."""
    council, eyes = eyes_on(organisation)
    database, today = current_session(), day_of(now())
    people = queries.may_get_codes(
        database, eyes, on=today, most=actions.MOST, only=request.args.get("person", "")
    )
    form = SheetsForm()
    form.people.choices = [choice(one.code, _line(one)) for one in people]
    page = {"organisation": council, "form": form, "people": people, "most": actions.MOST}
    if request.method == "GET":
        form.people.data = [request.args.get("person", "")]
        return render_template("accounts/print_codes.html", **page)
    if not form.validate():
        return render_template("accounts/print_codes.html", **page), 422
    memberships = queries.memberships_of(database, eyes, form.people.data or (), on=today)
    service, at = this_service(), now()
    try:
        with transaction() as writing:
            sheets = actions.print_codes(
                writing,
                memberships,
                organisation_id=council.id,
                by=visitor().person_id,
                at=at,
            )
    except Refusal as refusal:
        form.people.errors = [refusal.message]
        return render_template("accounts/print_codes.html", **page), 422
    return render_template(
        "accounts/sheets.html", organisation=council, sheets=sheets, service=service, at=at
    )


def _line(one: queries.Holder) -> str:
    return f"{one.name}, {one.reference}" if one.reference else one.name
