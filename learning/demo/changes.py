"""Two years in which things change: leavers, pauses, corrections, courses taken, own settings."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from learning.demo.builder import Builder, Built
from learning.demo.councils import DEMO, CouncilPlan
from learning.evidence import actions as evidence
from learning.evidence.models import Evidence
from learning.people.actions import own_levels, places
from learning.people.models import Organisation

# (course, the check, who takes it: a role each of them holds or none for any officer)
TAKEN = (
    ("safe-online-as-a-councillor", "councillor"),
    ("ai-what-it-can-and-cannot-do", None),
    ("cyber-security-essentials", None),
    ("buying-technology-well", "procurement-officer"),
    ("digital-planning-foundations", "planning-officer"),
    ("technology-enabled-care", "adult-care-practitioner"),
)


def two_years_of_changes(
    builder: Builder, plan: CouncilPlan, council: Organisation, built: Sequence[Built]
) -> None:
    """Everything that happens to the people of a council after they joined."""
    _leavers(builder, built)
    _pauses(builder, built)
    _withdrawals(builder, built)
    _courses_taken(builder, plan, built)
    if plan is DEMO:
        _own_settings(builder, council)


def _leavers(builder: Builder, built: Sequence[Built]) -> None:
    """Some left; every third of them was recorded only weeks later."""
    for number, person in enumerate(builder.chance.sample(built, len(built) // 14)):
        first = max(person.starts_on, builder.first_day) + timedelta(days=20)
        left = builder.day_between(first, builder.today - timedelta(days=3))
        late = timedelta(days=25 if number % 3 == 0 else 1)
        places.change_membership_days(
            builder.session,
            person.membership,
            starts_on=person.starts_on,
            ends_on=max(left, person.starts_on + timedelta(days=1)),
            by=None,
            at=builder.moment(min(left + late, builder.today)),
        )


def _pauses(builder: Builder, built: Sequence[Built]) -> None:
    for person in builder.chance.sample(built, max(1, len(built) // 40)):
        first = max(person.starts_on, builder.first_day)
        day = builder.day_between(first, builder.today - timedelta(days=5))
        places.pause(
            builder.session,
            person.membership,
            paused_from=day,
            paused_until=day + timedelta(days=builder.chance.randint(30, 260)),
            by=None,
            at=builder.moment(day),
        )


def _withdrawals(builder: Builder, built: Sequence[Built]) -> None:
    """A certificate that turned out to be somebody else's, and one that stopped being true."""
    for person in builder.chance.sample(built, max(1, len(built) // 60)):
        found = builder.session.scalars(
            select(Evidence).where(Evidence.person_id == person.person_id).order_by(Evidence.id)
        ).first()
        if found is not None:
            day = builder.day_between(found.shown_on, builder.today)
            evidence.withdraw(
                builder.session,
                found,
                effective_on=day,
                reason="The proof did not hold when it was looked at again.",
                by=None,
                at=builder.moment(max(day, builder.today - timedelta(days=9))),
            )


def _courses_taken(builder: Builder, plan: CouncilPlan, built: Sequence[Built]) -> None:
    """Real lessons and real checks of the courses that are open, some of them not passed."""
    for slug, role in TAKEN:
        course = builder.catalogue.courses[slug]
        if not course.is_live:
            continue
        takers = [
            one
            for one in built
            if role is None or role in one.roles or _builds_on(builder, one, role)
        ]
        share = 0.35 if role else 0.12
        for person in builder.chance.sample(takers, round(len(takers) * share * plan.keenness)):
            first = max(person.starts_on, builder.today - timedelta(days=200))
            day = builder.day_between(first, builder.today - timedelta(days=2))
            builder.read(person, course, builder.chance.randint(1, len(course.lessons)), day)
            check = course.assessments[-1].id
            builder.attempt(
                person, course, check, day, right=0.98 if builder.chance.random() < 0.8 else 0.5
            )


def _builds_on(builder: Builder, person: Built, role: str) -> bool:
    return any(builder.catalogue.roles[one].base == role for one in person.roles)


def _own_settings(builder: Builder, council: Organisation) -> None:
    """The council asks more of its members than the framework, and less of co-opted ones."""
    day = builder.today - timedelta(days=240)
    for role, skill, level, reason in (
        ("councillor", "responsible-ai", 2, "Members decide on the council’s use of AI this year."),
        ("co-opted-member", "digital-scrutiny", 0, "Our co-opted members do not sit on scrutiny."),
    ):
        own_levels.set_requirement(
            builder.session,
            organisation_id=council.id,
            role=role,
            skill=skill,
            level=level,
            starts_on=day,
            reason=reason,
            by=None,
            at=builder.moment(day),
        )
