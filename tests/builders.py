"""Builders of people and councils: plain functions, through the real actions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from learning.catalogue import actions as framework
from learning.catalogue.published import Catalogue
from learning.certificates import actions as certificates
from learning.certificates.models import Certificate
from learning.clock import day_of, now
from learning.database import transaction
from learning.evidence import actions as evidence
from learning.evidence.models import Evidence
from learning.people.actions import identity, organisations, places
from learning.people.models import Membership, Organisation
from learning.people.standing import Kind

LONG_AGO = datetime(2024, 6, 3, 10, 0, tzinfo=UTC)
PASSWORD = "a long enough password"


def an_organisation(
    session: Session, slug: str = "fernleigh", *, name: str | None = None, nation: str = "England"
) -> Organisation:
    return organisations.open_organisation(
        session,
        slug=slug,
        name=name or f"{slug.capitalize()} Council",
        nation=nation,
        starts_on=date(1974, 4, 1),
        by=None,
        at=LONG_AGO,
    )


def a_person(
    session: Session, name: str = "Ada Merriweather", *, address: str | None = None
) -> int:
    key = address or f"{name.casefold().replace(' ', '.')}@people.example"
    return identity.add_person(session, name=name, address=key, by=None, at=LONG_AGO).id


def a_member(
    session: Session,
    catalogue: Catalogue,
    organisation: Organisation,
    person_id: int,
    *roles: str,
    service: str | None = None,
    starts_on: date = date(2024, 6, 3),
    at: datetime = LONG_AGO,
) -> Membership:
    membership = places.join(
        session,
        person_id=person_id,
        organisation_id=organisation.id,
        starts_on=starts_on,
        by=None,
        at=at,
    )
    for slug in roles:
        role = catalogue.roles[slug]
        places.give_role(
            session,
            membership,
            role,
            base=catalogue.roles[role.base] if role.base else None,
            starts_on=starts_on,
            service=service,
            by=None,
            at=at,
        )
    return membership


def appoint_lead(
    session: Session,
    organisation_id: int,
    person_id: int,
    *,
    since: date | None = None,
    **scope: Sequence[str],
) -> None:
    """Makes somebody a training lead: of some tiers or services where the scope names any."""
    organisations.appoint(
        session,
        person_id=person_id,
        kind=Kind.LEARNING_LEAD,
        organisation_id=organisation_id,
        **scope,
        starts_on=since or day_of(LONG_AGO),
        by=None,
        at=LONG_AGO,
    )


def some_evidence(
    session: Session,
    person_id: int,
    skill: str,
    level: int,
    *,
    shown_on: date | None = None,
    months: int | None = None,
    source: str = "prior-learning",
    at: datetime | None = None,
) -> Evidence:
    moment = at or now()
    shown = shown_on or day_of(moment)
    return evidence.record(
        session,
        person_id=person_id,
        skill=skill,
        level=level,
        source=source,
        shown_on=shown,
        lasts_months=months,
        reference=f"{person_id}-{skill}-{level}-{shown}-{source}",
        summary="Learned elsewhere",
        by=None,
        at=moment,
    )


def a_certificate(
    session: Session,
    catalogue: Catalogue,
    person_id: int,
    *,
    skills: tuple[str, ...] = ("cyber-security",),
    title: str = "Harbour lights",
    shown_on: date | None = None,
    months: int | None = None,
    reference: str = "",
    at: datetime | None = None,
) -> Certificate:
    """As for a check passed on that day."""
    moment = at or now()
    pieces = [
        evidence.record(
            session,
            person_id=person_id,
            skill=skill,
            level=2,
            source="assessment",
            shown_on=shown_on or day_of(moment),
            lasts_months=months,
            reference=reference or f"attempt of {person_id}: {title}",
            summary=f"Check passed: {title}",
            by=person_id,
            at=moment,
        )
        for skill in skills
    ]
    made = certificates.award(
        session, title=title, pieces=pieces, skills=catalogue.skills, minutes=45, at=moment
    )
    session.flush()
    return made


@dataclass(frozen=True)
class Town:
    """A council with people in several roles, another council, and a partnership of the first."""

    council: int
    slug: str
    councillor: int
    second_councillor: int
    planner: int
    chief: int
    lead: int
    reviewer: int
    partnership_reviewer: int
    administrator: int
    other_slug: str
    other_lead: int
    stranger: int  # a councillor of the other council


def a_town(catalogue: Catalogue) -> Town:
    """Commits a small world; everything in it began long ago."""
    with transaction() as session:
        framework.sync_framework(
            session, catalogue, in_force_from=day_of(LONG_AGO), by=None, at=LONG_AGO
        )
        here, there = an_organisation(session), an_organisation(session, "otmoor")
        partnership = organisations.open_partnership(
            session, slug="vale", name="Vale Partnership", by=None, at=LONG_AGO
        )
        organisations.share(
            session,
            partnership_id=partnership.id,
            organisation_id=here.id,
            starts_on=day_of(LONG_AGO),
            by=None,
            at=LONG_AGO,
        )
        people = {
            "councillor": ("Ada Merriweather", here, ("scrutiny-member",)),
            "second_councillor": ("Tomos Greenhalgh", here, ("councillor",)),
            "planner": ("Samina Haque", here, ("planning-officer",)),
            "chief": ("Grace Okonjo", here, ("chief-executive",)),
            "lead": ("Lowri Bevan", here, ("learning-lead",)),
            "reviewer": ("Harjit Sandhu", here, ("head-of-service",)),
            "other_lead": ("Una Quayle", there, ("learning-lead",)),
            "stranger": ("Wilfred Doyle", there, ("councillor",)),
        }
        ids = {}
        for key, (name, council, roles) in people.items():
            ids[key] = a_person(session, name)
            a_member(session, catalogue, council, ids[key], *roles)
        for key in ("partnership_reviewer", "administrator"):
            ids[key] = a_person(session, f"{key} Person".replace("_", " "))
        for key, kind, of in (
            ("lead", Kind.LEARNING_LEAD, {"organisation_id": here.id}),
            ("other_lead", Kind.LEARNING_LEAD, {"organisation_id": there.id}),
            ("reviewer", Kind.REVIEWER, {"organisation_id": here.id}),
            ("partnership_reviewer", Kind.PARTNERSHIP_REVIEWER, {"partnership_id": partnership.id}),
            ("administrator", Kind.ADMINISTRATOR, {}),
        ):
            organisations.appoint(
                session,
                person_id=ids[key],
                kind=kind,
                **of,
                starts_on=day_of(LONG_AGO),
                by=None,
                at=LONG_AGO,
            )
        return Town(council=here.id, slug=here.slug, other_slug=there.slug, **ids)


def days_ago(number: int) -> date:
    return day_of(now()) - timedelta(days=number)
