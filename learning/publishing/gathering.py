"""Works out what a statement says: every figure from the records at its day and moment."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.catalogue.framework import Role, Tier
from learning.catalogue.models import FrameworkRevision
from learning.catalogue.published import Catalogue
from learning.clock import day_of
from learning.coverage import kept
from learning.coverage.answers import requirements_of
from learning.coverage.content import Audience, ReportContent
from learning.coverage.latest import SETTLED
from learning.coverage.rules import months
from learning.coverage.rules.figures import role_facts
from learning.coverage.rules.no_name import THRESHOLD, Hiding
from learning.coverage.stating import content_of, owner_of
from learning.dated import known
from learning.errors import Refusal
from learning.evidence.rules import EXPIRES_SOON
from learning.people.queries import as_known
from learning.people.standing import OrganisationFacts, exists_on
from learning.publishing.content import RoleSaid, Settings
from learning.publishing.figures import About
from learning.publishing.reckoning import answer_about, ladder_of

NOT_WORKED_OUT = (
    "What this month end has to hide to protect small groups is not worked out yet. That happens by"
    " itself, the newest month first. Look again tomorrow"
)


def about_now(
    session: Session,
    organisation: OrganisationFacts,
    audience: Audience,
    as_at: date,
    *,
    at: datetime,
) -> About:
    """What can be published of a day now; a Refusal says why it cannot."""
    if as_at > day_of(at):
        raise Refusal("Choose today or an earlier day", field="as_at")
    about = About(organisation, audience, as_at, _known_at(organisation, audience, as_at, at))
    if not exists_on(as_known(session, organisation, about.known_at), as_at):
        raise Refusal(f"{organisation.name} did not exist on that day", field="as_at")
    return about


def _known_at(
    organisation: OrganisationFacts, audience: Audience, as_at: date, at: datetime
) -> datetime:
    if audience is Audience.LEADS:
        # Nothing recorded before may still be on its way into the database.
        return at - SETTLED
    if months.month_end_before(as_at) != as_at:
        raise Refusal("Choose the last day of a month: others see month ends only", field="as_at")
    closes = months.closes_at(as_at, organisation.nation)
    if closes + SETTLED > at:
        raise Refusal(
            "The figures of this month are not closed: they close at the end of the fifth working"
            " day after it, and can be published an hour later",
            field="as_at",
        )
    return closes


def month_ends_to_publish(
    session: Session, organisation: OrganisationFacts, *, at: datetime
) -> list[date]:
    """The closed month ends that are worked out, with what they hide, newest first."""
    return kept.decided(session, organisation.id, closed_by=at - SETTLED)


def month_end_to_come(
    session: Session, organisation: OrganisationFacts, *, at: datetime
) -> date | None:
    """The newest closed month end, where it is not worked out yet; none: nothing is to come."""
    closed = months.newest_closed(at - SETTLED, day_of(at), organisation.nation)
    is_there = exists_on(organisation, closed) and closed >= kept.first_day(session, organisation)
    if not is_there or closed in month_ends_to_publish(session, organisation, at=at):
        return None
    return closed


def hiding_for(session: Session, about: About, catalogue: Catalogue) -> Hiding | None:
    """What the closed month end hides, as every report viewer sees it; none for leads."""
    if about.audience is Audience.LEADS:
        return None
    _refuse_too_early(session, about)
    if about.as_at not in kept.decided(session, about.organisation.id, closed_by=about.known_at):
        raise Refusal(NOT_WORKED_OUT, field="as_at")
    return kept.month_end_of(session, about.organisation, about.as_at, catalogue).hiding


def says(
    session: Session,
    about: About,
    catalogue: Catalogue,
    hiding: Hiding | None,
    *,
    trend_days: Sequence[date] = (),
    with_ladder: bool = True,
) -> ReportContent:
    """The report of a statement; a Refusal where there is nothing to say.

    `trend_days`: the days before its own whose overall line stands in its trend, oldest first.
    `with_ladder`: the outcome ladder too, where it is kept by then.
    """
    _refuse_too_early(session, about)
    content = content_of(
        answer_about(session, about, catalogue, hiding, trend_days),
        owner_of(about.organisation),
        catalogue,
        requirements=requirements_of(
            session, about.organisation, as_at=about.as_at, known_at=about.known_at
        ),
        ladder=ladder_of(session, about) if with_ladder else (),
    )
    if content is None or (not content.overall.required and not content.overall.suppressed):
        raise Refusal("Nobody held a role on that day, so there is nothing to say", field="as_at")
    revision = _revision(session, about) or catalogue.framework_revision
    return content.model_copy(update={"framework_revision": revision})


def _refuse_too_early(session: Session, about: About) -> None:
    if about.as_at < kept.first_day(session, about.organisation):
        raise Refusal("There are no records of anybody from so early a day", field="as_at")


def _revision(session: Session, about: About) -> str | None:
    """The revision of the framework that was in force on the day."""
    return session.scalar(
        select(FrameworkRevision.revision)
        .where(
            known(FrameworkRevision, about.known_at), FrameworkRevision.in_force_from <= about.as_at
        )
        .order_by(FrameworkRevision.in_force_from.desc(), FrameworkRevision.id.desc())
        .limit(1)
    )


def roles_said(catalogue: Catalogue) -> dict[str, RoleSaid]:
    """What lines and hiding rest on of every role."""
    return {
        slug: RoleSaid(tier=facts.tier, public=facts.public, weight=facts.weight)
        for slug, facts in role_facts(catalogue).items()
    }


def settings_of(report: ReportContent) -> Settings:
    """What these figures were worked out with."""
    return Settings(
        threshold=THRESHOLD,
        band_below=2 * THRESHOLD,
        public_band_below=4 * THRESHOLD,
        expiring_days=EXPIRES_SOON // timedelta(days=1),
        working_days_to_close=months.WORKING_DAYS_TO_CLOSE,
        own_levels=any(one.own for one in report.requirements),
    )


def as_then(catalogue: Catalogue, roles: Mapping[str, RoleSaid], revision: str) -> Catalogue:
    """The catalogue with the roles as a statement says they were, and no paths."""
    return replace(
        catalogue,
        roles=MappingProxyType({slug: _role_then(slug, said) for slug, said in roles.items()}),
        paths=MappingProxyType({}),
        framework_revision=revision,
    )


def _role_then(slug: str, said: RoleSaid) -> Role:
    return Role(
        slug=slug,
        name=slug,
        plural=slug,
        tier=Tier(said.tier),
        public=said.public,
        weight=said.weight,
        requirement=(),
    )
