"""Asks people to take a path."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from learning import audit
from learning.assignments.following import follow
from learning.assignments.models import Assignment
from learning.catalogue.published import Catalogue, Path
from learning.catalogue.serving import served
from learning.clock import day_of
from learning.errors import Refusal
from learning.once import made_before, make_once


@dataclass(frozen=True)
class Ask:
    """What is asked: a path, of whom (membership, person), by when, and why."""

    organisation_id: int
    path: Path
    people: tuple[tuple[int, int], ...]
    role: str | None  # everyone with this role; none: a group, or these people by name
    due_on: date
    reason: str
    officer_id: int | None = None  # a confidential reason: for this officer and the person
    over_load: bool = False  # newcomers too are asked by that day, whatever the week holds
    tier: str | None = None  # everybody in this group

    @property
    def form_hash(self) -> str:
        """Tells one form from another; who holds a role may change between two sendings."""
        whom = self.role or (("tier", self.tier) if self.tier else self.people)
        said = (self.path.slug, whom, self.due_on, self.reason, self.officer_id, self.over_load)
        parts = (self.organisation_id, *said)
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def assign(
    session: Session,
    ask: Ask,
    *,
    form_key: str,
    by: int,
    at: datetime,
) -> Assignment:
    """Ask people to take a path; the same form sent twice makes one assignment."""
    theirs = Assignment.assigned_by == by
    before = made_before(session, Assignment, theirs, form_key=form_key, form_hash=ask.form_hash)
    if before is not None:
        return before
    if ask.due_on < day_of(at):
        raise Refusal("Choose today or a later day", field="due_on")
    if not ask.people:
        if ask.tier:
            raise Refusal("Nobody in your care is in this group today", field="tier")
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
        officer_id=ask.officer_id,
        over_load=ask.over_load,
        tier=ask.tier,
    )
    made = make_once(session, assignment, theirs)
    if made is not assignment:
        return made
    _audit(session, ask, by=by, at=at)
    follow(
        session,
        [membership for membership, _ in ask.people],
        named={assignment.id: {person for _, person in ask.people}},
        catalogue=served(),
        by=by,
        at=at,
    )
    return assignment


def _audit(session: Session, ask: Ask, *, by: int, at: datetime) -> None:
    whom = {"role": ask.role, "tier": ask.tier}
    audit.write(
        session,
        "path.assigned",
        by=by,
        at=at,
        organisation_id=ask.organisation_id,
        changes={
            "path": (None, ask.path.slug),
            **{kind: (None, slug) for kind, slug in whom.items() if slug},
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

    To be called after every change of memberships, held roles, pauses, exemptions and
    extensions; doing it twice changes nothing. The catalogue is that of the running service
    where none is handed in.
    """
    follow(session, memberships, catalogue=catalogue or served(), by=by, at=at)
