"""Compresses pages on their way out, where the browser can read that.

A page holds its form token and may repeat what was asked for in its address, so its compressed
size could tell an onlooker about the token (BREACH). Each page therefore gets a comment of random
length, and the session cookie is SameSite=Lax: other sites cannot make the requests it would take.
"""

import secrets

import brotli
from flask import Flask, Response, request

SMALLEST = 1000  # bytes; below, the headers weigh more than what is saved
QUALITY = 5  # beyond, it takes longer than the network gains
LONGEST_COMMENT = 32  # random bytes, as twice as many digits
TYPES = ("text/html", "text/csv", "application/json")


def init_app(app: Flask) -> None:
    """Looks at every reply of the app; static files are compressed beforehand."""
    app.after_request(_compress)


def _compress(reply: Response) -> Response:
    if reply.mimetype not in TYPES or reply.is_streamed or reply.content_encoding:
        return reply
    if reply.cache_control.no_transform:  # what has to arrive byte for byte
        return reply
    reply.vary.add("Accept-Encoding")
    if not request.accept_encodings["br"] or (reply.content_length or 0) < SMALLEST:
        return reply
    body = reply.get_data()
    if reply.mimetype == "text/html":
        padding = secrets.token_hex(LONGEST_COMMENT)[: secrets.randbelow(2 * LONGEST_COMMENT)]
        body += f"<!-- {padding} -->".encode()
    reply.set_data(brotli.compress(body, quality=QUALITY))
    reply.content_encoding = "br"
    return reply
