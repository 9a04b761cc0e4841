"""Compares two closed month ends of one council without names, each under its own hiding."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.coverage import differing, kept
from learning.coverage.answers import exists_on
from learning.coverage.compared import Comparison, Point, group_of, lines_of, member_of
from learning.coverage.differing import Step, When
from learning.coverage.rules import months
from learning.coverage.rules.changes import Part, Whence
from learning.coverage.rules.figures import Filters, narrow, report, role_facts
from learning.coverage.rules.moves import who_moved
from learning.coverage.rules.no_name import THRESHOLD
from learning.people.standing import WHOLE, OrganisationFacts


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
    first, last = days
    after = months.newest_closed(at, last, organisation.nation)
    wanted = first or months.month_end_before(after.replace(day=1))
    before = months.newest_closed(at, wanted, organisation.nation)
    on_record = kept.first_day(session, organisation)

    def point(month_end: date, asked_for: date) -> Point:
        when = When(month_end, months.closes_at(month_end, organisation.nation))
        moved = asked_for if asked_for != month_end else None
        if not exists_on(organisation, month_end) or month_end < on_record:
            return Point(when, None, asked_for=moved)
        then = kept.month_end_of(session, organisation, month_end, catalogue)
        profiles = narrow(then.profiles, role_facts(catalogue), filters)
        shown = then.hiding.hide(report(profiles, role_facts(catalogue)), filters)
        return Point(when, lines_of(shown), asked_for=moved)

    found = Comparison(point(before, wanted), point(after, last), filters, is_no_name=True)
    if not found.is_shown:
        return found
    step = Step(organisation.id, found.before.when, found.after.when)
    return replace(found, people=_enough(_who_moved(session, step, filters, catalogue)))


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
