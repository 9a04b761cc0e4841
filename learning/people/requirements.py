"""What roles ask for: the framework's requirements with a council's own settings over them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    String,
    Subquery,
    and_,
    bindparam,
    cast,
    func,
    not_,
    null,
    select,
    true,
    union,
    union_all,
)
from sqlalchemy.orm import Session

from learning.catalogue.models import FrameworkRequirement
from learning.clock import day_of
from learning.database import AnySelect
from learning.dated import holds, in_force, known
from learning.people.models import HeldRole, Membership, Organisation, RequirementSetting
from learning.people.rules import Need, Rise, levels_needed
from learning.people.standing import Visitor


@dataclass(frozen=True)
class Supposed:
    """A council's own level for a role and skill, as if it were recorded and held."""

    organisation_id: int
    role: str
    skill: str
    level: int | None  # none: as if the council had set nothing of its own


def requirements_in_force(
    organisations: Sequence[int] | BindParameter[Any],
    *,
    on: date,
    known_at: datetime,
    own_settings: "bool | ColumnElement[bool]" = True,
    supposed: "SupposedRow | None" = None,
    number: ColumnElement[int] | None = None,
) -> AnySelect:
    """(organisation, role, skill, level, own) at a day, as known at a moment; level 0 is off.

    Of many days and moments at once, where these are columns of a table: `number` is another of
    its columns, and each row says it too. Then nothing can be supposed.
    """
    numbered = () if number is None else (number.label("number"),)
    framework = (
        select(
            *numbered,
            FrameworkRequirement.role,
            FrameworkRequirement.skill,
            FrameworkRequirement.level,
        )
        .where(known(FrameworkRequirement, known_at), holds(FrameworkRequirement, on))
        .subquery()
    )
    recorded: AnySelect = select(
        *numbered,
        RequirementSetting.organisation_id,
        RequirementSetting.role,
        RequirementSetting.skill,
        RequirementSetting.level,
    ).where(
        RequirementSetting.organisation_id.in_(() if own_settings is False else organisations),
        known(RequirementSetting, known_at),
        holds(RequirementSetting, on),
        *(() if isinstance(own_settings, bool) else (own_settings,)),
    )
    own = (_with(recorded, supposed) if supposed else recorded).subquery()
    merged = _merged(framework, own, organisations, numbered=bool(numbered))
    return select(union_all(*merged).subquery())


def _merged(
    framework: Subquery,
    own: Subquery,
    organisations: Sequence[int] | BindParameter[Any],
    *,
    numbered: bool,
) -> tuple[AnySelect, AnySelect]:
    """What the framework asks, with a council's own level where it has one; and its own alone."""
    keys = ["number"] if numbered else []
    same = and_(*(own.c[key] == framework.c[key] for key in [*keys, "role", "skill"]))
    of_framework: AnySelect = (
        select(
            *(framework.c[key] for key in keys),
            Organisation.id.label("organisation_id"),
            framework.c.role,
            framework.c.skill,
            func.coalesce(own.c.level, framework.c.level).label("level"),
            own.c.level.is_not(None).label("own"),
        )
        .select_from(Organisation)
        .join(framework, true())
        .outerjoin(own, and_(own.c.organisation_id == Organisation.id, same))
        .where(Organisation.id.in_(organisations))
    )
    of_council: AnySelect = (
        select(
            *(own.c[key] for key in keys),
            own.c.organisation_id,
            own.c.role,
            own.c.skill,
            own.c.level,
            true().label("own"),
        )
        .select_from(own)
        .outerjoin(framework, same)
        .where(framework.c.role.is_(None))
    )
    return of_framework, of_council


@dataclass(frozen=True)
class SupposedRow:
    """A supposed level as the columns of a statement; a level below 0 is none."""

    organisation_id: Any
    role: Any
    skill: Any
    level: Any


def _with(recorded: AnySelect, supposed: SupposedRow) -> AnySelect:
    """The recorded settings, with the supposed one in place of what is recorded for its pair."""
    same = and_(
        RequirementSetting.organisation_id == supposed.organisation_id,
        RequirementSetting.role == supposed.role,
        RequirementSetting.skill == supposed.skill,
    )
    row = select(
        supposed.organisation_id.label("organisation_id"),
        supposed.role.label("role"),
        supposed.skill.label("skill"),
        supposed.level.label("level"),
    ).where(supposed.level >= 0)
    return select(union_all(recorded.where(not_(same)), row).subquery())


@dataclass(frozen=True)
class Needs:
    """What the roles of some organisations ask for on a day."""

    levels: Mapping[tuple[int, str, str], int]  # (organisation, role, skill) → level, 1 or more
    has_own: bool  # one of the organisations has set a level of its own


def needs_in_force(
    session: Session, organisations: Sequence[int], *, on: date, known_at: datetime
) -> Needs:
    """What is asked as at a day, as known at a moment."""
    values = {"councils": organisations, "today": on, "moment": known_at}
    rows = session.execute(_IN_FORCE, values).all()
    return Needs(
        {(row.organisation_id, row.role, row.skill): row.level for row in rows if row.level >= 1},
        any(row.own for row in rows),
    )


def needs_of(session: Session, who: Visitor, *, at: datetime) -> tuple[Need, ...]:
    """What the roles somebody holds today ask of them in all their councils, in one statement."""
    return needs_and_rises_of(session, who, at=at)[0]


def needs_and_rises_of(
    session: Session, who: Visitor, *, at: datetime
) -> tuple[tuple[Need, ...], tuple[Rise, ...]]:
    """The same, and where their councils have set more from a day to come; in one statement."""
    values = {
        "councils": [place.organisation.id for place in who.places],
        "memberships": [place.membership_id for place in who.places],
        "today": day_of(at),
        "moment": at,
    }
    rows = session.execute(_ASKED_AND_TO_COME, values).all()
    needs = tuple(sorted(Need(r.skill, r.level, r.role) for r in rows if r.starts_on is None))
    today = levels_needed(needs)
    rises = {
        Rise(r.starts_on, r.council, r.skill, r.level)
        for r in rows
        if r.starts_on is not None and r.level > today.get(r.skill, 0)
    }
    return needs, tuple(sorted(rises))


_COUNCILS: Any = bindparam("councils", expanding=True)
_IS_THEIRS = Membership.id.in_(bindparam("memberships", expanding=True))
_TODAY: Any = bindparam("today", type_=Date())
_MOMENT: Any = bindparam("moment")
# Built once, with what is below: putting them together takes longer than asking.
_IN_FORCE = requirements_in_force(_COUNCILS, on=_TODAY, known_at=_MOMENT)


def _asked_today() -> AnySelect:
    """(skill, level, role, nothing, nothing)."""
    asked = _IN_FORCE.subquery()
    same_role = and_(HeldRole.membership_id == Membership.id, HeldRole.role == asked.c.role)
    found: AnySelect = (
        select(
            asked.c.skill,
            asked.c.level,
            asked.c.role,
            cast(null(), Date).label("starts_on"),
            cast(null(), String).label("council"),
        )
        .join(Membership, Membership.organisation_id == asked.c.organisation_id)
        .join(HeldRole, same_role)
        .where(_IS_THEIRS, in_force(HeldRole, _TODAY), asked.c.level >= 1)
    )
    return found


def _set_to_come() -> AnySelect:
    """(skill, level, role, from, council) for the roles that are held on that day."""
    own = RequirementSetting
    same_role = and_(HeldRole.membership_id == Membership.id, HeldRole.role == own.role)
    found: AnySelect = (
        select(own.skill, own.level, own.role, own.starts_on, Organisation.name)
        .join(Organisation, Organisation.id == own.organisation_id)
        .join(Membership, Membership.organisation_id == own.organisation_id)
        .join(HeldRole, same_role)
        .where(
            _IS_THEIRS,
            own.superseded_at.is_(None),
            own.starts_on > _TODAY,
            HeldRole.superseded_at.is_(None),
            holds(HeldRole, own.starts_on),
        )
    )
    return found


_ASKED_AND_TO_COME = select(union(_asked_today(), _set_to_come()).subquery())
