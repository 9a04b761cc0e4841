"""Makes and ends standing rules."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning import audit
from learning.assignments.following import follow
from learning.assignments.models import Assigned, Assignment, SetApart
from learning.assignments.queries import holders_of
from learning.catalogue.published import Catalogue
from learning.clock import day_of
from learning.errors import Conflict, Refusal
from learning.once import made_before, make_once
from learning.people.actions.holding import hold
from learning.people.models import Membership

EARLIEST = 366  # days before today that a rule may begin


@dataclass(frozen=True)
class Rule:
    """Everyone with a role (in a service) takes a path, by when, from which day on."""

    organisation_id: int
    path: str
    role: str
    reason: str
    starts_on: date
    service: str | None = None
    within_days: int | None = None
    due_on: date | None = None
    renews: bool = False
    instead_of: int | None = None  # the rule that ends when this one begins


@dataclass(frozen=True)
class Choices:
    """What the lead chose in the preview for whom the rule's own day does not fit."""

    over_load: bool = False
    late_days: int | None = None
    apart: Mapping[int, date | None] = field(default_factory=dict)  # by person; none: left out


def make(
    session: Session,
    rule: Rule,
    choices: Choices,
    *,
    form_key: str,
    catalogue: Catalogue,
    by: int,
    at: datetime,
) -> Assignment:
    """A rule from now on, and what follows from it at once; the same form twice makes one."""
    hold(session, rule.organisation_id)  # else whoever gets the role meanwhile is not asked
    form_hash = hashlib.sha256(repr((rule, sorted_choices(choices))).encode()).hexdigest()
    theirs = Assignment.assigned_by == by
    before = made_before(session, Assignment, theirs, form_key=form_key, form_hash=form_hash)
    if before is not None:
        return before
    wanted = drafted(rule, choices, form_key, form_hash, by=by, at=at)
    made = make_once(session, wanted, theirs)
    if made is not wanted:
        return made
    session.add_all(
        SetApart(assignment_id=made.id, person_id=person, due_on=due_on)
        for person, due_on in sorted(choices.apart.items())
    )
    _write(session, made, rule, choices, by=by, at=at)
    if rule.instead_of is not None:
        _end_the_old(session, rule, by=by, at=at)
    reached = [*_holders(session, made), *_asked_by(session, rule.instead_of)]
    follow(session, reached, catalogue=catalogue, by=by, at=at)
    return made


def sorted_choices(choices: Choices) -> tuple[object, ...]:
    """The same words for the same choices."""
    return choices.over_load, choices.late_days, tuple(sorted(choices.apart.items()))


def rule_of_form(session: Session, form_key: str, by: int) -> Assignment | None:
    """The rule that this form made, if it was sent before, whatever it said."""
    return session.scalar(
        select(Assignment).where(Assignment.assigned_by == by, Assignment.form_key == form_key)
    )


def drafted(
    rule: Rule, choices: Choices, form_key: str, form_hash: str, *, by: int, at: datetime
) -> Assignment:
    """The rule as a row that nobody has added yet."""
    return Assignment(
        organisation_id=rule.organisation_id,
        path=rule.path,
        role=rule.role,
        service=rule.service,
        standing=True,
        starts_on=rule.starts_on,
        within_days=rule.within_days,
        due_on=rule.due_on,
        renews=rule.renews,
        reason=rule.reason,
        over_load=choices.over_load,
        late_days=choices.late_days,
        assigned_at=at,
        assigned_by=by,
        form_key=form_key,
        form_hash=form_hash,
    )


def _write(
    session: Session, made: Assignment, rule: Rule, choices: Choices, *, by: int, at: datetime
) -> None:
    said = {
        "path": rule.path,
        "role": rule.role,
        "service": rule.service,
        "within_days": rule.within_days,
        "due_on": rule.due_on,
        "starts_on": rule.starts_on,
        "renews": rule.renews,
        "reason": rule.reason,
        "own_days": sum(day is not None for day in choices.apart.values()),
        "left_out": sum(day is None for day in choices.apart.values()),
    }
    audit.write(
        session,
        "rule.made",
        by=by,
        at=at,
        organisation_id=rule.organisation_id,
        changes={"rule": (None, made.id)}
        | {name: (None, value) for name, value in said.items() if value is not None},
    )


def _holders(session: Session, made: Assignment) -> list[int]:
    here = select(Membership.id).where(Membership.organisation_id == made.organisation_id)
    held = Membership.id.in_(holders_of(made))
    return list(session.scalars(here.where(held).order_by(Membership.id)))


def _asked_by(session: Session, assignment_id: int | None) -> list[int]:
    rows = select(Assigned.membership_id).where(
        Assigned.assignment_id == assignment_id, Assigned.superseded_at.is_(None)
    )
    return list(session.scalars(rows.order_by(Assigned.id)))


def _end_the_old(session: Session, rule: Rule, *, by: int, at: datetime) -> None:
    old = session.scalar(
        select(Assignment).where(
            Assignment.id == rule.instead_of,
            Assignment.organisation_id == rule.organisation_id,
            Assignment.standing,
        )
    )
    if old is None:
        raise Conflict("The rule that this one replaces is not there any more. Start again.")
    _close(session, old, ends_on=max(rule.starts_on, day_of(at)), by=by, at=at)


def end(
    session: Session,
    rule: Assignment,
    *,
    ends_on: date,
    catalogue: Catalogue,
    by: int,
    at: datetime,
) -> None:
    """From that day the rule asks nobody; ending it twice on one day changes nothing."""
    if ends_on < day_of(at):
        raise Refusal("Choose today or a later day", field="ends_on")
    if rule.ends_on == ends_on:
        return
    _close(session, rule, ends_on=ends_on, by=by, at=at)
    follow(session, _asked_by(session, rule.id), catalogue=catalogue, by=by, at=at)


def _close(session: Session, rule: Assignment, *, ends_on: date, by: int, at: datetime) -> None:
    if rule.ends_on is not None and rule.ends_on <= day_of(at):
        raise Conflict("This rule has ended already.")
    audit.write(
        session,
        "rule.ended",
        by=by,
        at=at,
        organisation_id=rule.organisation_id,
        changes={"rule": (rule.id, rule.id), "ends_on": (rule.ends_on, ends_on)},
    )
    rule.ends_on = max(ends_on, rule.starts_on)
    session.flush()  # what follows reads it
