"""Takes a job to run it, holds it meanwhile, and says how it ended."""

import secrets
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from learning.database import insert_of
from learning.timed.models import TimedRun
from learning.timed.queries import WORKER
from learning.timed.rules import HELD_FOR, When, is_due


def take(session: Session, name: str, *, when: When | None, at: datetime) -> str | None:
    """The mark of the run that is ours now; None while it runs elsewhere.

    With `when`, None too where it is not due: of two workers, one runs it.
    """
    row = _row(session, name)
    if row.run.is_running(at) or (when is not None and not is_due(when, row.run, at)):
        return None
    if row.run.was_broken_off(at):
        row.failures += 1
    row.started_at = at
    row.held_by = secrets.token_hex(16)
    row.held_until = at + HELD_FOR
    return row.held_by


def hold(session: Session, name: str, mark: str, *, at: datetime) -> None:
    """The run goes on."""
    session.execute(
        update(TimedRun)
        .where(TimedRun.name == name, TimedRun.held_by == mark)
        .values(held_until=at + HELD_FOR)
    )


def finish(
    session: Session, name: str, mark: str, *, said: str | None, trouble: str | None, at: datetime
) -> None:
    """How the run ended; one that was taken over says nothing any more."""
    row = _row(session, name)
    if row.held_by != mark:
        return
    row.held_by = row.held_until = None
    row.finished_at = at
    row.said = said[:300] if said else None
    row.failures = row.failures + 1 if trouble else 0
    if trouble:
        row.trouble, row.trouble_at = trouble[:200], at


def tick(session: Session, *, at: datetime) -> None:
    """The worker looked at the clock."""
    _row(session, WORKER).started_at = at


def _row(session: Session, name: str) -> TimedRun:
    """The job's row, held so that two workers queue; made where there is none."""
    new = insert_of(session)(TimedRun).values(name=name, failures=0)
    session.execute(new.on_conflict_do_nothing())
    return session.scalars(select(TimedRun).where(TimedRun.name == name).with_for_update()).one()
