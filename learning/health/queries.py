"""Answers whether the service can be served."""

import logging

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from learning.catalogue.actions import difference
from learning.catalogue.published import Catalogue
from learning.migrating import newest_revision, revision_of

log = logging.getLogger(__name__)


def readiness(session: Session, catalogue: Catalogue) -> dict[str, str]:
    """Each thing that must be right: `ok`, or what to do."""
    checks = {"database": "cannot be reached", "migrations": "unknown", "framework": "unknown"}
    try:
        revision = revision_of(session.connection())
        checks["database"] = "ok"
        if revision != newest_revision():
            checks["migrations"] = "run flask db upgrade"
            return checks
        checks["migrations"] = "ok"
        changed = difference(session, catalogue)
        checks["framework"] = "run flask sync-framework" if changed else "ok"
    except SQLAlchemyError:
        log.exception("not ready")
    return checks
