"""For load balancers, monitors and people who run this: alive, ready, and how it stands."""

from collections.abc import Callable
from hmac import compare_digest
from typing import Any, TypeVar

from flask import Blueprint, Response, current_app, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST

from learning.catalogue.serving import served
from learning.clock import now
from learning.config import Settings
from learning.database import current_session
from learning.doors import public
from learning.errors import NotFound
from learning.extensions import talisman
from learning.health import measuring, queries
from learning.health.gauges import gauges

View = TypeVar("View", bound=Callable[..., Any])
blueprint = Blueprint("health", __name__)
THIS_MACHINE = {"127.0.0.1", "::1"}


def plain_http(view: View) -> View:
    """Probes ask on the machine itself, without the proxy that speaks https."""
    marked: View = talisman(force_https=False)(view)
    return marked


@blueprint.get("/health/live")
@plain_http
@public
def live() -> Response:
    """The process answers; the database is not asked."""
    return jsonify({"status": "live"})


@blueprint.get("/health/ready")
@plain_http
@public
def ready() -> tuple[Response, int]:
    """Ready to serve: 200, or 503 with what is amiss; the worker is shown and decides nothing."""
    checks = queries.readiness(current_session(), served(), at=now())
    ok = queries.is_ready(checks)
    body = {"status": "ready" if ok else "not ready", "checks": checks}
    return jsonify(body), 200 if ok else 503


@blueprint.get("/metrics")
@plain_http
@public
def metrics() -> Response:
    """Counts for a monitor on this machine, or one that brings the token; nothing of anybody.

    To everybody else there is no such page.
    """
    if not (_asked_here() or _brings_token()):
        raise NotFound
    session, at = current_session(), now()
    checks = queries.readiness(session, served(), at=at)
    text = measuring.counted() + gauges(session, checks, at=at)
    return Response(text, content_type=CONTENT_TYPE_LATEST)


def _asked_here() -> bool:
    """By a program on this machine, and not by a visitor whom a proxy on it passes on."""
    passed_on = {"X-Forwarded-For", "Forwarded"} & set(request.headers.keys())
    return not passed_on and request.remote_addr in THIS_MACHINE


def _brings_token() -> bool:
    settings: Settings = current_app.extensions["settings"]
    if settings.metrics_token is None or request.authorization is None:
        return False
    brought, token = request.authorization.token, settings.metrics_token.get_secret_value()
    return brought is not None and compare_digest(brought.encode(), token.encode())
