"""Compares two closed month ends of one council without names, each under its own hiding."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.coverage import differing, kept
from learning.coverage.compared import Comparison, Lines, Point, group_of, lines_of, member_of
from learning.coverage.differing import Step, When
from learning.coverage.rules import months
from learning.coverage.rules.changes import Part, Whence
from learning.coverage.rules.figures import Filters, report, role_facts
from learning.coverage.rules.moves import who_moved
from learning.coverage.rules.narrowing import narrow
from learning.coverage.rules.no_name import THRESHOLD
from learning.people.queries import as_known
from learning.people.standing import WHOLE, OrganisationFacts, exists_on


def without_names(
    session: Session,
    organisation: OrganisationFacts,
    *,
    filters: Filters,
    days: tuple[date | None, date],
    at: datetime,
    catalogue: Catalogue,
) -> Comparison:
    """Two closed month ends, each under its own hiding; without the first day, neighbours.

    What people gained or lost is not told: those would be figures outside the month ends' tables.
    """
    asked = _Asked(session, organisation, filters, at, catalogue)
    first, last = days
    after = asked.point(last)
    before = asked.point(first or months.month_end_before(after.when.as_at.replace(day=1)))
    found = Comparison(before, after, filters, is_no_name=True)
    if not found.is_shown:
        return found
    step = Step(organisation.id, found.before.when, found.after.when)
    return replace(found, people=_enough(_who_moved(session, step, filters, catalogue)))


class _Asked:
    """What is asked about both month ends."""

    def __init__(
        self,
        session: Session,
        organisation: OrganisationFacts,
        filters: Filters,
        at: datetime,
        catalogue: Catalogue,
    ) -> None:
        self.session, self.organisation, self.filters = session, organisation, filters
        self.at, self.catalogue = at, catalogue
        self.on_record = kept.first_day(session, organisation)

    def point(self, wanted: date) -> Point:
        """The newest month end on or before a day of which it is decided what it hides."""
        closed = months.newest_closed(self.at, wanted, self.organisation.nation)
        closed_at = months.closes_at(closed, self.organisation.nation)
        council = as_known(self.session, self.organisation, closed_at)
        there = exists_on(council, closed) and closed >= self.on_record
        found = (
            kept.newest_decided(self.session, self.organisation.id, on=closed) if there else None
        )
        month_end = found[0] if found else closed
        return Point(
            When(month_end, months.closes_at(month_end, self.organisation.nation)),
            self._lines(found[1]) if found else None,
            asked_for=wanted if wanted != month_end else None,
            coming=closed if there and not (found and month_end == closed) else None,
        )

    def _lines(self, then: kept.MonthEnd) -> Lines:
        facts = role_facts(self.catalogue)
        found = report(narrow(then.profiles, facts, self.filters), facts)
        return lines_of(then.hiding.hide(found, self.filters))


def _who_moved(
    session: Session, step: Step, filters: Filters, catalogue: Catalogue
) -> dict[tuple[Part, Whence], int]:
    before, after = differing.asked_at(session, step.organisation_id, (step.before, step.after))
    group = group_of(before, after, member_of(WHOLE, filters, catalogue), filters)
    return who_moved(differing.people_alone(session, step), group)


def _enough(moved: dict[tuple[Part, Whence], int]) -> dict[tuple[Part, Whence], int] | None:
    """Who joined and left, where both are nobody or enough people; never where they were.

    Few who left might be one person on sick leave.
    """
    total = {
        part: sum(people for (one, _), people in moved.items() if one is part)
        for part in (Part.JOINED, Part.LEFT)
    }
    if any(0 < people < THRESHOLD for people in total.values()):
        return None
    return {(part, Whence.ELSEWHERE): people for part, people in total.items()}
