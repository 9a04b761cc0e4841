"""Puts a reader's question to the records: which view, which day, which moment."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, not_, select
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.clock import day_of
from learning.coverage import kept
from learning.coverage.queries import Question, profiles_of
from learning.coverage.rules import months, no_name
from learning.coverage.rules.figures import (
    Filters,
    Profile,
    Report,
    RoleFacts,
    narrow,
    report,
)
from learning.coverage.rules.gaps import Gap, gaps
from learning.dated import holds, known
from learning.errors import NotFound, Refusal
from learning.people.models import Membership, Organisation, Sharing
from learning.people.requirements import needs_in_force
from learning.people.sight import is_member, not_hidden_from
from learning.people.standing import OrganisationFacts, PartnershipFacts, Scope


@dataclass(frozen=True)
class Answer:
    """A report with all that its page says about it."""

    report: Report | None  # none: the council has no figures for the day
    gaps: tuple[Gap, ...]
    filters: Filters
    as_at: date
    known_at: datetime
    asked_for: date | None  # the day asked for, where the answer is about an earlier one
    is_no_name: bool
    left_out: int = 0  # restricted people this lead does not see
    overlap: int | None = None  # partnership: people who serve several of its councils
    councils: tuple[str, ...] = ()


def role_facts(catalogue: Catalogue) -> dict[str, RoleFacts]:
    """What the report needs to know of each role."""
    return {
        role.slug: RoleFacts(role.tier.value, role.public, role.weight)
        for role in catalogue.roles.values()
    }


def check_filters(filters: Filters, catalogue: Catalogue, scope: Scope | None) -> None:
    """NotFound for a value there is not; without names, one group at a time."""
    known: dict[str, set[str]] = {
        "role": set(catalogue.roles),
        "tier": {role.tier.value for role in catalogue.roles.values()},
        "service": set(catalogue.services),
        "skill": set(catalogue.skills),
    }
    for name, value in filters.given.items():
        if value not in known[name]:
            raise NotFound
    if scope is None and len(set(filters.given) - {"skill"}) > 1:
        raise Refusal("Choose one of group, role and service at a time", field="role")


def check_day(as_at: date | None, *, at: datetime) -> date:
    """The day asked for, today where none is; a future one is refused."""
    today = day_of(at)
    if as_at is not None and as_at > today:
        raise Refusal("Choose today or an earlier day", field="as_at")
    return as_at or today


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
        gaps=_gaps(session, profiles, question, catalogue, by_people=False),
        filters=filters,
        as_at=as_at,
        known_at=known_at,
        asked_for=None,
        is_no_name=False,
        left_out=_left_out(session, organisation.id, lead_id, as_at),
    )


def exists_on(organisation: OrganisationFacts, day: date) -> bool:
    """Whether the organisation exists on a day: outside its days there are no figures."""
    return organisation.starts_on <= day and (
        organisation.ends_on is None or organisation.ends_on > day
    )


def within(
    profiles: tuple[Profile, ...], scope: Scope, catalogue: Catalogue
) -> tuple[Profile, ...]:
    """The profiles with a role in a lead's tiers or services."""
    if scope.whole:
        return profiles
    return tuple(
        profile
        for profile in profiles
        if profile.services & scope.services
        or any(catalogue.roles[role].tier.value in scope.tiers for role in profile.roles)
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
        gaps=_shown(_gaps(session, profiles, question, catalogue, by_people=True), found),
        filters=filters,
        as_at=month_end,
        known_at=known_at,
        asked_for=as_at if as_at != month_end else None,
        is_no_name=True,
    )


def _shown(found: tuple[Gap, ...], hidden: Report | None) -> tuple[Gap, ...]:
    """Gaps whose own skill line is shown with its numbers."""
    if hidden is None:
        return ()
    in_full = {line.skill for line in hidden.skills if not line.suppressed}
    return tuple(gap for gap in found if gap.skill in in_full)


def _gaps(
    session: Session,
    profiles: tuple[Profile, ...],
    question: Question,
    catalogue: Catalogue,
    *,
    by_people: bool,
) -> tuple[Gap, ...]:
    if not profiles:
        return ()
    needs = needs_in_force(
        session, question.organisations, on=question.as_at, known_at=question.known_at
    )
    return gaps(profiles, role_facts(catalogue), needs, catalogue, by_people=by_people)


def for_partnership(
    session: Session,
    partnership: PartnershipFacts,
    *,
    filters: Filters,
    as_at: date,
    at: datetime,
    catalogue: Catalogue,
) -> Answer:
    """The same over the councils that share at the month end and whose agreement is in force now.

    A person stands once for each skill, with the highest level any of these councils requires.
    """
    newest = months.newest_closed(at, as_at, "England")
    nations = {
        one.nation
        for one in sharing_councils(session, partnership.id, as_at=newest, known_at=at, asked_at=at)
    } or {"England"}
    month_end = min(months.newest_closed(at, as_at, nation) for nation in nations)
    known_at = max(months.closes_at(month_end, nation) for nation in nations)
    councils = sharing_councils(
        session, partnership.id, as_at=month_end, known_at=known_at, asked_at=at
    )
    question = Question(tuple(one.id for one in councils), month_end, known_at)
    everyone = profiles_of(session, question) if councils else ()
    profiles = narrow(everyone, role_facts(catalogue), filters)
    found = no_name.hide(report(profiles, role_facts(catalogue))) if councils else None
    gaps_found = _gaps(session, profiles, question, catalogue, by_people=True)
    return Answer(
        report=found,
        gaps=_shown(gaps_found, found),
        filters=filters,
        as_at=month_end,
        known_at=known_at,
        asked_for=as_at if as_at != month_end else None,
        is_no_name=True,
        overlap=sum(p.people for p in everyone if len({h.organisation for h in p.held}) > 1),
        councils=tuple(one.name for one in councils),
    )


def sharing_councils(
    session: Session, partnership_id: int, *, as_at: date, known_at: datetime, asked_at: datetime
) -> tuple[Organisation, ...]:
    """The councils that share as at a day, and whose agreement is in force when asked, by name."""
    of_partnership = select(Sharing.organisation_id).where(Sharing.partnership_id == partnership_id)
    then = of_partnership.where(known(Sharing, known_at), holds(Sharing, as_at))
    now_too = of_partnership.where(known(Sharing, asked_at), holds(Sharing, day_of(asked_at)))
    return tuple(
        session.scalars(
            select(Organisation)
            .where(
                Organisation.id.in_(then),
                Organisation.id.in_(now_too),
                holds(Organisation, as_at),
            )
            .order_by(Organisation.name, Organisation.id)
        )
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
