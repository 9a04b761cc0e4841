"""Gives more time to those who were chosen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.assignments.actions import follow_rules
from learning.assignments.exempting import extend as extend_assigned
from learning.assignments.models import Assigned, Assignment
from learning.errors import NotFound, Refusal
from learning.people.actions.holding import hold
from learning.people.models import Membership
from learning.people.sight import seen
from learning.staffing.actions.deeds import Changed, Lead


@dataclass(frozen=True)
class Longer:
    """A later last day, and why."""

    due_on: date
    reason: str


def extend(
    session: Session,
    lead: Lead,
    chosen: Sequence[int],
    longer: Longer,
    *,
    of: Collection[int] | None = None,
) -> None:
    """All that were chosen get the later day, or none; `of` holds the memberships they are of."""
    if not chosen:
        raise Refusal("Choose what gets more time", field="assigned")
    hold(session, lead.eyes.organisation_id)
    rows = session.scalars(
        select(Assigned)
        .join(Assignment, Assignment.id == Assigned.assignment_id)
        .join(Membership, Membership.id == Assigned.membership_id)
        .where(
            Assigned.id.in_(chosen),
            Assignment.organisation_id == lead.eyes.organisation_id,
            seen(lead.eyes, lead.today),
        )
        .order_by(Assigned.id)
    ).all()
    theirs = of is None or all(row.membership_id in of for row in rows)
    if len(rows) != len(set(chosen)) or not theirs:
        raise NotFound
    for row in rows:
        if row.superseded_at is not None:
            raise Changed(Assigned, row.id)
    if longer.due_on <= max(row.due_on for row in rows):
        raise Refusal("Choose a day after the last day that they have now", field="due_on")
    extend_assigned(
        session,
        [row.id for row in rows],
        due_on=longer.due_on,
        reason=longer.reason,
        by=lead.by,
        at=lead.at,
    )
    # Leave that is known of already moves that day too: at once, not with the next change.
    memberships = [row.membership_id for row in rows]
    follow_rules(session, memberships=memberships, by=lead.by, at=lead.at)
