"""Puts a reader's question about one council to the records."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.coverage import beside, kept, trending
from learning.coverage.answers import (
    Answer,
    framework_line,
    gaps_of,
    gaps_shown,
    needs_of,
    within,
)
from learning.coverage.latest import Latest
from learning.coverage.planned import carried_out
from learning.coverage.queries import Question, profiles_of
from learning.coverage.rules import months
from learning.coverage.rules.figures import Filters, report, role_facts
from learning.coverage.rules.narrowing import narrow
from learning.coverage.rules.said import said_lines
from learning.coverage.rules.trend import TrendPoint, days_of
from learning.people.queries import as_known
from learning.people.standing import OrganisationFacts, Scope, exists_on


def for_lead(
    session: Session,
    organisation: OrganisationFacts,
    scope: Scope,
    *,
    lead_id: int,
    filters: Filters,
    as_at: date,
    known_at: datetime,
    catalogue: Catalogue,
    with_trend: bool = True,
) -> Answer:
    """Exact figures at any day, of everyone the lead sees."""
    question = Question((organisation.id,), as_at, known_at, lead_id)
    aside = beside.of_lead(session, question, scope, filters, catalogue)
    answer = Answer(
        report=None,
        gaps=(),
        filters=filters,
        as_at=as_at,
        known_at=known_at,
        asked_for=None,
        is_no_name=False,
        left_out=aside.left_out,
    )
    if not exists_on(as_known(session, organisation, known_at), as_at):
        return answer
    answer = replace(answer, newest_row=aside.newest_row, exempt=aside.exempt)
    days = days_of(as_at, first=organisation.starts_on) if with_trend else (as_at,)
    return _told_to_lead(session, answer, question, days, scope, catalogue)


def _told_to_lead(
    session: Session,
    answer: Answer,
    question: Question,
    days: Sequence[date],
    scope: Scope,
    catalogue: Catalogue,
) -> Answer:
    """What a day says of everyone the lead sees; with its trend, where days before it are given."""
    roles, filters, needs = role_facts(catalogue), answer.filters, needs_of(session, question)
    latest = Latest(session, question, days[:-1])
    own = [True, False] if needs.has_own else [True]
    plans = [latest.plan(own_settings=one) for one in own]
    everybody, *more = carried_out(session, *plans, *latest.plans_of_days())
    framework = None
    if needs.has_own:
        framework = framework_line(more.pop(0), filters, catalogue, scope)
    profiles = narrow(within(everybody, scope, catalogue), roles, filters)
    found = report(profiles, roles)
    trend: tuple[TrendPoint, ...] = ()
    if len(days) > 1:
        whom = trending.whom_of(filters, scope, catalogue)
        last = (everybody, found.overall)
        trend = trending.for_lead(session, question, days, more, last, whom)
    return replace(
        answer,
        report=found,
        gaps=gaps_of(profiles, needs, catalogue, by_people=False),
        framework=framework,
        population=sum(profile.people for profile in profiles),
        self_assessed=said_lines(profiles, roles),
        trend=trend,
    )


def without_names(
    session: Session,
    organisation: OrganisationFacts,
    *,
    filters: Filters,
    as_at: date,
    at: datetime,
    catalogue: Catalogue,
    with_trend: bool = True,
) -> Answer:
    """Figures as at a closed month end, small lines hidden or banded.

    Nobody waits until it is decided what a month end hides: before, the one before it stands.
    """
    closed = months.newest_closed(at, as_at, organisation.nation)
    first = max(kept.first_day(session, organisation), organisation.starts_on)
    answer = _without_figures(organisation, closed, filters, as_at)
    if not exists_on(as_known(session, organisation, answer.known_at), closed) or closed < first:
        return answer
    found = kept.newest_decided(session, organisation.id, on=closed)
    if found is None:
        return replace(answer, coming=closed)
    month_end, then = found
    if month_end != closed:
        answer = _without_figures(organisation, month_end, filters, as_at)
        answer = replace(answer, coming=closed)
    question = Question((organisation.id,), month_end, answer.known_at)
    answer = _told(session, answer, then, question, catalogue)
    if not with_trend:
        return answer
    month_ends = days_of(month_end, first=first)
    trend = trending.without_names(
        session,
        organisation,
        month_ends,
        (then.profiles, then.hiding),
        filters=filters,
        catalogue=catalogue,
    )
    return replace(
        answer,
        exempt=beside.exempt_without_names(session, question, filters),
        trend=trend,
        trend_to_come=len(month_ends) - len(trend),
    )


def _without_figures(
    organisation: OrganisationFacts, month_end: date, filters: Filters, as_at: date
) -> Answer:
    """What is said of a month end before its figures."""
    return Answer(
        report=None,
        gaps=(),
        filters=filters,
        as_at=month_end,
        known_at=months.closes_at(month_end, organisation.nation),
        asked_for=as_at if as_at != month_end else None,
        is_no_name=True,
    )


def _told(
    session: Session,
    answer: Answer,
    then: kept.MonthEnd,
    question: Question,
    catalogue: Catalogue,
) -> Answer:
    """What a month end says without names, its trend apart."""
    roles, filters, hiding = role_facts(catalogue), answer.filters, then.hiding
    needs = needs_of(session, question)
    profiles = narrow(then.profiles, roles, filters)
    found = hiding.hide(report(profiles, roles), filters)
    framework = None
    if needs.has_own:
        whole = then.published
        if whole is None:  # kept before these were kept too
            whole = profiles_of(session, replace(question, own_settings=False))
        published = framework_line(whole, filters, catalogue)
        framework = hiding.as_published(published, filters) if published else None
    return replace(
        answer,
        report=found,
        gaps=gaps_shown(gaps_of(profiles, needs, catalogue, by_people=True), found),
        framework=framework,
        self_assessed=hiding.lines(said_lines(profiles, roles), filters),
    )
