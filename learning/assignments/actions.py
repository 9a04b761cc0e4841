"""Asks people to take a path."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learning import audit
from learning.assignments.models import Assigned, Assignment
from learning.catalogue.published import Catalogue, Path
from learning.clock import day_in_words, day_of
from learning.errors import Conflict, Refusal
from learning.notices import actions as notices


@dataclass(frozen=True)
class Ask:
    """What is asked: a path, of whom (membership, person), by when, and why."""

    organisation_id: int
    path: Path
    people: tuple[tuple[int, int], ...]
    role: str | None  # everyone with this role; none: one person
    due_on: date
    reason: str

    @property
    def form_hash(self) -> str:
        """Tells one form from another; who holds a role may change between two sendings."""
        whom = self.role or self.people
        parts = (self.organisation_id, self.path.slug, whom, self.due_on, self.reason)
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def assign(session: Session, ask: Ask, *, form_key: str, by: int, at: datetime) -> Assignment:
    """Ask people to take a path; the same form sent twice makes one assignment."""
    before = _sent_before(session, ask, form_key, by)
    if before is not None:
        return before
    if ask.due_on < day_of(at):
        raise Refusal("Choose today or a later day", field="due_on")
    if not ask.people:
        raise Refusal("Nobody in your care holds this role today", field="role")
    assignment = Assignment(
        organisation_id=ask.organisation_id,
        path=ask.path.slug,
        role=ask.role,
        due_on=ask.due_on,
        reason=ask.reason,
        assigned_at=at,
        assigned_by=by,
        form_key=form_key,
        form_hash=ask.form_hash,
        starts_on=day_of(at),
    )
    try:
        with session.begin_nested():
            session.add(assignment)
            session.flush()  # those asked point to it
    except IntegrityError:  # sent from another tab at the same moment
        before = _sent_before(session, ask, form_key, by)
        if before is None:
            raise
        return before
    _tell(session, assignment, ask, by=by, at=at)
    return assignment


def _sent_before(session: Session, ask: Ask, form_key: str, by: int) -> Assignment | None:
    """The assignment that this form made, if it was sent before."""
    before = session.scalar(
        select(Assignment).where(Assignment.assigned_by == by, Assignment.form_key == form_key)
    )
    if before is not None and before.form_hash != ask.form_hash:
        raise Conflict("This form was sent before with other answers. Start again.")
    return before


def _tell(session: Session, assignment: Assignment, ask: Ask, *, by: int, at: datetime) -> None:
    """The rows of everyone asked, what each is told, and the audit row."""
    session.execute(
        insert(Assigned),
        [
            {
                "assignment_id": assignment.id,
                "membership_id": membership,
                "person_id": person,
                "asked_on": day_of(at),
                "due_on": ask.due_on,
                "recorded_at": at,
                "recorded_by": by,
            }
            for membership, person in ask.people
        ],
    )
    notices.tell_all(
        session,
        [person for _, person in ask.people],
        organisation_id=ask.organisation_id,
        kind="path.assigned",
        subject=f"You are asked to take: {ask.path.title}",
        body=f"{ask.reason} Please finish by {day_in_words(ask.due_on)}.",
        link=f"/paths/{ask.path.slug}",
        at=at,
    )
    audit.write(
        session,
        "path.assigned",
        by=by,
        at=at,
        organisation_id=ask.organisation_id,
        changes={
            "path": (None, ask.path.slug),
            "people": (None, len(ask.people)),
            "due_on": (None, ask.due_on),
        },
    )


def follow_rules(
    session: Session,
    *,
    memberships: Collection[int],
    by: int | None,
    at: datetime,
    catalogue: Catalogue | None = None,
) -> None:
    """Ask and lift what assignments say of these memberships, as they stand on that day.

    To be called after every change of memberships, held roles, pauses and exemptions; doing it
    twice changes nothing. The catalogue is that of the running service where none is handed in.
    """


def sweep(session: Session, *, at: datetime, catalogue: Catalogue | None = None) -> int:
    """What the calendar alone changes: roles, pauses and rules that begin or end; how many rows.

    To be called once a day; it looks at nobody for whom nothing differs.
    """
    _ = (session, at, catalogue)  # filled in next
    return 0


def extend(
    session: Session,
    assigned_ids: Collection[int],
    *,
    due_on: date,
    reason: str,
    by: int,
    at: datetime,
) -> None:
    """A later last day for these rows of `Assigned`, and each of these people is told.

    Raises Conflict where one of the rows is no longer in force, Refusal for a day that is past.
    """
