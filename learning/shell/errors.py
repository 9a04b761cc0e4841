"""Turns whatever goes wrong into a page in plain English with the right status."""

import logging
import uuid
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
)
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as AnyResponse

from learning.connections import in_a_line, is_away
from learning.errors import Conflict, NotFound, Refusal, TooLarge
from learning.shell import problems

log = logging.getLogger(__name__)

TEXTS: dict[int, tuple[str, tuple[str, ...]]] = {
    400: (
        "This could not be understood",
        ("Nothing has been changed. Go back, reload the page and try again.",),
    ),
    403: ("You cannot do this", ("Your account is not able to open this page or do this.",)),
    404: (
        "Page not found",
        (
            "If you typed the address, check that it is right.",
            "If you followed a link, what it led to may have moved, or is not for your account.",
        ),
    ),
    405: ("This cannot be done here", ("Go back and use the buttons on the page.",)),
    409: ("Something else happened meanwhile", ("Nothing has been lost.",)),
    410: ("This is no longer here", ("What was here was withdrawn.",)),
    413: (
        "This is too large",
        (
            "Nothing has been changed. Send something smaller.",
            "To come back to what you typed, use the Back button of your browser.",
        ),
    ),
    422: ("There is a problem", ()),
    429: (
        "Too many tries",
        ("Wait 15 minutes, then try again. Nothing has been lost.",),
    ),
    500: ("Sorry, something went wrong", ()),
    503: ("Not available just now", ("Try again in a few minutes. Nothing has been lost.",)),
}
AWAY = (
    "The service cannot reach its records just now. Try again in a few minutes.",
    "Nothing that was acknowledged before has been lost.",
    "To come back to what you typed, use the Back button of your browser.",
)


def init_app(app: Flask) -> None:
    """Registers the one handler of each kind of trouble."""
    app.register_error_handler(NotFound, lambda _: page(404))
    app.register_error_handler(Conflict, lambda refusal: page(409, refusal.message))
    app.register_error_handler(TooLarge, lambda refusal: page(413, refusal.message))
    app.register_error_handler(Refusal, lambda refusal: page(422, refusal.message))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)
    app.after_request(_on_this_host)


def page(status: int, *words: str) -> AnyResponse:
    """The page (or, for data addresses, JSON) of a status."""
    if problems.are_told_at(request.path):
        return problems.problem(status, *words)
    title, known = TEXTS.get(status, TEXTS[400])
    said = words or known
    if request.path.endswith(".json"):
        reply: Response = jsonify({"error": " ".join((title, *said))})
    else:
        reply = make_response(_html(status, title, said))
    reply.status_code = status
    return reply


def _html(status: int, title: str, words: tuple[str, ...]) -> str:
    if status not in (500, 503):
        return render_template("shell/error.html", title=title, words=words, form=None)
    # Without the context processors: they ask who is here, and the database may be what is down.
    bare = current_app.jinja_env.get_template("shell/error.html")
    return bare.render(title=title, words=words)


def stale_form() -> AnyResponse:
    """The page for a form whose token is missing or not of this sign-in."""
    return page(
        400,
        "The form was open too long or came from elsewhere. Nothing has been "
        "changed. Go back, reload the page and send it again.",
    )


def _http(error: HTTPException) -> AnyResponse:
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()  # redirects
    if isinstance(error, InternalServerError):  # another error's page failed, or abort(500)
        return _fault(error.original_exception or error)
    reply = page(error.code or 500)
    for name in ("Allow", "Retry-After", "WWW-Authenticate"):
        if name in error.get_response().headers:
            reply.headers[name] = error.get_response().headers[name]
    return reply


def _on_this_host(reply: Response) -> Response:
    """Of a redirect to the right spelling of an address: the library names the visitor's Host."""
    wrong = request.routing_exception
    if isinstance(wrong, RequestRedirect) and reply.location:
        right = urlsplit(wrong.new_url)._replace(scheme="", netloc="").geturl()
        reply.location = right
        reply.set_data(redirect(right).get_data())
    return reply


def _fault(error: BaseException) -> AnyResponse:
    """A fault of ours: logged once under a reference, told without a word of the inside."""
    reference = uuid.uuid4().hex[:8]
    quote = f"If you tell somebody about it, quote the reference {reference}."
    # The rule of the address, not what stood in it: that may be a secret of somebody's.
    where = request.url_rule or "no page"
    if is_away(error):  # everybody meets it at once, and a traceback of each would say no more
        log.error("fault %s at %s: %s", reference, where, in_a_line(error))
        return page(503, *AWAY, quote)
    log.error("fault %s at %s", reference, where, exc_info=error)
    return page(500, "Nothing that was acknowledged before has been lost.", quote)
