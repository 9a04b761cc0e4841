"""For load balancers and people who run this: alive, and ready."""

from flask import Blueprint, Response, current_app, jsonify

from learning.database import current_session
from learning.doors import public
from learning.health import queries

blueprint = Blueprint("health", __name__)


@blueprint.get("/health/live")
@public
def live() -> Response:
    """The process answers; the database is not asked."""
    return jsonify({"status": "live"})


@blueprint.get("/health/ready")
@public
def ready() -> tuple[Response, int]:
    """Ready to serve: 200, or 503 with what is amiss."""
    checks = queries.readiness(current_session(), current_app.extensions["catalogue"])
    ok = all(result == "ok" for result in checks.values())
    body = {"status": "ready" if ok else "not ready", "checks": checks}
    return jsonify(body), 200 if ok else 503
