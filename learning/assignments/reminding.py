"""Reminds people of what is due soon and of what is overdue: each reminder once."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from learning.assignments import reckoning
from learning.assignments.masks import masks
from learning.assignments.models import Assigned, Assignment
from learning.catalogue.published import Catalogue
from learning.catalogue.serving import served
from learning.clock import day_in_words, day_of
from learning.notices import actions as notices
from learning.people.models import Organisation

SOON = (14, 3)  # days before the last day
WEEKLY = 4  # how often at most somebody is told that something is overdue
LAST_OF_THEM = timedelta(weeks=WEEKLY - 1)  # after the last day the last of these is told


@dataclass(frozen=True)
class Reminder:
    """Something to be told to several people in the same words."""

    organisation_id: int
    organisation: str
    path: str
    due_on: date
    stage: str
    renews: bool

    @property
    def cause(self) -> str:
        """Nobody is told it twice: of one path, one day and one reminder."""
        return f"{self.stage} {self.due_on} {self.organisation_id} {self.path}"[:120]


def stage_of(due_on: date, asked_on: date, today: date) -> str:
    """Which reminder is right on a day: "soon 14", "soon 3", "overdue 1" to 4; empty for none.

    Whoever was asked shortly before has just read the day: the reminder waits for the next.
    """
    left = (due_on - today).days
    if left < 0:
        return f"overdue {min(WEEKLY, (-left - 1) // 7 + 1)}"
    stage = min((days for days in SOON if left <= days), default=None)
    if stage is None or asked_on > due_on - timedelta(days=stage):
        return ""
    return f"soon {stage}"


def remind(session: Session, *, at: datetime, catalogue: Catalogue | None = None) -> int:
    """Tells everybody what is right today, of all councils; returns how many were told.

    Nothing is told of what is done, lifted, exempt, or asked of somebody on leave. Run twice, or
    after some days on which it did not run, it tells nobody anything a second time.
    """
    catalogue, today = catalogue or served(), day_of(at)
    found = _due(session, catalogue, today)
    told = 0
    for reminder, people in found.items():
        subject, body = words_of(reminder, catalogue)
        told += notices.tell_all(
            session,
            sorted(people),
            organisation_id=reminder.organisation_id,
            kind=f"path.{reminder.stage.split()[0].replace('soon', 'due-soon')}",
            subject=subject,
            body=body,
            link=f"/paths/{reminder.path}",
            cause=reminder.cause,
            at=at,
        )
    return told


def _due(session: Session, catalogue: Catalogue, today: date) -> dict[Reminder, set[int]]:
    """Who is to be reminded of what; a path that several assignments ask, by its earliest day."""
    last = today + timedelta(days=max(SOON))
    soon = or_(Assigned.due_on <= last, Assignment.renews)
    table = reckoning.standing(None, masks(catalogue), soon, on=today)
    rows = session.execute(
        select(table, Assignment.organisation_id, Organisation.name)
        .join(Assignment, Assignment.id == table.c.assignment_id)
        .join(Organisation, Organisation.id == Assignment.organisation_id)
        .where(and_(table.c.status != "done", table.c.due_on <= last))
        .order_by(table.c.due_on, table.c.id)
    )
    found: dict[Reminder, set[int]] = defaultdict(set)
    met: set[tuple[int, int, str]] = set()
    for row in rows:
        who = row.person_id, row.organisation_id, row.path
        stage = stage_of(row.due_on, row.asked_on, today)
        if who in met or not stage:
            continue
        met.add(who)
        renews = row.status == "to renew"
        reminder = Reminder(row.organisation_id, row.name, row.path, row.due_on, stage, renews)
        found[reminder].add(row.person_id)
    return found


def words_of(reminder: Reminder, catalogue: Catalogue) -> tuple[str, str]:
    """Subject and body."""
    path = catalogue.paths.get(reminder.path)
    title, day = path.title if path else reminder.path, day_in_words(reminder.due_on)
    kind, number = reminder.stage.split()
    if reminder.renews:
        return (
            f"To renew since {day}: {title}{_again(number)}"[:200],
            f"What you showed ran out on {day}. {reminder.organisation} asks you to renew it.",
        )
    if kind == "soon":
        when = "Soon due" if number == "14" else "Due in a few days"
        body = f"{reminder.organisation} asks you to finish by {day}. All of that day is in time."
        return f"{when}, by {day}: {title}"[:200], body
    body = f"{reminder.organisation} asked you to finish by {day}. You can still take it."
    return f"Past its last day, {day}: {title}{_again(number)}"[:200], body


def _again(number: str) -> str:
    return "" if number == "1" else f" (reminder {number})"
