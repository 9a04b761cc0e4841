"""Says of figures that the worker has still to work out why they may not come."""

from datetime import date, timedelta

from learning.clock import day_of, now
from learning.coverage.answers import Answer
from learning.coverage.keeping import DECISIONS, FIGURES
from learning.coverage.keeping_together import TOGETHER
from learning.coverage.rules import months
from learning.database import current_session
from learning.people.standing import OrganisationFacts, PartnershipFacts
from learning.timed.queries import Standstill, standstill


def closed_on(owner: OrganisationFacts | PartnershipFacts, answer: Answer) -> date | None:
    """On which day the figures closed that are still to come; none: none are."""
    if answer.awaits:
        closes = answer.known_at
    elif answer.coming is not None and isinstance(owner, OrganisationFacts):
        closes = months.closes_at(answer.coming, owner.nation)
    else:
        return None
    return day_of(closes - timedelta(microseconds=1))  # they close with the end of that day


def next_figures(owner: OrganisationFacts | PartnershipFacts) -> tuple[date, date] | None:
    """(month end, day): which figures a council has next, and after which day they come."""
    if not isinstance(owner, OrganisationFacts):
        return None
    return months.next_to_close(now(), owner.nation)


def standstill_of(*coming: date | int | None) -> Standstill | None:
    """Whether figures that are to come wait in vain; none where none are to come."""
    if not any(coming):
        return None
    return standstill(current_session(), FIGURES, DECISIONS, TOGETHER, at=now())
