"""When a job is due: pure, from when it last ran and the moment."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from learning.clock import LONDON, day_of

MINUTE = timedelta(minutes=1)
# Whoever runs a job says so again and again; after this silence somebody else may run it.
HELD_FOR = timedelta(minutes=2)
# Clocks of two machines differ by less. What began further ahead began by a clock that was wrong
# and has been set right: nobody waits until that moment comes.
SKEW = timedelta(minutes=2)
LONGEST_REST = timedelta(hours=1)  # between tries of a job that keeps failing


class When(Protocol):
    """How often a job is due."""

    @property
    def words(self) -> str:
        """For people."""

    def last(self, at: datetime) -> datetime:
        """The newest moment at or before `at` at which the job was due."""


@dataclass(frozen=True)
class Every:
    """Once in every so many minutes of the hour, which they divide."""

    minutes: int

    @property
    def words(self) -> str:
        """For people."""
        return "each minute" if self.minutes == 1 else f"every {self.minutes} minutes"

    def last(self, at: datetime) -> datetime:
        """The newest full minute that they divide."""
        return at.replace(minute=at.minute - at.minute % self.minutes, second=0, microsecond=0)


@dataclass(frozen=True)
class Daily:
    """Once on every London day; a time that the clocks skip or repeat is one moment all the same.

    In March 1:30am is 2:30am by the clock, in October it is the first of the two.
    """

    at: time

    @property
    def words(self) -> str:
        """For people."""
        return f"daily at {self.at:%H:%M}"

    def on(self, day: date) -> datetime:
        """The moment of a day."""
        return datetime.combine(day, self.at, LONDON).astimezone(UTC)

    def last(self, at: datetime) -> datetime:
        """Today, else yesterday."""
        today = day_of(at)
        moment = self.on(today)
        return moment if moment <= at else self.on(today - timedelta(days=1))


@dataclass(frozen=True)
class Run:
    """What is known of a job's last run; all none before the first."""

    started_at: datetime | None = None
    finished_at: datetime | None = None
    held_until: datetime | None = None  # while it runs; past that, whoever ran it is gone
    failures: int = 0  # in a row

    def is_running(self, at: datetime) -> bool:
        """Whether somebody is at work on it."""
        return self.held_until is not None and at < self.held_until <= at + HELD_FOR + SKEW

    def was_broken_off(self, at: datetime) -> bool:
        """Whether whoever ran it is gone, and it did not end."""
        return self.held_until is not None and not self.is_running(at)


def rest(failures: int) -> timedelta:
    """How long to leave a job alone that failed so often in a row: twice as long each time."""
    return min(MINUTE * 2 ** min(failures, 10), LONGEST_REST) if failures else timedelta()


def is_due(when: When, run: Run, at: datetime) -> bool:
    """Whether the job is to run now.

    What was missed is caught up once, for a job does all that is there to do. One that failed
    or was broken off is tried again after a rest, without waiting for its next time.
    """
    if run.is_running(at):
        return False
    if run.started_at is None or run.started_at > at + SKEW:
        return True
    failures = run.failures + run.was_broken_off(at)
    if failures:
        return at >= run.started_at + rest(failures)
    return run.started_at < when.last(at)
