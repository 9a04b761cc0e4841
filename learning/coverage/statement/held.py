"""What people hold of the skills they need, and what they say of themselves."""

from typing import Any

from sqlalchemy import CTE, and_, case, exists, func, or_, select, true

from learning.coverage.statement.asked import ORGANISATIONS, Asked, first
from learning.database import AnySelect
from learning.dated import known
from learning.evidence.models import Evidence, Withdrawal
from learning.evidence.rules import COUNTED, SELF_ASSESSED
from learning.people.models import Membership


def pairs(asked: Asked, chosen: CTE | None, profile: CTE, needed: CTE) -> CTE:
    """What somebody holds of a skill they need; pairs with nothing shown or said are not here."""
    shown = _live_evidence(asked, chosen).cte("shown")
    of_some = asked.is_many and chosen is not None
    placed = first(
        select(profile.c.profile, shown)
        .select_from(shown)
        .join(profile, asked.same(profile, shown, "person_id"), isouter=of_some)
        .cte("placed")
    )
    return (
        select(
            *asked.number_in(placed),
            placed.c.profile,
            placed.c.person_id,
            placed.c.skill,
            needed.c.level,
            placed.c.held,
            placed.c.said,
            case((placed.c.held >= needed.c.level, 1), else_=0).label("met"),
            case((placed.c.kept >= needed.c.level, 1), else_=0).label("kept"),
        )
        .select_from(placed)
        .join(needed, asked.same(needed, placed, "profile", "skill"))
        .cte("pairs")
    )


def _live_evidence(asked: Asked, chosen: CTE | None) -> AnySelect:
    """(person, skill, held, kept, said): the highest level of each kind that is live.

    `kept` is what is left of `held` in 90 days.
    """
    if chosen is not None and asked.rows is not None:
        asked = asked.about(chosen)
    stays = or_(Evidence.expires_on.is_(None), Evidence.expires_on > asked.soon)
    counts = Evidence.source.in_(COUNTED)
    shown: AnySelect = select(
        *asked.number,
        Evidence.person_id,
        Evidence.skill,
        _highest(counts).label("held"),
        _highest(and_(counts, stays)).label("kept"),
        _highest(Evidence.source == SELF_ASSESSED).label("said"),
    )
    is_live = and_(
        _known(asked),
        Evidence.shown_on <= asked.day,
        or_(Evidence.expires_on.is_(None), Evidence.expires_on > asked.day),
        _not_withdrawn(asked),
    )
    pieces = Evidence.__table__
    grouped = shown.group_by(*asked.number, Evidence.person_id, Evidence.skill)
    if chosen is None:
        everything = pieces if asked.rows is None else pieces.join(asked.rows, true())
        return grouped.select_from(everything).where(is_live, Evidence.person_id.in_(_here()))
    same = chosen.c.person_id == Evidence.person_id
    if asked.rows is None:
        return grouped.select_from(pieces.join(chosen, same)).where(is_live)
    return grouped.select_from(chosen.outerjoin(pieces, and_(same, is_live)))  # see `is_many`


def _here() -> AnySelect:
    """Whoever ever had a place: one council of many is not to ask for all evidence there is."""
    found: AnySelect = select(Membership.person_id).where(
        Membership.organisation_id.in_(ORGANISATIONS)
    )
    return found


def _known(asked: Asked) -> Any:
    if asked.rows is None:
        return known(Evidence, asked.moment)
    # Nearly everything was recorded by then: to look it up by an index would take longer.
    recorded_at = func.coalesce(Evidence.recorded_at, Evidence.recorded_at)
    in_force = or_(Evidence.superseded_at.is_(None), Evidence.superseded_at > asked.moment)
    return and_(recorded_at <= asked.moment, in_force)


def _highest(which: Any) -> Any:
    return func.max(case((which, Evidence.level), else_=0))


def _not_withdrawn(asked: Asked) -> Any:
    """By one list for one question; for many by looking each piece up."""
    gone = and_(known(Withdrawal, asked.moment), Withdrawal.effective_on <= asked.day)
    if asked.rows is None:
        return Evidence.piece().not_in(select(Withdrawal.evidence_id).where(gone))
    return ~exists().where(Withdrawal.evidence_id == Evidence.piece(), gone)
