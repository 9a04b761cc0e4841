"""Says of figures that the worker has still to work out why they may not come."""

from datetime import date, datetime

from learning.clock import now
from learning.coverage.answers import Answer
from learning.coverage.keeping import DECISIONS, FIGURES
from learning.coverage.keeping_together import TOGETHER
from learning.coverage.rules import months
from learning.database import current_session
from learning.people.standing import OrganisationFacts, PartnershipFacts
from learning.timed.queries import Standstill, standstill


def closed_at(owner: OrganisationFacts | PartnershipFacts, answer: Answer) -> datetime | None:
    """Since when the figures that are to come could have been worked out; none: none are."""
    if answer.awaits:
        return answer.known_at
    if answer.coming is None or not isinstance(owner, OrganisationFacts):
        return None
    return months.closes_at(answer.coming, owner.nation)


def standstill_of(*coming: date | datetime | None) -> Standstill | None:
    """Whether figures that are to come wait in vain; none where none are to come."""
    if not any(coming):
        return None
    return standstill(current_session(), FIGURES, DECISIONS, TOGETHER, at=now())
