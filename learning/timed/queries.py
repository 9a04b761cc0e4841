"""Answers how timed work stands."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import moment_in_words
from learning.timed.models import TimedRun

WORKER = "worker"  # the row of the worker itself
LATE = timedelta(minutes=5)  # it looks at the clock each minute
START = "start it with flask run-worker"


def runs(session: Session) -> dict[str, TimedRun]:
    """The last run of every job that ever ran, by its name."""
    rows = session.scalars(select(TimedRun).order_by(TimedRun.name))
    return {row.name: row for row in rows if row.name != WORKER}


def state_of_worker(session: Session, *, at: datetime) -> str:
    """`ok`, or what to do."""
    rows = session.scalars(select(TimedRun).order_by(TimedRun.name)).all()
    seen = next((row.started_at for row in rows if row.name == WORKER), None)
    if seen is None:
        return f"has never run: {START}"
    if seen < at - LATE:
        return f"late since {moment_in_words(seen)}: {START}"
    failing = [f"{row.name} ({row.trouble})" for row in rows if row.failures and row.trouble]
    return f"in trouble: {'; '.join(failing)}" if failing else "ok"
