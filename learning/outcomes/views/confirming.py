"""A colleague's one question: opened from an e-mail without signing in, answered by a button."""

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning.catalogue.serving import served
from learning.clock import now
from learning.config import Settings
from learning.database import current_session, transaction
from learning.doors import public
from learning.notices.letters import is_key_of
from learning.outcomes.actions.confirming import confirm
from learning.outcomes.forms import SeenForm
from learning.outcomes.queries.confirming import Asking, asking
from learning.outcomes.rules.answering import Seen, State
from learning.outcomes.views.blueprint import blueprint
from learning.people.access import visitor_or_none

GONE = 410


@blueprint.get("/confirmations/<mark>")
@public
def confirmation(mark: str) -> str | tuple[str, int]:
    """The question; programs that follow links in e-mails change nothing."""
    key = request.args.get("key", "")
    found = _theirs(mark, key)
    if found is None or found.state is State.CLOSED:
        return _closed()
    if found.state is State.ANSWERED:
        return render_template("outcomes/thanks.html")
    form = SeenForm()
    form.key.data = key
    return _page(found, form)


@blueprint.post("/confirmations/<mark>")
@public
def answer_confirmation(mark: str) -> Response | str | tuple[str, int]:
    """The one answer."""
    form = SeenForm(request.form)
    key = form.key.data or ""
    found = _theirs(mark, key)
    if found is None or found.state is State.CLOSED:
        return _closed()
    if not form.validate():
        return _page(found, form), 422
    with transaction() as session:
        confirm(session, mark, Seen(form.seen.data), at=now())
    address = url_for("outcomes.confirmation", mark=mark, key=key or None)
    return redirect(address, code=303)


def _theirs(mark: str, key: str) -> Asking | None:
    """The question, for the colleague: by the key of their e-mail, or signed in."""
    found, who = asking(current_session(), mark, at=now()), visitor_or_none()
    if found is None:
        return None
    settings: Settings = current_app.extensions["settings"]
    address = url_for("outcomes.confirmation", mark=mark)
    is_theirs = who is not None and who.person_id == found.colleague_id
    return found if is_theirs or is_key_of(settings, address, key) else None


def _page(found: Asking, form: SeenForm) -> str:
    return render_template(
        "outcomes/confirmation.html", asking=found, form=form, names=served().names["skill"]
    )


def _closed() -> tuple[str, int]:
    """The same for a link that ran out, one that was taken back, and one that never was."""
    return render_template("outcomes/closed.html"), GONE
