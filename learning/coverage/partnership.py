"""The report of several councils together."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.coverage import trending
from learning.coverage.answers import Answer, framework_line, gaps_of, gaps_shown
from learning.coverage.kept_together import Together, month_end_together
from learning.coverage.rules.figures import Filters, Line, report, role_facts
from learning.coverage.rules.narrowing import narrow
from learning.coverage.rules.said import said_lines
from learning.coverage.rules.trend import days_of
from learning.coverage.sharing import Agreements, Asked
from learning.people.requirements import Needs
from learning.people.standing import WHOLE, PartnershipFacts

UNWEIGHTED = Needs({}, has_own=False)  # gaps without names go by people, whoever asks for what


def for_partnership(
    session: Session,
    partnership: PartnershipFacts,
    *,
    filters: Filters,
    as_at: date,
    at: datetime,
    catalogue: Catalogue,
    with_trend: bool = True,
) -> Answer:
    """The same over the councils that share at the month end and whose agreement is in force now.

    A person stands once for each skill, with the highest level any of these councils requires.
    Figures of a set of councils that was never asked about before come within the hour.
    """
    agreements = Agreements(session, partnership.id, asked_at=at)
    asked = agreements.asked(as_at, closed_by=at)
    kept = month_end_together(session, partnership.id, asked) if asked.councils else None
    if kept is None:
        return _without_figures(asked, filters, as_at)
    facts = role_facts(catalogue)
    profiles = narrow(kept.profiles, facts, filters)
    found = kept.hiding.hide(report(profiles, facts), filters)
    gaps = gaps_of(profiles, UNWEIGHTED, catalogue, by_people=True)
    answer = Answer(
        report=found,
        gaps=gaps_shown(gaps, found),
        filters=filters,
        as_at=asked.month_end,
        known_at=asked.known_at,
        asked_for=as_at if as_at != asked.month_end else None,
        is_no_name=True,
        framework=_as_published(kept, filters, catalogue),
        self_assessed=kept.hiding.lines(said_lines(profiles, facts), filters),
        overlap=kept.overlap,
        councils=tuple(one.name for one in asked.councils),
        told_of=_councils_of(asked),
        awaits=None if kept.is_decided else "the rest",
    )
    if not with_trend:
        return answer
    before = list(_before(agreements, asked.month_end, at))
    trend = trending.of_councils_together(
        session,
        partnership.id,
        before,
        (asked, found.overall),
        trending.whom_of(filters, WHOLE, catalogue),
    )
    return replace(
        answer,
        trend=trend,
        trend_to_come=len(before) + 1 - len(trend),
        told_of=_councils_of(asked, *before),
    )


def _councils_of(*asked: Asked) -> frozenset[int]:
    return frozenset(council.id for one in asked for council in one.councils)


def _before(agreements: Agreements, month_end: date, at: datetime) -> Iterator[Asked]:
    """The month ends before one at which any of those who share now shared, oldest first."""
    for day in days_of(month_end)[:-1]:
        asked = agreements.asked(day, closed_by=at)
        if asked.councils and asked.month_end == day:
            yield asked


def _without_figures(asked: Asked, filters: Filters, as_at: date) -> Answer:
    """Nobody shares; or the worker has still to work the figures out."""
    return Answer(
        report=None,
        gaps=(),
        filters=filters,
        as_at=asked.month_end,
        known_at=asked.known_at,
        asked_for=as_at if as_at != asked.month_end else None,
        is_no_name=True,
        councils=tuple(one.name for one in asked.councils),
        told_of=_councils_of(asked),
        awaits="all" if asked.councils else None,
    )


def _as_published(kept: Together, filters: Filters, catalogue: Catalogue) -> Line | None:
    """The overall under the framework's own requirements, where a council has set others."""
    line = framework_line(kept.published or (), filters, catalogue)
    return kept.hiding.as_published(line, filters) if line else None
