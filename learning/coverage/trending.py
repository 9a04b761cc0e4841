"""The report over time, for leads and without names."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.coverage.joined_and_left import rows_of
from learning.coverage.kept_together import Decided, decided_together
from learning.coverage.models import MonthEndFigures
from learning.coverage.queries import Profiles, Question
from learning.coverage.rules import months
from learning.coverage.rules.figures import Filters, Held, Line, role_facts
from learning.coverage.rules.joined_and_left import Points, moves
from learning.coverage.rules.no_name import THRESHOLD, Hiding, shown_by
from learning.coverage.rules.profiles import Kept, to_json
from learning.coverage.rules.trend import TrendPoint
from learning.coverage.rules.whom import Whom
from learning.coverage.sharing import Asked
from learning.people.standing import WHOLE, OrganisationFacts, Scope


def for_lead(
    session: Session,
    question: Question,
    days: Sequence[date],
    before: Sequence[Kept],
    last: tuple[Profiles, Line],
    whom: Whom,
) -> tuple[TrendPoint, ...]:
    """Of those the lead sees; `last` is everybody on the newest day, and the line about it."""
    lines = [*map(whom.overall, before), last[1]]
    points = Points(tuple(days), (question.known_at,) * len(days))
    rows = rows_of(session, question.organisations, points, lead_id=question.lead_id)
    moved = moves(rows, points, whom, last[0])
    return (
        TrendPoint(days[0], lines[0], None, None),
        *(
            TrendPoint(day, line, *change)
            for day, line, change in zip(days[1:], lines[1:], moved, strict=True)
        ),
    )


def without_names(
    session: Session,
    organisation: OrganisationFacts,
    month_ends: Sequence[date],
    newest: tuple[Profiles, Hiding],
    *,
    filters: Filters,
    catalogue: Catalogue,
) -> tuple[TrendPoint, ...]:
    """Of closed month ends, each as it was kept and by what it hides itself.

    One that is not kept yet, or of which it is not decided what it hides, is left out. What is
    given of the newest is not looked up.
    """
    whom = whom_of(filters, WHOLE, catalogue)
    found = _kept(session, organisation.id, month_ends[:-1])
    lines = _shown(found, whom)
    lines[month_ends[-1]] = newest[1].line(whom.overall(to_json(newest[0])), filters)
    points = as_closed(organisation, month_ends)
    rows = rows_of(session, (organisation.id,), points, lead_id=None)
    moved = [(0, 0), *moves(rows, points, whom, newest[0])]
    return may_be_shown(month_ends, lines, moved)


def of_councils_together(
    session: Session,
    partnership_id: int,
    before: Sequence[Asked],
    newest: tuple[Asked, Line],
    whom: Whom,
) -> tuple[TrendPoint, ...]:
    """Of month ends that were kept and decided, each over the councils that shared then.

    Who joined and left is not counted: councils do, and their people with them.
    """
    found = decided_together(session, partnership_id, before)
    lines = _shown(found, whom)
    there = [(one, lines[one.month_end]) for one in before if one.month_end in lines]
    return tuple(
        TrendPoint(one.month_end, line, None, None, tuple(council.name for council in one.councils))
        for one, line in (*there, newest)
    )


def _shown(found: Iterable[Decided], whom: Whom) -> dict[date, Line]:
    return {
        day: shown_by(hidden, whom.overall(profiles), whom.filters)
        for day, profiles, hidden in found
    }


def as_closed(organisation: OrganisationFacts, month_ends: Sequence[date]) -> Points:
    """Month ends, each as known when it closed."""
    closes = (months.closes_at(day, organisation.nation) for day in month_ends)
    return Points(tuple(month_ends), tuple(closes))


def _kept(session: Session, organisation_id: int, month_ends: Sequence[date]) -> Iterator[Decided]:
    rows = session.execute(
        select(MonthEndFigures.month_end, MonthEndFigures.profiles, MonthEndFigures.hidden).where(
            MonthEndFigures.organisation_id == organisation_id,
            MonthEndFigures.month_end.in_(month_ends),
            MonthEndFigures.hidden.is_not(None),
        )
    )
    for row in rows.yield_per(1):  # as of councils together
        yield row.month_end, row.profiles, row.hidden


def may_be_shown(
    days: Sequence[date], lines: dict[date, Line], moved: Sequence[tuple[int, int]]
) -> tuple[TrendPoint, ...]:
    """Who came and went is said where both lines are exact, and neither is about a few people."""
    found: list[TrendPoint] = []
    before: Line | None = None
    for day, change in zip(days, moved, strict=True):
        line = lines.get(day)
        if line is not None:
            few = any(0 < people < THRESHOLD for people in change)
            exact = before is not None and not before.suppressed and not line.suppressed
            shown = change if exact and not few else (None, None)
            found.append(TrendPoint(day, line, *shown))
        before = line
    return tuple(found)


def whom_of(filters: Filters, scope: Scope, catalogue: Catalogue) -> Whom:
    """Those in a lead's scope who satisfy the filters."""

    def in_sight(one: Held) -> bool:
        tier = catalogue.roles[one.role].tier.value
        return one.service in scope.services or tier in scope.tiers

    return Whom(filters, role_facts(catalogue), None if scope.whole else in_sight)
