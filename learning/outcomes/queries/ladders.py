"""Answers with the ladders that were kept."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.outcomes.models import LadderMonthEnd
from learning.outcomes.rules.ladder import Rung, from_json


@dataclass(frozen=True)
class Ladder:
    """The ladder of a month end, as it was kept."""

    month_end: date
    rungs: tuple[Rung, ...]


def ladder(
    session: Session, organisation_id: int, month_end: date, *, skill: str | None = None
) -> Ladder | None:
    """The newest ladder that was kept for that month end or an earlier one; None before the first.

    The same for everybody, training leads too: what is hidden was hidden when it was kept.
    """
    row = session.execute(
        select(LadderMonthEnd.month_end, LadderMonthEnd.rungs)
        .where(
            LadderMonthEnd.organisation_id == organisation_id, LadderMonthEnd.month_end <= month_end
        )
        .order_by(LadderMonthEnd.month_end.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    rungs = (rung for rung in from_json(row.rungs) if skill in {None, rung.skill})
    return Ladder(row.month_end, tuple(rungs))


def month_ends_kept(session: Session, organisation_id: int) -> set[date]:
    """The month ends of which the ladder is kept."""
    return set(
        session.scalars(
            select(LadderMonthEnd.month_end).where(
                LadderMonthEnd.organisation_id == organisation_id
            )
        )
    )
