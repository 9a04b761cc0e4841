"""For load balancers and people who run this: alive, and ready."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Response, jsonify

from learning.catalogue.serving import served
from learning.clock import now
from learning.database import current_session
from learning.doors import public
from learning.extensions import talisman
from learning.health import queries

View = TypeVar("View", bound=Callable[..., Any])
blueprint = Blueprint("health", __name__)


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
