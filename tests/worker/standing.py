"""How the worker stands, made so."""

from datetime import datetime

from flask import Flask

from learning.clock import now
from learning.database import transaction
from learning.timed import actions


def worker_looked(app: Flask, at: datetime) -> None:
    """It looked at the clock then, and not since."""
    with app.app_context(), transaction() as session:
        actions.tick(session, at=at)


def fails(app: Flask, job: str) -> None:
    """Its last run did not end well."""
    with app.app_context(), transaction() as session:
        mark = actions.take(session, job, when=None, at=now())
        trouble = "KeyError, reference 1a2b3c4d"
        assert mark is not None
        actions.finish(session, job, mark, said=None, trouble=trouble, at=now())
