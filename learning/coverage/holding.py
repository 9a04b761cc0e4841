"""What people held on one day and hold on another, and what ended between: parts of a statement."""

from typing import Any

from sqlalchemy import CTE, ColumnElement, and_, bindparam, case, func, literal, or_, select

from learning.coverage.whens import A, B, WhenAsked, is_live
from learning.database import AnySelect
from learning.dated import known
from learning.evidence.models import Evidence, Withdrawal
from learning.evidence.rules import COUNTED

_SKILL: Any = bindparam("skill")
LEVELS = (1, 2, 3, 4)


def held(people: AnySelect, *, one_skill: bool) -> CTE:
    """(person, skill, before, after, kept_before, kept_after): the highest counted levels.

    Those that were and are live; of these, what would be left 90 days on.
    """
    found = (
        select(
            Evidence.person_id,
            Evidence.skill,
            func.max(case((is_live(A), Evidence.level), else_=0)).label("before"),
            func.max(case((is_live(B), Evidence.level), else_=0)).label("after"),
            func.max(case((_stays(A), Evidence.level), else_=0)).label("kept_before"),
            func.max(case((_stays(B), Evidence.level), else_=0)).label("kept_after"),
        )
        .where(
            or_(known(Evidence, A.moment), known(Evidence, B.moment)),
            Evidence.shown_on <= B.day,
            *_of_these(people, one_skill=one_skill),
        )
        .group_by(Evidence.person_id, Evidence.skill)
        .cte("held")
    )
    return found.prefix_with("MATERIALIZED", dialect="postgresql")


def _stays(when: WhenAsked) -> ColumnElement[bool]:
    is_later = or_(Evidence.expires_on.is_(None), Evidence.expires_on > when.soon)
    return and_(is_live(when), is_later)


def _of_these(people: AnySelect, *, one_skill: bool) -> list[ColumnElement[bool]]:
    """Counted evidence of these people."""
    wanted: list[ColumnElement[bool]] = [
        Evidence.source.in_(COUNTED),
        Evidence.person_id.in_(people),
    ]
    return [*wanted, Evidence.skill == _SKILL] if one_skill else wanted


def ended(people: AnySelect, *, one_skill: bool) -> CTE:
    """(person, skill, ends): for each level, what ended the last piece that held it up."""
    ends = _ends(people, one_skill=one_skill)
    letters: ColumnElement[str] = literal("")
    for level in LEVELS:
        enough = ends.c.level >= level
        ran_out = func.max(case((and_(enough, ends.c.by_withdrawal == 0), ends.c.ended_on)))
        taken = func.max(case((and_(enough, ends.c.by_withdrawal == 1), ends.c.ended_on)))
        is_taken = and_(taken.is_not(None), or_(ran_out.is_(None), taken >= ran_out))
        letters = letters + case((is_taken, "w"), (ran_out.is_not(None), "x"), else_="-")
    return (
        select(ends.c.person_id, ends.c.skill, letters.label("ends"))
        .group_by(ends.c.person_id, ends.c.skill)
        .cte("ended")
    )


def _ends(people: AnySelect, *, one_skill: bool) -> CTE:
    """(person, skill, level, ended_on, by_withdrawal): pieces that stopped between the days."""
    withdrawn = (
        select(Withdrawal.evidence_id, func.min(Withdrawal.effective_on).label("on"))
        .where(known(Withdrawal, B.moment))
        .group_by(Withdrawal.evidence_id)
        .cte("withdrawn")
    )
    taken, runs_out = withdrawn.c.on, Evidence.expires_on
    is_taken = and_(taken.is_not(None), or_(runs_out.is_(None), taken < runs_out))
    ended_on = case((is_taken, taken), else_=runs_out)
    return (
        select(
            Evidence.person_id,
            Evidence.skill,
            Evidence.level,
            ended_on.label("ended_on"),
            case((is_taken, 1), else_=0).label("by_withdrawal"),
        )
        .outerjoin(withdrawn, withdrawn.c.evidence_id == Evidence.piece())
        .where(
            known(Evidence, B.moment),
            ended_on > A.day,
            ended_on <= B.day,
            ended_on > Evidence.shown_on,
            *_of_these(people, one_skill=one_skill),
        )
        .cte("ends")
    )
