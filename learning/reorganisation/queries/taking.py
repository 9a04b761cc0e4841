"""Answers what successors would take over of what their predecessors have decided."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from learning.assignments.models import Assignment
from learning.claims.models import AcceptanceRule
from learning.dated import in_force
from learning.people.models import RequirementSetting
from learning.policies.models import Policy
from learning.policies.rules import Name
from learning.reorganisation.rules.plans import Plan, What
from learning.reorganisation.rules.taking import Choice, Key, Offer, chosen

Read = Callable[[Session, Sequence[int], date], list[Offer]]


def choice_of(session: Session, plan: Plan, successor: int, what: What) -> Choice:
    """What a successor takes over of one kind."""
    order = plan.takes(successor, what)
    if not order:
        return chosen((), ())
    rows = READERS[what](session, [*order, successor], plan.vests_on)
    offers = [one for council in order for one in rows if one.from_id == council]
    return chosen(offers, {one.key for one in rows if one.from_id == successor})


def differing(session: Session, plan: Plan) -> Iterable[tuple[int, What, tuple[Key, ...]]]:
    """Where two predecessors were chosen that say different things: (successor, what, keys)."""
    for council in plan.following:
        for what in READERS:
            if len(plan.takes(council.id, what)) > 1:
                found = choice_of(session, plan, council.id, what).differing
                if found:
                    yield council.id, what, found


def levels(session: Session, councils: Sequence[int], on: date) -> list[Offer]:
    """Own levels that hold on a day."""
    rows = session.scalars(
        select(RequirementSetting)
        .where(RequirementSetting.organisation_id.in_(councils), in_force(RequirementSetting, on))
        .order_by(RequirementSetting.role, RequirementSetting.skill, RequirementSetting.id)
    )
    return [_offer(row, (row.role, row.skill), row.level) for row in rows]


def _offer(row: Any, key: Key, said: Any) -> Offer:
    return Offer(row.organisation_id, key, said, row.id)


def _policies(*names: Name) -> Read:
    def read(session: Session, councils: Sequence[int], on: date) -> list[Offer]:
        rows = session.scalars(
            select(Policy)
            .where(
                Policy.organisation_id.in_(councils), Policy.name.in_(names), in_force(Policy, on)
            )
            .order_by(Policy.id)
        )
        return [_offer(row, (row.name,), row.said) for row in rows]

    return read


def acceptance(session: Session, councils: Sequence[int], _on: date) -> list[Offer]:
    """Acceptance rules without an end."""
    rows = session.scalars(
        select(AcceptanceRule)
        .where(
            AcceptanceRule.organisation_id.in_(councils),
            AcceptanceRule.superseded_at.is_(None),
            AcceptanceRule.ends_on.is_(None),
        )
        .order_by(AcceptanceRule.id)
    )
    return [
        _offer(row, (row.issuer_key, row.course_key, row.skill), (row.level, row.lasts_months))
        for row in rows
    ]


def rules(session: Session, councils: Sequence[int], on: date) -> list[Offer]:
    """Standing rules that ask on a day or later."""
    rows = session.scalars(
        select(Assignment)
        .where(
            Assignment.organisation_id.in_(councils),
            Assignment.standing,
            or_(Assignment.ends_on.is_(None), Assignment.ends_on > on),
        )
        .order_by(Assignment.id)
    )
    return [
        _offer(
            row,
            (row.path, row.role or "", row.service or ""),
            (row.within_days, row.due_on, row.renews),
        )
        for row in rows
    ]


READERS: dict[What, Read] = {
    What.LEVELS: levels,
    What.PURPOSE: _policies(Name.PURPOSE),
    What.POLICIES: _policies(*(name for name in Name if name is not Name.PURPOSE)),
    What.ACCEPTANCE: acceptance,
    What.RULES: rules,
}
