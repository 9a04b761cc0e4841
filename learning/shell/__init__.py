"""What every page shares: the base template, form widgets, error pages and static files."""

from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, request, session
from flask_login import current_user
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

from learning.clock import knowledge_in_words, moment_in_words, time_in_words
from learning.config import Settings
from learning.extensions import csrf, talisman
from learning.markup import render
from learning.shell import assets, compression, errors, fields, filters, heads, received
from learning.shell.contents import in_parts
from learning.shell.indentation import Outdented
from learning.shell.moments import in_words
from learning.shell.navigation import Here

SHARED_DEVICE = "shared_device"  # in the signed cookie, where several people use this browser
SETTINGS = ("service_name", "run_by", "contact", "choices_kept_months")  # that pages tell
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def init_app(app: Flask) -> None:
    """Puts the shell round the features' pages."""
    settings: Settings = app.extensions["settings"]
    csrf.init_app(app)
    heads.init_app(app)
    received.init_app(app)
    errors.init_app(app)
    _secure(app, settings)
    assets.init_app(app)
    compression.init_app(app)
    app.jinja_loader = ChoiceLoader(
        [
            PackageLoader("learning.shell"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    environment = app.jinja_env
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.add_extension(Outdented)
    environment.filters |= {
        "day": filters.day,
        "moment": moment_in_words,
        "known": knowledge_in_words,
        "time_of_day": time_in_words,
        "count": filters.count,
        "day_typed": in_words,
        "in_parts": in_parts,
        "markdown": render,
    }
    environment.globals |= {name: getattr(settings, name) for name in SETTINGS} | {
        "is_demo": settings.demo,
        "page_address": page_address,
        "can_be_asked_for": can_be_asked_for,
        "date_items": fields.date_items,
        "select_items": fields.select_items,
        "choice_items": fields.choice_items,
    }
    app.context_processor(_furniture)


def _furniture() -> dict[str, object]:
    """What the base template needs where a page says nothing else."""
    return {
        "here": Here.of(current_user),
        "organisation": None,
        "form": None,
        "is_shared_device": SHARED_DEVICE in session,
    }


def page_address(number: int) -> str:
    """The address of this page with another page of its list."""
    args = request.args.to_dict() | {"page": str(number)}
    return f"{request.path}?{urlencode(args)}"


def can_be_asked_for() -> bool:
    """Whether the address that a form was sent to shows a page when it is asked for."""
    return current_app.url_map.bind("").test(request.path, "GET")


def _secure(app: Flask, settings: Settings) -> None:
    app.after_request(_referrers)  # before the headers are registered: it runs after them
    talisman.init_app(
        app,
        force_https=settings.secure_cookies,
        strict_transport_security=settings.secure_cookies,
        strict_transport_security_max_age=31_536_000,
        session_cookie_secure=settings.secure_cookies,
        referrer_policy="same-origin",
        permissions_policy={},
        frame_options=None,  # the policy below says it, and every browser of today reads that
        content_security_policy=POLICY,
    )
    app.after_request(_private)


def _referrers(reply: Response) -> Response:
    """Where an address is a secret, what follows is told the site alone."""
    if g.get("address_is_secret"):
        reply.headers["Referrer-Policy"] = "strict-origin"
    return reply


def _private(reply: Response) -> Response:
    """Pages about people stay out of shared caches, and go when they sign out."""
    if "Cache-Control" not in reply.headers:
        reply.headers["Cache-Control"] = "no-store"
    return reply
