"""Answers how timed work stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import moment_in_words
from learning.timed.models import TimedRun

WORKER = "worker"  # the row of the worker itself
LATE = timedelta(minutes=5)  # it looks at the clock each minute
OFTEN = 3  # a restart breaks a job off once; one that is broken off each time ends its worker
START = "start it with flask run-worker"


@dataclass(frozen=True)
class Standstill:
    """Why what waits for the worker may wait for ever; its words are for everybody."""

    seen_at: datetime | None  # when the worker last looked at the clock; none: never
    trouble: str | None  # while it runs: under which reference a job fails again and again


def runs(session: Session) -> dict[str, TimedRun]:
    """The last run of every job that ever ran, by its name."""
    return {row.name: row for row in _rows(session) if row.name != WORKER}


def state_of_worker(session: Session, *, at: datetime) -> str:
    """`ok`, or what to do."""
    rows = _rows(session)
    seen = _seen(rows)
    if seen is None:
        return f"has never run: {START}"
    if seen < at - LATE:
        return f"late since {moment_in_words(seen)}: {START}"
    failing = [
        f"{row.name} ({row.trouble or 'broken off'})"
        for row in rows
        if row.failures and (row.trouble or row.failures >= OFTEN)
    ]
    return f"in trouble: {'; '.join(failing)}" if failing else "ok"


def standstill(session: Session, *jobs: str, at: datetime) -> Standstill | None:
    """Whether what waits for these jobs waits in vain; none where the worker gets there."""
    rows = _rows(session)
    seen = _seen(rows)
    if seen is None or seen < at - LATE:
        return Standstill(seen, trouble=None)
    failing = (row.trouble for row in rows if row.name in jobs and row.failures and row.trouble)
    trouble = next(failing, None)
    return None if trouble is None else Standstill(seen, trouble.rpartition(" ")[2])


def _rows(session: Session) -> Sequence[TimedRun]:
    return session.scalars(select(TimedRun).order_by(TimedRun.name)).all()


def _seen(rows: Sequence[TimedRun]) -> datetime | None:
    return next((row.started_at for row in rows if row.name == WORKER), None)
