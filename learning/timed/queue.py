"""The queue between web processes and the worker: it carries names of jobs, and may be lost.

What is to be done stands in rows of our own; whoever kicks only spares people a minute.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app
from sqlalchemy import make_url

from learning.config import Settings

if TYPE_CHECKING:
    from huey import Huey

log = logging.getLogger(__name__)
NAME = "learning"
PATIENCE = 3  # seconds for the queue to answer
POSTGRESQL = "postgresql"
# Two workers that start at one moment make the tables of the queue one after the other.
ONE_AT_A_TIME = "select pg_advisory_xact_lock(1870031001)"


def kick(name: str) -> bool:
    """Asks the worker for a job at once; call it after the commit. False: nobody heard.

    Nothing is lost then, for each minute the worker looks for work by itself.
    """
    queue = None
    try:
        queue = open_queue(current_app)
        runner(queue, _nobody)(name, is_due=False)
    except Exception:  # whatever the queue's library raises
        log.exception("the worker could not be asked for %s", name)
        return False
    finally:
        if queue is not None:
            queue.storage.close()
    return True


def place_of(app: Flask) -> str:
    """Where the queue is: a path, or a PostgreSQL address."""
    settings: Settings = app.extensions["settings"]
    if settings.queue is not None:
        return settings.queue
    url = make_url(settings.database_url)
    if url.get_backend_name() == POSTGRESQL:
        return settings.database_url
    # A path that begins nowhere begins where that of the records does.
    return str(Path(app.instance_path) / f"{url.database}.queue") if url.database else ""


def open_queue(app: Flask) -> "Huey":
    """The queue; PostgreSQL's tables are not made here, see `make_tables`.

    What lies in it is signed, so that nobody who can only write to it gives the worker orders.
    """
    from huey import PostgresHuey, SqliteHuey  # noqa: PLC0415  # slow, and seldom needed
    from huey.serializer import SignedSerializer  # noqa: PLC0415  # likewise

    place = place_of(app)
    settings: Settings = app.extensions["settings"]
    signed = SignedSerializer(settings.secret_key.get_secret_value(), salt="timed work")
    if is_postgresql(place):
        dsn = make_url(place).set(drivername=POSTGRESQL).render_as_string(hide_password=False)
        return PostgresHuey(
            NAME,
            results=False,
            serializer=signed,
            dsn=dsn,
            create_tables=False,
            connect_timeout=PATIENCE,
        )
    return SqliteHuey(NAME, results=False, serializer=signed, filename=place, timeout=PATIENCE)


def is_postgresql(place: str) -> bool:
    """Whether the queue lies in PostgreSQL; else it is a file."""
    return place.startswith((f"{POSTGRESQL}://", f"{POSTGRESQL}+"))


def make_tables(queue: "Huey") -> None:
    """Makes the queue's tables in PostgreSQL where they are not there; a file makes its own."""
    storage = queue.storage
    if hasattr(storage, "dsn"):
        storage.ddl = [ONE_AT_A_TIME, *storage.ddl]
        storage.initialize_schema()


def runner(queue: "Huey", run: Callable[[str, bool], object]) -> Any:
    """The one task there is: it runs a job by its name."""

    def run_job(name: str, *, is_due: bool) -> None:
        run(name, is_due)

    return queue.task(name="run_job")(run_job)


def _nobody(_name: str, _is_due: bool) -> None:
    """A web process asks; it runs nothing."""
