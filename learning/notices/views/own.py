"""How somebody wants to be written to, and stopping optional e-mail without signing in."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning.clock import now
from learning.database import current_session, transaction
from learning.doors import public, signed_in
from learning.errors import NotFound
from learning.extensions import csrf
from learning.notices import choosing, letters
from learning.notices.forms import OwnPostForm
from learning.notices.queries.told import Wishes, refused_addresses, wishes_of
from learning.notices.rules.kinds import OPTIONAL
from learning.notices.views.blueprint import blueprint, settings
from learning.people.access import visitor

ONE_CLICK = "One-Click"  # what a mail program posts by itself (RFC 8058)


@blueprint.route("/record/post", methods=["GET", "POST"])
@signed_in
def my_post() -> Response | str | tuple[str, int]:
    """The language, what about, and to which address."""
    form = OwnPostForm()
    if request.method == "POST" and form.validate():
        with transaction() as session:
            choosing.choose_post(
                session,
                person_id=visitor().person_id,
                language=form.language.data,
                declined=form.declined,
                at=now(),
            )
        flash("Your choices have been saved.", "success")
        return redirect(url_for("notices.my_post"), code=303)
    wishes = _wishes(visitor().person_id)
    if request.method == "GET":
        form.language.data = wishes.spoken
        form.kinds.data = [kind.name for kind in OPTIONAL if kind.name not in wishes.declined]
    refused = refused_addresses(current_session(), list(wishes.addresses))
    page = render_template(
        "notices/my_post.html",
        form=form,
        address=next((one for one in wishes.addresses if one.lower() not in refused), None),
        refused=[one for one in wishes.addresses if one.lower() in refused],
        sends=settings().mail != "none",
    )
    return page if request.method == "GET" else (page, 422)


@blueprint.get("/unsubscribe/<signed>")
@public
def look_at_unsubscribing(signed: str) -> str:
    """A page with a button: programs that follow links in e-mails change nothing."""
    wishes = _whose(signed)[1]
    every = {kind.name for kind in OPTIONAL}
    return render_template(
        "notices/unsubscribe.html", done=every <= wishes.declined, is_welsh=wishes.spoken == "cy"
    )


@blueprint.post("/unsubscribe/<signed>")
@csrf.exempt  # type: ignore[untyped-decorator]  # the signed address is the key, and mail programs have no token of ours
@public
def unsubscribe(signed: str) -> Response | str:
    """No e-mail any more about what can be done without."""
    person_id, _ = _whose(signed)
    with transaction() as session:
        choosing.unsubscribe(session, person_id=person_id, at=now())
    if request.form.get("List-Unsubscribe") == ONE_CLICK:
        return Response("Done.\n", mimetype="text/plain")  # never a redirect, says RFC 8058
    return redirect(url_for("notices.look_at_unsubscribing", signed=signed), code=303)


def _whose(signed: str) -> tuple[int, Wishes]:
    """The person who was sent that address, and what they chose."""
    person_id = letters.who_unsubscribes(settings(), signed)
    if person_id is None:
        raise NotFound
    return person_id, _wishes(person_id)


def _wishes(person_id: int) -> Wishes:
    found = wishes_of(current_session(), person_id)
    if found is None:
        raise NotFound
    return found
