"""Follows each night what the calendar alone changes, in steps that are soon over."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from learning.assignments.differing import differing_memberships
from learning.assignments.following import follow
from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.database import current_session
from learning.timed.pacing import Pace
from learning.timed.steps import in_steps

# Few enough for one step on most nights: who asked reads once for how many days were moved.
PACE = Pace(people=500, most=2500)


def sweep(
    *, catalogue: Catalogue, clock: Callable[[], datetime] = now, pace: Pace = PACE
) -> Iterator[int]:
    """What roles, leave and rules that begin or end change; how many rows each step wrote.

    To be called once a day; it looks at nobody for whom nothing differs. Each step is true by
    itself, and who differs is read from the records: cut off anywhere, the next call ends it.
    """
    written: list[int] = []

    def some(session: Session, memberships: Sequence[int]) -> None:
        written.append(follow(session, memberships, catalogue=catalogue, by=None, at=clock()))

    differing = differing_memberships(current_session(), on=day_of(clock()))
    for _ in in_steps(differing, some, pace):
        yield written.pop()
