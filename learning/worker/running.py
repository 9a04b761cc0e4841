"""Runs one job: taken by one worker alone, in its own transactions, its failure logged once."""

import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from learning.clock import now
from learning.connections import in_a_line, is_away
from learning.database import current_session, transaction
from learning.timed import actions
from learning.timed.queries import runs
from learning.timed.rules import Run, When, is_due

log = logging.getLogger(__name__)
SAY_SO_EVERY = timedelta(seconds=30)
GOES_ON = "worker goes on"  # where the app keeps whether its worker is not asked to stop


@dataclass(frozen=True)
class Job:
    """Something to be done at its time; doing it twice does no harm."""

    name: str
    when: When
    do: Callable[[datetime], str]  # in an app context; says in counts what it did


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    said: str | None = None
    trouble: str | None = None


def is_to_go_on() -> Callable[[], bool]:
    """For long jobs: whether to begin the next piece; no, once the worker is asked to stop."""
    found: Callable[[], bool] = current_app.extensions.get(GOES_ON, lambda: True)
    return found


def look_at_the_clock(app: Flask, jobs: tuple[Job, ...]) -> list[str]:
    """The names of the jobs that are due now."""
    with app.app_context():
        at = now()
        with transaction() as session:
            actions.tick(session, at=at)
        known = {name: row.run for name, row in runs(current_session()).items()}
        return [job.name for job in jobs if is_due(job.when, known.get(job.name, Run()), at)]


def run(app: Flask, job: Job, *, only_if_due: bool) -> Ended | None:
    """Runs it; None where it runs elsewhere, or is not due and was to run only if it is."""
    with app.app_context():
        with transaction() as session:
            when = job.when if only_if_due else None
            mark = actions.take(session, job.name, when=when, at=now())
        if mark is None:
            return None
        with held(app, job.name, mark):
            ended = _do(job)
        with transaction() as session:
            actions.finish(
                session, job.name, mark, said=ended.said, trouble=ended.trouble, at=now()
            )
    return ended


def _do(job: Job) -> Ended:
    """What it said; or its trouble under a reference, whose words stand in the log alone."""
    try:
        return Ended(said=job.do(now()))
    except Exception as fault:
        reference = uuid.uuid4().hex[:8]
        words = (reference, job.name, in_a_line(fault))
        log.exception("fault %s in %s: %s", *words, exc_info=not is_away(fault))
        return Ended(trouble=f"{type(fault).__name__}, reference {reference}")


@contextmanager
def held(app: Flask, name: str, mark: str, *, every: timedelta = SAY_SO_EVERY) -> Iterator[None]:
    """Says again and again that the run goes on, however long it takes."""
    is_over = threading.Event()

    def say_so() -> None:
        while not is_over.wait(every.total_seconds()):
            try:
                with app.app_context(), transaction() as session:
                    actions.hold(session, name, mark, at=now())
            except SQLAlchemyError:  # the database is busy or away: said again next time
                log.warning("could not say that %s goes on", name)

    thread = threading.Thread(target=say_so, daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
