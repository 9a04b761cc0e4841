"""“Is this you?”: a council may have somebody who is known here, and they alone say so."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning.accounts.actions import linking
from learning.accounts.forms import ConfirmForm
from learning.accounts.queries.linking import question_of, roles_said
from learning.accounts.views.blueprint import blueprint
from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import signed_in
from learning.errors import NotFound, Refusal
from learning.people.access import visitor


@blueprint.route("/is-this-you/<int:number>", methods=["GET", "POST"])
@signed_in
def is_this_you(number: int) -> Response | str:
    """What the council says, what it would see, and two buttons."""
    at, me, session = now(), visitor().person_id, current_session()
    asked = question_of(session, number, me)
    if asked is None:
        raise NotFound
    if request.method == "GET":
        roles = roles_said(session, asked.provisional_id, asked.organisation_id, on=day_of(at))
        return render_template(
            "accounts/is_this_you.html",
            asked=asked,
            roles=roles,
            catalogue=served(),
            form=ConfirmForm(),
        )
    said = request.form.get("answer")
    if said not in ("yes", "no"):  # a no is for good too: nobody is asked again
        raise Refusal("Say whether this is you: yes or no.")
    is_me = said == "yes"
    answer = linking.agree if is_me else linking.deny
    with transaction() as database:
        answer(database, number, person_id=me, at=at)
    flash(
        f"Your record counts in {asked.council} too."
        if is_me
        else f"{asked.council} is asked to check the address. It learned nothing else.",
        "success",
    )
    return redirect(url_for("home.start"), code=303)
