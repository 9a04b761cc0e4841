"""Keeps the outcome ladder of each month end whose hiding is decided, by what that shows."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.coverage import kept
from learning.coverage.models import MonthEndFigures
from learning.coverage.rules import months
from learning.coverage.rules.figures import Filters, report, role_facts
from learning.coverage.rules.no_name import THRESHOLD
from learning.database import current_session, transaction
from learning.outcomes import keeping
from learning.outcomes.queries.ladders import month_ends_kept
from learning.people.queries import all_facts
from learning.people.standing import OrganisationFacts


def keep_ladders(catalogue: Catalogue, *, at: datetime) -> int:
    """How many ladders were kept now; nobody waits for the database while one is worked out."""
    count = 0
    for organisation in all_facts(current_session()):
        for month_end in _to_keep(current_session(), organisation.id):
            rungs = keeping.work_out(
                current_session(),
                organisation.id,
                month_end=month_end,
                known_at=months.closes_at(month_end, organisation.nation),
                shown=shown_exactly(current_session(), organisation, month_end, catalogue),
                threshold=THRESHOLD,
                catalogue=catalogue,
            )
            with transaction() as session:
                keeping.keep(session, organisation.id, month_end, rungs, at=at)
            count += 1
    return count


def shown_exactly(
    session: Session, organisation: OrganisationFacts, month_end: date, catalogue: Catalogue
) -> frozenset[str]:
    """The skills whose line over everybody the no-name view shows with its numbers."""
    then = kept.month_end_of(session, organisation, month_end, catalogue)
    whole = then.hiding.hide(report(then.profiles, role_facts(catalogue)), Filters())
    return frozenset(line.skill for line in whole.skills if line.skill and not line.suppressed)


def _to_keep(session: Session, organisation_id: int) -> list[date]:
    """The month ends of which it is decided what they hide, and the ladder is not kept yet."""
    decided = session.scalars(
        select(MonthEndFigures.month_end)
        .where(
            MonthEndFigures.organisation_id == organisation_id, MonthEndFigures.hidden.is_not(None)
        )
        .order_by(MonthEndFigures.month_end)
    )
    done = month_ends_kept(session, organisation_id)
    return [day for day in decided if day not in done]
