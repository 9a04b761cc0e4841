"""The file of who is asked what, by when, and how far they are."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from learning.assignments import standings
from learning.assignments.rules import whom
from learning.clock import day_of
from learning.people.sight import Eyes

COLUMNS = (
    "person",
    "name",
    "path",
    "asked_on",
    "asked_by",
    "due_on",
    "status",
    "overdue",
    "courses_done",
    "courses",
    "last_activity_on",
    "reason",
    "asked_of",
)


def rows(session: Session, eyes: Eyes, *, on: date) -> Iterable[tuple[object, ...]]:
    """One row for each person and assignment."""
    for line in standings.all_lines(session, eyes, on=on):
        path = eyes.catalogue.paths.get(line.path)
        yield (
            line.code,
            line.name,
            path.title if path else line.path,
            line.asked_on,
            line.asked_by,
            line.due_on,
            line.status,
            "yes" if line.is_overdue else "no",
            line.done,
            line.courses,
            day_of(line.last_activity) if line.last_activity else None,
            line.reason,
            whom(line.role, line.tier, eyes.catalogue) or "people by name",
        )
