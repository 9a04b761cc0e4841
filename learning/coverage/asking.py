"""Puts a reader's question about one council to the records."""

from datetime import date, datetime

from sqlalchemy import func, not_, select
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.coverage import kept
from learning.coverage.answers import (
    Answer,
    framework_line,
    gaps_of,
    gaps_shown,
    hidden,
    role_facts,
    within,
)
from learning.coverage.newest import newest_row
from learning.coverage.queries import Question, profiles_of
from learning.coverage.rules import months, no_name
from learning.coverage.rules.figures import Filters, Profile, Report, narrow, report
from learning.people.models import Membership
from learning.people.sight import is_member, not_hidden_from
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
    if exists_on(organisation, as_at):
        everyone = within(profiles_of(session, question), scope, catalogue)
        profiles = narrow(everyone, role_facts(catalogue), filters)
        found = report(profiles, role_facts(catalogue))
    return Answer(
        report=found,
        gaps=gaps_of(session, profiles, question, catalogue, by_people=False),
        filters=filters,
        as_at=as_at,
        known_at=known_at,
        asked_for=None,
        is_no_name=False,
        framework=framework_line(session, question, filters, catalogue, scope) if found else None,
        newest_row=newest_row(session, question) if found else None,
        left_out=_left_out(session, organisation.id, lead_id, as_at),
    )


def exists_on(organisation: OrganisationFacts, day: date) -> bool:
    """Whether the organisation exists on a day: outside its days there are no figures."""
    return organisation.starts_on <= day and (
        organisation.ends_on is None or organisation.ends_on > day
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
    found: Report | None = None
    profiles: tuple[Profile, ...] = ()
    if exists_on(organisation, month_end) and month_end >= kept.first_day(session, organisation):
        everyone = kept.profiles_at(session, organisation, month_end)
        profiles = narrow(everyone, role_facts(catalogue), filters)
        found = no_name.hide(report(profiles, role_facts(catalogue)))
    question = Question((organisation.id,), month_end, known_at)
    return Answer(
        report=found,
        gaps=gaps_shown(gaps_of(session, profiles, question, catalogue, by_people=True), found),
        filters=filters,
        as_at=month_end,
        known_at=known_at,
        asked_for=as_at if as_at != month_end else None,
        is_no_name=True,
        framework=hidden(framework_line(session, question, filters, catalogue)) if found else None,
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
                not_(not_hidden_from(lead_id)),
            )
        )
        or 0
    )
