"""Answers about the standing rules of an organisation."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from learning.assignments.models import Assigned, Assignment
from learning.assignments.queries import is_asked
from learning.assignments.rules import may_rule
from learning.audit import AuditDetail, AuditEntry
from learning.database import AnySelect
from learning.people.models import Membership, Person
from learning.people.sight import Eyes, not_hidden_from


@dataclass(frozen=True)
class RuleFacts:
    """A rule as a list and its page show it."""

    id: int
    path: str
    role: str
    service: str | None
    within_days: int | None
    due_on: date | None
    starts_on: date
    ends_on: date | None
    renews: bool
    reason: str
    assigned_at: datetime
    made_by: str
    people: int  # whom it asks now, of those this lead sees

    def state(self, today: date) -> str:
        """To come, in force or ended."""
        if today < self.starts_on:
            return "to come"
        return "ended" if self.ends_on is not None and self.ends_on <= today else "in force"


def rules_in(session: Session, eyes: Eyes) -> tuple[RuleFacts, ...]:
    """Every rule that this lead may make, newest first."""
    return tuple(one for one in map(_facts, session.execute(_rules(eyes))) if _may(eyes, one))


def rule_of(session: Session, number: int, eyes: Eyes) -> RuleFacts | None:
    """One of them."""
    row = session.execute(_rules(eyes).where(Assignment.id == number)).one_or_none()
    found = _facts(row) if row else None
    return found if found is not None and _may(eyes, found) else None


def _facts(row: Any) -> RuleFacts:
    return RuleFacts(*row)


def _may(eyes: Eyes, rule: RuleFacts) -> bool:
    role = eyes.catalogue.roles.get(rule.role)
    return role is not None and may_rule(eyes.scope, role, rule.service)


def _rules(eyes: Eyes) -> AnySelect:
    by = aliased(Person)
    asked = (
        select(Assigned.assignment_id, func.count().label("people"))
        .join(Membership, Membership.id == Assigned.membership_id)
        .where(
            is_asked(),
            Membership.organisation_id == eyes.organisation_id,
            not_hidden_from(eyes.lead_id),
        )
        .group_by(Assigned.assignment_id)
        .subquery()
    )
    found: AnySelect = (
        select(
            Assignment.id,
            Assignment.path,
            Assignment.role,
            Assignment.service,
            Assignment.within_days,
            Assignment.due_on,
            Assignment.starts_on,
            Assignment.ends_on,
            Assignment.renews,
            Assignment.reason,
            Assignment.assigned_at,
            by.name,
            func.coalesce(asked.c.people, 0),
        )
        .join(by, by.id == Assignment.assigned_by)
        .outerjoin(asked, asked.c.assignment_id == Assignment.id)
        .where(Assignment.organisation_id == eyes.organisation_id, Assignment.standing)
        .order_by(Assignment.assigned_at.desc(), Assignment.id.desc())
    )
    return found


@dataclass(frozen=True)
class Deed:
    """Something that happened to a rule, or followed from it."""

    at: datetime
    by: str  # empty: the calendar
    action: str
    values: tuple[tuple[str, str], ...]  # (what, how many or which)


def history_of(session: Session, number: int, organisation_id: int) -> tuple[Deed, ...]:
    """What happened to an assignment, newest first, the last fifty: two statements."""
    about = (
        select(AuditDetail.entry_id)
        .join(AuditEntry, AuditEntry.id == AuditDetail.entry_id)
        .where(
            AuditEntry.organisation_id == organisation_id,
            AuditEntry.action.in_(("rule.made", "rule.ended", "assignment.followed")),
            AuditDetail.field.in_(("rule", "assignment")),
            AuditDetail.after == str(number),
        )
        .order_by(AuditDetail.entry_id.desc())
        .limit(50)
    )
    entries = session.execute(
        select(AuditEntry.id, AuditEntry.at, AuditEntry.action, Person.name)
        .outerjoin(Person, Person.id == AuditEntry.actor_id)
        .where(AuditEntry.id.in_(about))
        .order_by(AuditEntry.id.desc())
    ).all()
    values: dict[int, list[tuple[str, str]]] = {entry.id: [] for entry in entries}
    shown = and_(
        AuditDetail.entry_id.in_(list(values)),
        AuditDetail.field.in_(("asked", "back", "moved", "lifted", "ends_on")),
    )
    for detail in session.scalars(select(AuditDetail).where(shown).order_by(AuditDetail.id)):
        values[detail.entry_id].append((detail.field, detail.after or ""))
    return tuple(
        Deed(entry.at, entry.name or "", entry.action, tuple(values[entry.id])) for entry in entries
    )
