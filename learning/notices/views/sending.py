"""What a council's weekly e-mails would say, before the first of them goes."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import for_learning_leads
from learning.errors import Refusal
from learning.extensions import talisman
from learning.notices import choosing, letters
from learning.notices.letters import Dressed
from learning.notices.queries import trouble as queries
from learning.notices.queries.digests import waiting_for
from learning.notices.rules.digest import put_together, sendable
from learning.notices.rules.example import NAME, example
from learning.notices.rules.kinds import kind_of
from learning.notices.rules.opening import Council, next_opening
from learning.notices.views.blueprint import blueprint, settings
from learning.people.access import eyes_on_all, visitor
from learning.people.standing import OrganisationFacts
from learning.policies.queries import policies_of
from learning.policies.rules import Post, Quiet
from learning.shell import POLICY

# The page may hold the example, which has styles of its own and can do nothing.
WITH_EXAMPLE = POLICY | {"frame-src": "'self'"}
OF_EXAMPLE = {
    "default-src": "'none'",
    "style-src": "'unsafe-inline'",
    "frame-ancestors": "'self'",
    "sandbox": "",
}


@blueprint.get("/organisations/<organisation>/post")
@talisman(content_security_policy=WITH_EXAMPLE)  # type: ignore[untyped-decorator]
@for_learning_leads
def post(organisation: str) -> str:
    """What goes out next and when, an example, what went, and what did not arrive."""
    council, eyes = eyes_on_all(organisation)
    session, at = current_session(), now()
    on = day_of(at)
    decided = _decided(council)
    ahead = queries.what_waits(session, council.id, on=on)
    number, troubled = queries.troubled_mails(session, eyes, on=on)
    return render_template(
        "notices/sending.html",
        organisation=council,
        decided=decided,
        opens=next_opening([decided], at),
        ahead=ahead,
        kinds=sorted(ahead.kinds.items(), key=lambda one: kind_of(one[0]).rank),
        gone=queries.what_went(session, council.id, on=on),
        troubled=troubled,
        number_troubled=number,
        without_address=queries.without_address(session, eyes, on=on),
        example=_example(decided, language="en"),
        sends=settings().mail != "none",
    )


@blueprint.get("/organisations/<organisation>/post/example")
@talisman(content_security_policy=OF_EXAMPLE)  # type: ignore[untyped-decorator]
@for_learning_leads
def post_example(organisation: str) -> str:
    """One e-mail as it would arrive, in either language."""
    council, _ = eyes_on_all(organisation)
    return _example(_decided(council), language=request.args.get("language", "en")).html


@blueprint.post("/organisations/<organisation>/post")
@for_learning_leads
def decide_post(organisation: str) -> Response:
    """A lead has looked, and starts or stops the weekly e-mails."""
    council, _ = eyes_on_all(organisation)
    wish = request.form.get("sending")
    if wish not in ("start", "stop"):
        raise Refusal("Choose whether to start or to stop sending.")
    approved = wish == "start"
    with transaction() as session:
        choosing.say_post(session, council.id, approved=approved, by=visitor().person_id, at=now())
    flash(
        "The weekly e-mails go out from now on." if approved else "No weekly e-mails go out.",
        "success",
    )
    return redirect(url_for("notices.post", organisation=organisation), code=303)


def _decided(council: OrganisationFacts) -> Council:
    """What it decided about routine e-mail, as at today."""
    found = policies_of(current_session(), council.id, on=day_of(now()))
    return Council(council.id, council.name, council.nation, found.of(Post), found.of(Quiet))


def _example(council: Council, *, language: str) -> Dressed:
    """The lead's own next e-mail, as far as it is about this council; else a made-up one.

    Nobody else's: notices hold what is for the person alone, and what other councils said.
    """
    at, who = now(), visitor()
    started = Council(
        council.id,
        council.name,
        council.nation,
        council.post.model_copy(update={"approved": True}),
        council.quiet.model_copy(update={"periods": ()}),
    )
    here = {council.id: started}
    own = [
        one
        for one in waiting_for(current_session(), [who.person_id], on=day_of(at))[who.person_id]
        if one.organisation_id in (None, council.id)
    ]
    notices = sendable(own, here, {council.id}, on=day_of(at))
    return letters.digest(
        settings(),
        put_together(notices or example(council.id, at=at), here, {council.id}),
        person_id=who.person_id,
        name=who.name if notices else NAME,
        language=language,
        base=request.url_root.rstrip("/"),
    )
