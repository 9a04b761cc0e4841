"""Works out the ladder of a month end and keeps it, once and for good.

The coverage report says which skills' lines it shows, for a ladder says no more than they do.
"""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.database import insert_of
from learning.outcomes.models import LadderMonthEnd
from learning.outcomes.queries.figures import facts_of
from learning.outcomes.rules.ladder import Rung, ladder, to_json


def work_out(
    session: Session,
    organisation_id: int,
    *,
    month_end: date,
    known_at: datetime,
    shown: Collection[str],
    threshold: int,
    catalogue: Catalogue,
) -> tuple[Rung, ...]:
    """Every rung as it may be shown; `shown` are the skills shown exactly without names."""
    facts = facts_of(
        session, organisation_id, month_end=month_end, known_at=known_at, catalogue=catalogue
    )
    return ladder(facts, shown=shown, threshold=threshold)


def keep(
    session: Session,
    organisation_id: int,
    month_end: date,
    rungs: tuple[Rung, ...],
    *,
    at: datetime,
) -> None:
    """The first that is kept stays: an erasure or a later answer changes no past figure."""
    session.execute(
        insert_of(session)(LadderMonthEnd).on_conflict_do_nothing(),
        {
            "organisation_id": organisation_id,
            "month_end": month_end,
            "worked_out_at": at,
            "rungs": to_json(rungs),
        },
    )
