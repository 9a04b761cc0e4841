"""Asks people to take a path."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learning import audit
from learning.assignments.models import Assigned, Assignment
from learning.catalogue.published import Path
from learning.clock import day_in_words, day_of
from learning.errors import Conflict, Refusal
from learning.notices import actions as notices


def assign(
    session: Session,
    *,
    organisation_id: int,
    path: Path,
    people: Sequence[tuple[int, int]],
    role: str | None,
    due_on: date,
    reason: str,
    form_key: str,
    by: int,
    at: datetime,
) -> Assignment:
    """Ask `people` (membership, person); the same form sent twice makes one assignment."""
    form_hash = _hash(organisation_id, path.slug, people if role is None else role, due_on, reason)
    before = _sent_before(session, by, form_key, form_hash)
    if before is not None:
        return before
    if due_on < day_of(at):
        raise Refusal("Choose today or a later day", field="due_on")
    if not people:
        raise Refusal("Nobody in your care holds this role today", field="role")
    assignment = Assignment(
        organisation_id=organisation_id,
        path=path.slug,
        role=role,
        due_on=due_on,
        reason=reason,
        assigned_at=at,
        assigned_by=by,
        form_key=form_key,
        form_hash=form_hash,
    )
    try:
        with session.begin_nested():
            session.add(assignment)
            session.flush()  # those asked point to it
    except IntegrityError:  # sent from another tab at the same moment
        before = _sent_before(session, by, form_key, form_hash)
        if before is None:
            raise
        return before
    _ask(session, assignment, path, people, at=at)
    audit.write(
        session,
        "path.assigned",
        by=by,
        at=at,
        organisation_id=organisation_id,
        changes={
            "path": (None, path.slug),
            "people": (None, len(people)),
            "due_on": (None, due_on),
        },
    )
    return assignment


def _sent_before(session: Session, by: int, form_key: str, form_hash: str) -> Assignment | None:
    """The assignment that this form made, if it was sent before."""
    before = session.scalar(
        select(Assignment).where(Assignment.assigned_by == by, Assignment.form_key == form_key)
    )
    if before is not None and before.form_hash != form_hash:
        raise Conflict("This form was sent before with other answers. Start again.")
    return before


def _hash(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _ask(
    session: Session,
    assignment: Assignment,
    path: Path,
    people: Sequence[tuple[int, int]],
    *,
    at: datetime,
) -> None:
    """The rows of everyone asked, and what each is told, set by set."""
    session.execute(
        insert(Assigned),
        [
            {"assignment_id": assignment.id, "membership_id": membership, "person_id": person}
            for membership, person in people
        ],
    )
    notices.tell_all(
        session,
        [person for _, person in people],
        organisation_id=assignment.organisation_id,
        kind="path.assigned",
        subject=f"You are asked to take: {path.title}",
        body=f"{assignment.reason} Please finish by {day_in_words(assignment.due_on)}.",
        link=f"/paths/{path.slug}",
        at=at,
    )
