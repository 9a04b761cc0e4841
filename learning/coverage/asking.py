"""Puts a reader's question about one council to the records."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.coverage import kept
from learning.coverage.answers import (
    Answer,
    exists_on,
    framework_line,
    gaps_of,
    gaps_shown,
    needs_of,
    within,
)
from learning.coverage.latest import Latest
from learning.coverage.newest import newest_row
from learning.coverage.queries import Question, profiles_of
from learning.coverage.rules import months
from learning.coverage.rules.figures import (
    Filters,
    Line,
    Profile,
    Report,
    narrow,
    report,
    role_facts,
)
from learning.people.models import Membership
from learning.people.sight import hidden_from, is_member
from learning.people.standing import OrganisationFacts, Scope


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
) -> Answer:
    """Exact figures at any day, of everyone the lead sees."""
    question = Question((organisation.id,), as_at, known_at, lead_id)
    found: Report | None = None
    profiles: tuple[Profile, ...] = ()
    as_published: Line | None = None
    needs = needs_of(session, question)
    if exists_on(organisation, as_at):
        latest = Latest(session, question)
        everyone = within(latest.profiles(), scope, catalogue)
        profiles = narrow(everyone, role_facts(catalogue), filters)
        found = report(profiles, role_facts(catalogue))
        if needs.has_own:
            whole = latest.profiles(own_settings=False)
            as_published = framework_line(whole, filters, catalogue, scope)
    return Answer(
        report=found,
        gaps=gaps_of(profiles, needs, catalogue, by_people=False),
        filters=filters,
        as_at=as_at,
        known_at=known_at,
        asked_for=None,
        is_no_name=False,
        framework=as_published,
        newest_row=newest_row(session, question) if found else None,
        left_out=_left_out(session, organisation.id, lead_id, as_at),
    )


def without_names(
    session: Session,
    organisation: OrganisationFacts,
    *,
    filters: Filters,
    as_at: date,
    at: datetime,
    catalogue: Catalogue,
) -> Answer:
    """Figures as at a closed month end, small lines hidden or banded."""
    month_end = months.newest_closed(at, as_at, organisation.nation)
    known_at = months.closes_at(month_end, organisation.nation)
    question = Question((organisation.id,), month_end, known_at)
    needs = needs_of(session, question)
    found: Report | None = None
    profiles: tuple[Profile, ...] = ()
    as_published: Line | None = None
    if exists_on(organisation, month_end) and month_end >= kept.first_day(session, organisation):
        then = kept.month_end_of(session, organisation, month_end, catalogue)
        profiles = narrow(then.profiles, role_facts(catalogue), filters)
        found = then.hiding.hide(report(profiles, role_facts(catalogue)), filters)
        if needs.has_own:
            whole = profiles_of(session, replace(question, own_settings=False))
            published = framework_line(whole, filters, catalogue)
            as_published = then.hiding.as_published(published, filters)
    return Answer(
        report=found,
        gaps=gaps_shown(gaps_of(profiles, needs, catalogue, by_people=True), found),
        filters=filters,
        as_at=month_end,
        known_at=known_at,
        asked_for=as_at if as_at != month_end else None,
        is_no_name=True,
        framework=as_published,
    )


def _left_out(session: Session, organisation_id: int, lead_id: int, on: date) -> int:
    """How many members of today are restricted to leads of whom this is not one."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Membership)
            .where(
                Membership.organisation_id == organisation_id,
                is_member(on),
                hidden_from(lead_id),
            )
        )
        or 0
    )
