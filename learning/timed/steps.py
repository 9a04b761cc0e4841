"""Does something for many people in steps that are soon over, each in a transaction of its own.

Nobody else waits long for the database. Whoever stops listening has stopped it: what is left to do
is to be read from the records, so that it goes on where it was.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from learning.database import transaction
from learning.timed.pacing import Pace

# Seconds between two steps, at most: whoever waits for SQLite looks again every tenth of one.
LET_OTHERS_IN = 0.15
Deed = Callable[[Session, Sequence[int]], None]


@dataclass(frozen=True)
class Step:
    """How far it is."""

    done: int
    of: int


def in_steps(people: Sequence[int], deed: Deed, pace: Pace) -> Iterator[Step]:
    """A deed for some people at a time."""
    done, step = 0, pace
    while done < len(people):
        some = people[done : done + step.people]
        started = time.perf_counter()
        with transaction() as session:
            deed(session, some)
        took = time.perf_counter() - started
        step, done = step.after(took), done + len(some)
        yield Step(done, len(people))
        time.sleep(min(took, LET_OTHERS_IN))
