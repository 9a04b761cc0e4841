"""A lead reminds those who are overdue still when their weekly reminders have ended."""

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from learning import audit
from learning.assignments import reckoning
from learning.assignments.masks import masks
from learning.assignments.models import Assigned, Assignment
from learning.assignments.queries import AssignmentFacts
from learning.assignments.reminding import LAST_OF_THEM, Reminder, words_of
from learning.clock import day_of
from learning.notices import actions as notices
from learning.notices.queries.told import was_told
from learning.people.sight import Eyes
from learning.people.standing import OrganisationFacts

KIND = "path.overdue"
APART = timedelta(days=14)  # between two reminders of one path, whoever sent the first
Found = dict[Reminder, list[int]]


def to_remind(
    session: Session,
    *,
    eyes: Eyes,
    asked: AssignmentFacts,
    council: OrganisationFacts,
    at: datetime,
) -> Found:
    """Whom a lead may remind now of what an assignment asks, by what they are told."""
    today = day_of(at)
    before = today - LAST_OF_THEM
    of_it = Assignment.id == asked.id, or_(Assigned.due_on < before, Assignment.renews)
    table = reckoning.standing(eyes, masks(eyes.catalogue), *of_it, on=today)
    told = was_told(
        table.c.person_id,
        kind=KIND,
        link=_link(asked.path),
        organisation_id=council.id,
        since=at - APART,
    )
    rows = session.execute(
        select(table.c.person_id, table.c.due_on, table.c.status)
        .where(table.c.status != "done", table.c.due_on < before, ~told)
        .order_by(table.c.due_on, table.c.person_id)
    )
    found: Found = defaultdict(list)
    for person_id, due_on, status in rows:
        renews = status == "to renew"
        said = Reminder(council.id, council.name, asked.path, due_on, "overdue 1", renews)
        found[said].append(person_id)
    return found


def prompt(
    session: Session, eyes: Eyes, found: Found, *, assignment_id: int, name: str, at: datetime
) -> int:
    """Puts one line into the next e-mail of each of them; returns how many are told."""
    told = 0
    for reminder, people in found.items():
        subject, body = words_of(reminder, eyes.catalogue)
        told += notices.tell_all(
            session,
            people,
            organisation_id=reminder.organisation_id,
            kind=KIND,
            subject=subject,
            body=f"{body} {name} sent this reminder.",
            link=_link(reminder.path),
            # Of two leads at one moment the second tells nobody anything.
            cause=f"prompted {day_of(at)} {reminder.organisation_id} {reminder.path}"[:120],
            at=at,
        )
    if told:
        audit.write(
            session,
            "path.reminded",
            by=eyes.lead_id,
            at=at,
            organisation_id=eyes.organisation_id,
            changes={
                "path": (None, next(iter(found)).path),
                "assignment": (None, assignment_id),
                "people": (None, told),
            },
        )
    return told


def _link(path: str) -> str:
    return f"/paths/{path}"
