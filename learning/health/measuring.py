"""Counts the requests that were answered and how long that took, by room."""

import time

from flask import Flask, Response, g, request
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.values import MutexValue, ValueClass

METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
NOWHERE = "none"  # no such page
UPPER_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # seconds

REQUESTS = Counter(
    "learning_requests", "Requests answered, static files apart.", ("room", "method", "status")
)
SECONDS = Histogram(
    "learning_request_seconds", "Seconds until an answer began.", ("room",), buckets=UPPER_BOUNDS
)


def init_app(app: Flask) -> None:
    """Registered before everything else: what comes first is measured, and what comes last."""
    app.before_request(_begin)
    app.after_request(_count)


def counted() -> bytes:
    """In the text format of Prometheus: of all web processes where they share a folder."""
    if ValueClass is MutexValue:
        return generate_latest(REGISTRY)
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]  # as it comes
    return generate_latest(together)


def _begin() -> None:
    g.begun = time.perf_counter()


def _count(response: Response) -> Response:
    room = request.blueprint or NOWHERE
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(room, method, str(response.status_code)).inc()
    if "begun" in g:
        SECONDS.labels(room).observe(time.perf_counter() - g.begun)
    return response
