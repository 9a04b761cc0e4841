"""What the pages about getting in share."""

from flask import Blueprint, current_app, request, session
from flask_wtf import FlaskForm

from learning.accounts.letters import Service
from learning.accounts.rules import lasting, passphrases
from learning.clock import now
from learning.config import Settings
from learning.database import current_session, transaction
from learning.people import passwords
from learning.people.access import BROUGHT, visitor
from learning.people.actions import identity
from learning.people.actions.identity import token_hash
from learning.people.queries import password_hash_of
from learning.shell.addresses import for_letters

blueprint = Blueprint("accounts", __name__, template_folder="../templates")


def this_service() -> Service:
    """What letters say of this service."""
    settings: Settings = current_app.extensions["settings"]
    return Service(settings.service_name, for_letters())


def may_try(kind: str, who: str) -> bool:
    """Counts one more try, for somebody and from this network, in all processes together."""
    at, network = now(), request.remote_addr or "unknown"
    with transaction() as database:
        for_one = identity.count_try(database, key=f"{kind} {who}", at=at)
        from_network = identity.count_try(database, key=f"{kind} network {network}", at=at)
    return lasting.may_try(for_one=for_one, from_network=from_network)


def carry(kind: str, token: str) -> None:
    """From here on the browser's own cookie says what it brought: no address holds it."""
    session[BROUGHT] = [kind, token_hash(token), int(now().timestamp())]


def put_down() -> None:
    """What this browser brought has done its work."""
    session.pop(BROUGHT, None)


def carried(kind: str) -> str | None:
    """The hash of what this browser brought, if it is of this kind."""
    found = session.get(BROUGHT)
    if not found or found[0] != kind:
        return None
    age = now().timestamp() - found[2]  # whoever uses this browser later finds nothing of it
    return str(found[1]) if age < lasting.BROUGHT_LASTS.total_seconds() else None


def is_good(form: FlaskForm, *own: str | None) -> bool:
    """Whether the password chosen in the form may be one; else the form says what is wrong."""
    settings: Settings = current_app.extensions["settings"]
    names = (settings.service_name, *(one for one in own if one))
    wrong = passphrases.trouble(form.password.data or "", own=names)
    if wrong:
        form.password.errors = [wrong]
    return wrong is None


def is_proved(form: FlaskForm) -> bool | None:
    """Whether the visitor typed their own password; None after too many tries."""
    who = visitor().person_id
    if not may_try("own password", str(who)):
        return None
    kept = password_hash_of(current_session(), who)
    current_session().close()  # hashing takes a while; hold no connection meanwhile
    if passwords.is_right(kept, form.current.data or ""):
        return True
    form.current.errors = ["The password is not right"]
    return False
