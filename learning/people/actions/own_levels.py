"""A council's own levels of what roles need: set from a day, ended, or taken back."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learning import audit
from learning.clock import day_of
from learning.dated import amend, give_way, supersede, take_back
from learning.errors import Conflict, Refusal
from learning.people.models import RequirementSetting

PAST = "Choose today or a later day: the past stays as it was"
CHANGED = "Somebody else changed this. Look at it again, then make your change."


def history_of(
    session: Session, organisation_id: int, role: str, skill: str
) -> Sequence[RequirementSetting]:
    """Every version of what a council ever set for a role and skill, oldest first."""
    return session.scalars(
        select(RequirementSetting)
        .where(
            RequirementSetting.organisation_id == organisation_id,
            RequirementSetting.role == role,
            RequirementSetting.skill == skill,
        )
        .order_by(RequirementSetting.id)
    ).all()


def set_requirement(
    session: Session,
    *,
    organisation_id: int,
    role: str,
    skill: str,
    level: int,
    starts_on: date,
    reason: str,
    by: int | None,
    at: datetime,
) -> RequirementSetting:
    """A council's own level for a role and skill, from a day that is not already past."""
    if starts_on < day_of(at):
        raise Refusal(PAST, field="starts_on")
    history = history_of(session, organisation_id, role, skill)
    in_force = [row for row in history if row.superseded_at is None]
    before = _level_on(in_force, starts_on)
    setting = RequirementSetting(
        organisation_id=organisation_id,
        role=role,
        skill=skill,
        level=level,
        reason=reason,
        starts_on=starts_on,
        recorded_at=at,
        recorded_by=by,
    )
    try:
        with session.begin_nested():
            give_way(session, in_force, to=starts_on, by=by, at=at)
            session.add(setting)
            session.flush()  # the database knows whether another lead was there first
    except IntegrityError:
        raise Conflict(CHANGED) from None
    _write(session, "requirement.set", setting, (before, level), starts_on, reason, by=by, at=at)
    return setting


def end_setting(
    session: Session,
    setting: RequirementSetting,
    *,
    ends_on: date,
    reason: str = "",
    by: int | None,
    at: datetime,
) -> RequirementSetting | None:
    """The council's own level no longer holds from a day; one that never held leaves no row."""
    if ends_on < day_of(at):
        raise Refusal(PAST, field="starts_on")
    _write(
        session,
        "requirement.ended",
        setting,
        (setting.level, None),
        ends_on,
        reason,
        by=by,
        at=at,
    )
    if ends_on <= setting.starts_on:
        supersede(session, setting, at=at)
        return None
    try:
        with session.begin_nested():
            return amend(session, setting, {"ends_on": ends_on}, by=by, at=at)
    except IntegrityError:
        raise Conflict(CHANGED) from None


def take_back_setting(
    session: Session, setting: RequirementSetting, *, reason: str, by: int | None, at: datetime
) -> None:
    """A level that has not begun never will; what it would have ended goes on."""
    if setting.starts_on <= day_of(at):
        raise Refusal("This holds already. End it instead", field="starts_on")
    history = history_of(session, setting.organisation_id, setting.role, setting.skill)
    _write(
        session,
        "requirement.taken-back",
        setting,
        (setting.level, None),
        setting.starts_on,
        reason,
        by=by,
        at=at,
    )
    try:
        with session.begin_nested():
            take_back(session, history, setting, by=by, at=at)
    except IntegrityError:
        raise Conflict(CHANGED) from None


def _level_on(rows: Sequence[RequirementSetting], day: date) -> int | None:
    return next(
        (
            row.level
            for row in rows
            if row.starts_on <= day and (row.ends_on is None or row.ends_on > day)
        ),
        None,
    )


def _write(
    session: Session,
    action: str,
    setting: RequirementSetting,
    level: tuple[int | None, int | None],
    day: date,
    reason: str,
    *,
    by: int | None,
    at: datetime,
) -> None:
    audit.write(
        session,
        action,
        by=by,
        at=at,
        organisation_id=setting.organisation_id,
        changes={
            "role": (None, setting.role),
            "skill": (None, setting.skill),
            "level": level,
            "starts_on": (None, day),
            "reason": (None, reason),
        },
    )
