"""Works out what is to be kept, council by council, so that nobody waits long for the database."""

from datetime import datetime

from learning.clock import day_of
from learning.coverage import kept, latest
from learning.coverage.answers import exists_on
from learning.database import current_session, transaction
from learning.people.queries import all_facts


def keep_figures(*, at: datetime) -> tuple[int, int]:
    """(month ends kept now, organisations whose latest figures were kept)."""
    month_ends = organisations = 0
    for organisation in all_facts(current_session()):
        # Working out only reads; the writing that follows is short.
        closed = kept.not_kept(current_session(), organisation, at=at)
        of_today = []
        if exists_on(organisation, day_of(at)):
            of_today = latest.work_out(current_session(), organisation.id, at=at)
        with transaction() as session:
            session.add_all(closed)
            latest.keep(session, organisation.id, of_today)
        month_ends += len(closed)
        organisations += bool(of_today)
    return month_ends, organisations


def differences() -> int:
    """How many of all kept figures differ from the same worked out afresh."""
    return kept.differences(current_session()) + latest.differences(current_session())
