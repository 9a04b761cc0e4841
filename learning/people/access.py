"""Judges the doors: who is here, and what they may open."""

from datetime import datetime
from typing import Any, cast

from flask import Flask, current_app, flash, g, redirect, request, session, url_for
from flask_login import current_user, login_user
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, TooManyRequests, Unauthorized
from werkzeug.wrappers import Response

from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import Door, Marks, marks_of
from learning.errors import NotFound
from learning.extensions import login
from learning.people.actions.identity import token_hash
from learning.people.actions.tokens import count_read
from learning.people.bearers import Bearer, bearer_of
from learning.people.queries import visitor_by_token
from learning.people.rules import MOST_READS, SHARED_IDLE, wait_for_next_window
from learning.people.sight import Eyes
from learning.people.standing import OrganisationFacts, Visitor
from learning.sessions import only_look, read_one_by_one, write_while_looking
from learning.shell import SHARED_DEVICE, errors

LOOKING = ("GET", "HEAD", "OPTIONS")
# Reports and lists of people: their figures belong together.
OF_ONE_MOMENT = (
    Door.COVERAGE,
    Door.PARTNERSHIP,
    Door.LEARNING_LEAD,
    Door.ADMINISTRATOR,
    Door.TOKEN,
)
TO_ALL = (Door.PUBLIC, Door.PUBLISHED)  # what is published says in its `where` who may read it
SIGN_IN = "Sign in to go on."
HELD_ANSWER = "held_answer"  # in the signed cookie: an answer that could not be kept yet
BROUGHT = "brought"  # in the signed cookie: the hash of a link or code this browser opened
READS_ARE_COUNTED = "one tool must not keep others from reading"
MOST_HELD = 2000  # characters; a cookie holds about 4,000


def init_app(app: Flask) -> None:
    """Closes every door that a view does not open; runs before the check of form tokens."""
    login.init_app(app)
    login.session_protection = None  # people on phones change networks; tokens can be revoked
    login.user_loader(_load)
    app.before_request(_judge)
    app.register_error_handler(CSRFError, _token_refused)


def visitor() -> Visitor:
    """The person who is signed in, in a view whose door asks for it."""
    return cast("Visitor", current_user)


def visitor_or_none() -> Visitor | None:
    """The person who is signed in, if anyone is."""
    return visitor() if current_user.is_authenticated else None


def eyes_on(organisation: str) -> tuple[OrganisationFacts, Eyes]:
    """The council a lead looks at, and what they see of it; NotFound where they lead none of it."""
    council, scope = visitor().leads(organisation)
    return council, Eyes(council.id, scope, visitor().person_id, served())


def eyes_on_all(organisation: str) -> tuple[OrganisationFacts, Eyes]:
    """The same for a lead of all of it; for others, leads of a part too, NotFound."""
    council, eyes = eyes_on(organisation)
    if not eyes.scope.whole:
        raise NotFound
    return council, eyes


def let_in(person_id: int, token: str, *, shared: bool = False, at: datetime) -> None:
    """The browser is signed in; of what was set before, an answer or an invitation survives.

    The answer is their own; of the invitation they are asked whether it is.
    """
    drop_what_others_left(person_id)
    kept = {name: session[name] for name in (HELD_ANSWER, BROUGHT) if name in session}
    session.clear()
    session.update(kept)
    if shared:
        session[SHARED_DEVICE] = int(at.timestamp())
    login_user(visitor_by_token(current_session(), token, token_hash(token), at=at))


def _load(token: str) -> Visitor | None:
    at = now()
    if SHARED_DEVICE in session:  # when they were last here, in seconds
        if at.timestamp() - session[SHARED_DEVICE] > SHARED_IDLE.total_seconds():
            return None
        session[SHARED_DEVICE] = int(at.timestamp())
    return visitor_by_token(current_session(), token, token_hash(token), at=at)


def _judge() -> Response | None:
    if request.method in LOOKING:
        only_look(current_session())
    if request.endpoint is None:
        return None  # no such page: the router says so
    marks = marks_of(current_app.view_functions[request.endpoint])
    if marks.door not in OF_ONE_MOMENT or request.method not in LOOKING:
        read_one_by_one(current_session())
    if marks.door in TO_ALL:
        return None
    if marks.door is Door.TOKEN:
        _open_by_token(marks, request.view_args or {})
        return None
    if not current_user.is_authenticated:
        is_held = marks.answer_is_of and request.method == "POST" and hold_answer()
        return to_sign_in("Sign in to keep your answer." if is_held else SIGN_IN)
    _open(marks.door, visitor(), request.view_args or {})
    # Only for those who may open this door; of fields without a file a library makes 40 times
    # as much memory as was sent.
    if marks.largest_body is not None and request.mimetype == "multipart/form-data":
        request.max_content_length = marks.largest_body
    return None


def _token_refused(_error: CSRFError) -> Response:
    """An answer sent with a stale form token is offered back; anything else is refused."""
    marks = marks_of(current_app.view_functions[str(request.endpoint)])
    if marks.answer_is_of and current_user.is_authenticated and hold_answer():
        return redirect(request.full_path.rstrip("?"), code=303)
    return errors.stale_form()


def _open(door: Door, who: Visitor, names: dict[str, Any]) -> None:
    """Nothing, or NotFound for what does not exist for this person."""
    if door is Door.MEMBER:
        who.belongs_to(names["organisation"])
    elif door is Door.LEARNING_LEAD:
        who.leads(names["organisation"])
    elif door is Door.COVERAGE:
        who.reads_coverage_of(names["organisation"])
    elif door is Door.PARTNERSHIP:
        who.reviews(names["partnership"])
    elif door is Door.ADMINISTRATOR and not who.is_administrator:
        raise Forbidden


def bearer() -> Bearer:
    """What the token lets its bearer read, in a view whose door asks for one."""
    return cast("Bearer", g.bearer)


def _open_by_token(marks: Marks, names: dict[str, Any]) -> None:
    """Nothing; Unauthorized without saying whether a token was missing, wrong, over or revoked.

    Whoever is signed in is not asked for: a program brings no cookie. Wrong tokens are not counted,
    as that would write on GET: nobody guesses 256 random bits.
    """
    given = request.authorization
    token = given.token if given is not None and given.type == "bearer" else None
    found = bearer_of(current_session(), token_hash(token), on=day_of(now())) if token else None
    if found is None:
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer", {"realm": "api"}))
    if names.get("organisation", found.organisation.slug) != found.organisation.slug:
        raise NotFound
    if marks.scope is not None and marks.scope not in found.scopes:
        raise Forbidden
    _count_read(found)
    g.bearer = found


def _count_read(found: Bearer) -> None:
    """TooManyRequests for a tool that reads without end: others wait for the same processes."""
    at = now()
    with write_while_looking(current_session(), READS_ARE_COUNTED), transaction() as session:
        reads = count_read(session, found.token_id, at=at)
    if reads > MOST_READS:
        raise TooManyRequests(retry_after=wait_for_next_window(at))


def to_sign_in(why: str = SIGN_IN) -> Response:
    """To the sign-in page, and from there back here."""
    here = request.full_path.rstrip("?") if request.method in LOOKING else request.path
    flash(why, "information")
    return redirect(url_for("people.sign_in", next=here), code=303)


def hold_answer() -> bool:
    """Keep what was posted in the signed cookie, to be offered back; False if it cannot be."""
    answer = request.form.getlist("answer")
    if not answer or sum(map(len, answer)) > MOST_HELD:
        return False
    session[HELD_ANSWER] = {
        "address": request.path,
        "answer": answer,
        "view": request.endpoint,
        "names": request.view_args,
    }
    return True


def held_answer(address: str) -> list[str] | None:
    """What was held for this address, left in place until it is kept or dropped."""
    held = session.get(HELD_ANSWER)
    return held["answer"] if held and held["address"] == address else None


def drop_held_answer(address: str) -> None:
    """What was held for this address was kept; what was held for another one stays."""
    if held_answer(address) is not None:
        session.pop(HELD_ANSWER)


def drop_what_others_left(person_id: int) -> None:
    """Whoever signs in may find their own answer held in this browser, and nobody else's."""
    held = session.get(HELD_ANSWER)
    if held is None:
        return
    view = current_app.view_functions.get(held.get("view", ""))  # older ones had other names
    is_of = marks_of(view).answer_is_of if view else None
    if is_of is None or not is_of(person_id, **held["names"]):
        session.pop(HELD_ANSWER)
