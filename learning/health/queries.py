"""Answers whether the service can be served."""

import logging
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from learning.catalogue.actions import difference
from learning.catalogue.published import Catalogue
from learning.connections import in_a_line, is_away, takes_writes
from learning.migrating import is_of_newer_code, newest_revision, revision_of
from learning.timed.queries import state_of_worker

log = logging.getLogger(__name__)
WORKER = "worker"
CHECKS = {
    "database": "cannot be reached",
    "migrations": "unknown",
    "framework": "unknown",
    WORKER: "unknown",
}


def readiness(session: Session, catalogue: Catalogue, *, at: datetime) -> dict[str, str]:
    """Each thing that ought to be right: `ok`, or what to do."""
    checks = dict(CHECKS)
    try:
        revision = revision_of(session.connection())
        writable = takes_writes(session.connection())
        checks["database"] = "ok" if writable else "is read-only: let it take writes"
        if revision != newest_revision():
            newer = is_of_newer_code(revision)
            checks["migrations"] = "newer than this code" if newer else "run flask db upgrade"
            return checks
        checks["migrations"] = "ok"
        changed = difference(session, catalogue)
        checks["framework"] = "run flask sync-framework" if changed else "ok"
        checks[WORKER] = state_of_worker(session, at=at)
    except SQLAlchemyError as fault:
        words = in_a_line(fault)
        log.exception("not ready: %s", words, exc_info=not is_away(fault))
    return checks


def is_ready(checks: dict[str, str]) -> bool:
    """Whether people can be served: they learn without the worker too, only later told of it.

    If a missing worker took every web process out of service, one thing down would be all down.
    """
    return all(result == "ok" for name, result in checks.items() if name != WORKER)
