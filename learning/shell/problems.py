"""What goes wrong, told to programs: problem details for HTTP (RFC 9457)."""

import json
from http import HTTPStatus

from flask import Response

API = "/api/v1/"
MEDIA_TYPE = "application/problem+json"
DETAILS = {
    401: "Send a token that works, in the header: Authorization: Bearer <token>.",
    403: "The token is not for this. A learning lead of its council can make one that is.",
    404: "There is nothing here that this token may read, or no filter of that name or value.",
    405: "This can only be read: use GET.",
    429: "The token has read as often as it may in a quarter of an hour. "
    "Go on after as many seconds as Retry-After says.",
    500: "Something went wrong on our side.",
}


def are_told_at(path: str) -> bool:
    """Whether it is a program that asks."""
    return path.startswith(API)


def problem(status: int, *words: str) -> Response:
    """The answer of a status; `words` say what is wrong, where somebody wrote them for it."""
    said = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": " ".join(words) or DETAILS.get(status, "This could not be answered."),
    }
    return Response(json.dumps(said), status=status, content_type=MEDIA_TYPE)
