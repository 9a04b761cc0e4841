"""Answers about what roles need in a council, and whom a change would concern."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from learning.catalogue.models import FrameworkRequirement
from learning.database import AnySelect
from learning.dated import gave_way, in_force
from learning.evidence.models import Evidence
from learning.evidence.queries import is_live
from learning.people.models import (
    HeldRole,
    Membership,
    MembershipPeriod,
    Pause,
    Person,
    RequirementSetting,
)
from learning.people.rules import Span
from learning.people.sight import Eyes, seen
from learning.requirements.rules import Pair, Setting

PAGE = 50


def pairs_of(session: Session, organisation_id: int, *, today: date) -> tuple[Pair, ...]:
    """Every role and skill of which something is asked today or to come, in two statements."""
    framework = _framework(session, today=today)
    rows = session.execute(
        select(RequirementSetting, Person.name)
        .outerjoin(Person, Person.id == RequirementSetting.recorded_by)
        .where(
            RequirementSetting.organisation_id == organisation_id,
            RequirementSetting.superseded_at.is_(None),
            _not_over(RequirementSetting.ends_on, today),
        )
        .order_by(RequirementSetting.starts_on, RequirementSetting.id)
    )
    own: dict[tuple[str, str], list[Setting]] = defaultdict(list)
    for row, name in rows:
        own[row.role, row.skill].append(_setting(row, name, ()))
    return tuple(
        Pair(role, skill, tuple(framework[role, skill]), tuple(own[role, skill]))
        for role, skill in sorted({*framework, *own})
    )


def pair_of(session: Session, organisation_id: int, role: str, skill: str, *, today: date) -> Pair:
    """One role and skill, with what each setting to come put an end to; two statements."""
    framework = _framework(
        session,
        FrameworkRequirement.role == role,
        FrameworkRequirement.skill == skill,
        today=today,
    )
    rows = session.execute(
        select(RequirementSetting, Person.name)
        .outerjoin(Person, Person.id == RequirementSetting.recorded_by)
        .where(
            RequirementSetting.organisation_id == organisation_id,
            RequirementSetting.role == role,
            RequirementSetting.skill == skill,
        )
        .order_by(RequirementSetting.id)
    ).all()
    history = [row for row, _ in rows]
    own = [
        _setting(row, name, history)
        for row, name in rows
        if row.superseded_at is None and (row.ends_on is None or row.ends_on > today)
    ]
    own.sort(key=lambda one: one.starts_on)
    return Pair(role, skill, tuple(framework[role, skill]), tuple(own))


def _framework(
    session: Session, *where: ColumnElement[bool], today: date
) -> dict[tuple[str, str], list[Span]]:
    found: dict[tuple[str, str], list[Span]] = defaultdict(list)
    rows = session.scalars(
        select(FrameworkRequirement)
        .where(
            FrameworkRequirement.superseded_at.is_(None),
            _not_over(FrameworkRequirement.ends_on, today),
            *where,
        )
        .order_by(FrameworkRequirement.starts_on, FrameworkRequirement.id)
    )
    for row in rows:
        found[row.role, row.skill].append(Span(row.starts_on, row.ends_on, row.level))
    return found


def _not_over(ends_on: Any, today: date) -> ColumnElement[bool]:
    return or_(ends_on.is_(None), ends_on > today)


def _setting(
    row: RequirementSetting, name: str | None, history: Sequence[RequirementSetting]
) -> Setting:
    ended = gave_way(history, row)
    return Setting(
        id=row.id,
        level=row.level,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        reason=row.reason,
        by=name or "",
        gave_way=(ended[0].id, ended[1]) if ended else None,
    )


@dataclass(frozen=True)
class Concerned:
    """Somebody whose needed level would be another."""

    code: str
    name: str
    held: int  # the level they hold on the day, as far as is known now


def people_concerned(
    session: Session,
    eyes: Eyes,
    pair: Pair,
    *,
    others: Iterable[str],
    on: date,
    page: int,
) -> tuple[Concerned, ...]:
    """Who holds the role on a day and none of the others, by name: one page, in one statement.

    `others` are the roles that ask as much of the skill already.
    """
    held = (
        select(func.coalesce(func.max(Evidence.level), 0))
        .where(Evidence.person_id == Person.id, Evidence.skill == pair.skill, is_live(on))
        .scalar_subquery()
    )
    rows = session.execute(
        select(func.min(Membership.person_code), Person.name, held)
        .join(Person, Person.id == Membership.person_id)
        .where(_holds(Membership, [pair.role], on), ~_holds_other(eyes, others, on))
        .where(seen(eyes, on))
        .group_by(Person.id, Person.name)
        .order_by(Person.name, Person.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return tuple(Concerned(*row) for row in rows)


def _holds(table: Any, roles: Iterable[str], on: date) -> ColumnElement[bool]:
    """Memberships of a day, not paused, in which one of the roles is held."""
    here: AnySelect = (
        select(HeldRole.membership_id)
        .join(MembershipPeriod, MembershipPeriod.membership_id == HeldRole.membership_id)
        .where(
            HeldRole.role.in_(list(roles)),
            in_force(HeldRole, on),
            in_force(MembershipPeriod, on),
            ~exists().where(
                Pause.membership_id == HeldRole.membership_id,
                Pause.superseded_at.is_(None),
                Pause.paused_from <= on,
                or_(Pause.paused_until.is_(None), Pause.paused_until > on),
            ),
        )
    )
    found: ColumnElement[bool] = table.id.in_(here)
    return found


def _holds_other(eyes: Eyes, others: Iterable[str], on: date) -> ColumnElement[bool]:
    """The same person holds one of the others here, in whichever membership."""
    same = aliased(Membership)
    return exists().where(
        and_(
            same.person_id == Membership.person_id,
            same.organisation_id == eyes.organisation_id,
            _holds(same, others, on),
        )
    )
