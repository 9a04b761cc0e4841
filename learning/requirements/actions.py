"""Changes what a role needs in a council."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.clock import day_of
from learning.errors import Conflict
from learning.people.actions.holding import hold
from learning.people.actions.own_levels import (
    CHANGED,
    end_setting,
    history_of,
    set_requirement,
    take_back_setting,
)
from learning.people.models import RequirementSetting
from learning.people.standing import OrganisationFacts
from learning.requirements.queries import pair_of
from learning.requirements.rules import Wanted, check, level_on


def change(
    session: Session,
    council: OrganisationFacts,
    role: str,
    skill: str,
    wanted: Wanted,
    *,
    catalogue: Catalogue,
    by: int,
    at: datetime,
) -> None:
    """Sets, ends, corrects or takes back a council's own level; sent twice it is done once."""
    hold(session, council.id)
    pair = pair_of(session, council.id, role, skill, today=day_of(at))
    rows = {row.id: row for row in history_of(session, council.id, role, skill)}
    if wanted.seen != pair.seen:
        if _done_before(rows.values(), wanted, by=by):
            return
        raise Conflict(CHANGED)
    if wanted.instead_of is not None and pair.setting(wanted.instead_of) is None:
        raise Conflict(CHANGED)
    check(pair, wanted, catalogue, today=day_of(at), closes_on=council.ends_on)
    if wanted.instead_of is not None:
        taken = rows[wanted.instead_of]
        take_back_setting(session, taken, reason=wanted.reason, by=by, at=at)
    if wanted.level is not None:
        set_requirement(
            session,
            organisation_id=council.id,
            role=role,
            skill=skill,
            level=wanted.level,
            starts_on=wanted.starts_on,
            reason=wanted.reason,
            by=by,
            at=at,
        )
    elif wanted.instead_of is None:
        ended = next(one for one in pair.own if level_on([one], wanted.starts_on) is not None)
        row = rows[ended.id]
        end_setting(session, row, ends_on=wanted.starts_on, reason=wanted.reason, by=by, at=at)


def _done_before(rows: Collection[RequirementSetting], wanted: Wanted, *, by: int) -> bool:
    """Whether what is wanted was done by the same form, sent before."""
    in_force = [row for row in rows if row.superseded_at is None]
    day = wanted.starts_on
    if wanted.takes_back:
        taken = next((row for row in rows if row.id == wanted.instead_of), None)
        begins = [row for row in in_force if taken and row.starts_on == taken.starts_on]
        return taken is not None and taken.superseded_at is not None and not begins
    if wanted.level is None:
        ended = [row for row in in_force if row.ends_on == day and row.recorded_by == by]
        return bool(ended) and level_on(in_force, day) is None
    return any(
        (row.level, row.starts_on, row.reason, row.recorded_by)
        == (wanted.level, day, wanted.reason, by)
        for row in in_force
    )
