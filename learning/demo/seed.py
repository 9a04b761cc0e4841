"""Fills an empty database with the demo: deterministic, but for the password and the days."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select

from learning.assignments import actions as assignments
from learning.assignments import queries as assignment_queries
from learning.badges import actions as badges
from learning.catalogue import actions as framework
from learning.catalogue.published import Catalogue
from learning.catalogue.serving import served
from learning.clock import day_of
from learning.comparing.keeping import keep_comparable
from learning.coverage.keeping import keep_figures
from learning.coverage.keeping_together import keep_together
from learning.coverage.ladders import keep_ladders
from learning.database import count_anew, transaction
from learning.demo import (
    accounts,
    claims,
    outcomes,
    own_views,
    particulars,
    reorganising,
    sharing,
    statements,
    sureness,
)
from learning.demo.builder import Builder, Built
from learning.demo.changes import two_years_of_changes
from learning.demo.councils import DEMO, OTHER, PARTNERS, CouncilPlan
from learning.demo.names import names
from learning.errors import Refusal
from learning.people.actions import organisations
from learning.people.models import Membership, Organisation, Person
from learning.people.sight import Eyes
from learning.people.standing import WHOLE

HISTORY = timedelta(days=760)  # two years and a month


def seed(catalogue: Catalogue, password: str | None, *, secret: str, at: datetime) -> str:
    """Builds the demo and returns the password of its accounts; `secret` locks its keys."""
    password = password or secrets.token_urlsafe(15)
    today = day_of(at)
    with transaction() as session:
        if session.scalar(select(Person.id).limit(1)) is not None:
            raise Refusal("There are people in this database already; the demo needs an empty one.")
        builder = Builder(session, catalogue, Random("demo"), at, today - HISTORY)  # noqa: S311
        framework.sync_framework(
            session,
            catalogue,
            in_force_from=builder.first_day,
            by=None,
            at=builder.moment(builder.first_day),
        )
        world = _councils(builder)
        badges.switch(
            session,
            organisation="demo-council",
            on=True,
            secret=secret,
            by=None,
            at=builder.moment(builder.first_day),
        )
        people = accounts.add(builder, world, password=password, at=at)
        sharing.read(builder, world)
        particulars.add(builder, world)
        own_views.add(builder, people)
        sureness.add(builder, people["councillor@demo.example"])
        _ask(builder, world, people["lead@demo.example"])
        _ask_otherton(builder, world, people["lead@other.example"])
        claims.add(builder, world, people)
        outcomes.add(builder, world, people, at)
        reorganising.add(builder, world, at=at)
        _follow(builder, at)
    _work_out(people, at)
    return password


def _work_out(people: dict[str, Built], at: datetime) -> None:
    """What the worker would keep by and by, and what leads have published."""
    count_anew()
    keep_figures(served(), at=at, decided=1)  # the worker decides the rest
    keep_together(served(), at=at, newest=1, decided=0)
    keep_ladders(served(), at=at)
    statements.publish(served(), people, at=at)
    sharing.decide_a_year_before(served(), at=at)
    keep_comparable(served(), at=at)


def _follow(builder: Builder, at: datetime) -> None:
    """Who left or is on leave is asked no more: the last word on people who changed over years."""
    session = builder.session
    everybody = list(session.scalars(select(Membership.id)))
    assignments.follow_rules(session, memberships=everybody, by=None, at=at)


def _councils(builder: Builder) -> dict[str, Organisation]:
    at = builder.moment(builder.first_day)
    partnership = organisations.open_partnership(
        builder.session,
        slug="demo-partnership",
        name="Demo Partnership",
        made_up=True,
        by=None,
        at=at,
    )
    world = {}
    for plan in (DEMO, *PARTNERS, OTHER):
        council = organisations.open_organisation(
            builder.session,
            slug=plan.slug,
            name=plan.name,
            nation="England",
            starts_on=date(1974, 4, 1),
            made_up=True,
            kind=plan.kind,
            by=None,
            at=at,
        )
        world[plan.slug] = council
        built = _populate(builder, plan, council)
        if plan is not OTHER:
            sharing.agree(builder, plan, council, partnership.id, built, at=at)
    return world


def _populate(builder: Builder, plan: CouncilPlan, council: Organisation) -> list[Built]:
    built = []
    for roles, name, address, service in builder.people_of(
        plan, names(builder.chance, surname=plan.surname)
    ):
        person = builder.add(council.id, roles, name=name, address=address, service=service)
        builder.learn(person, plan.keenness)
        built.append(person)
    two_years_of_changes(builder, plan, council, built)
    return built


@dataclass(frozen=True)
class Ask:
    """A path that a lead asked of everyone with a role."""

    path: str
    role: str
    days_ago: int
    due_in: int  # days from today; negative is past
    reason: str


ASKS = (
    Ask(
        "new-councillor",
        "councillor",
        60,
        38,
        "Phishing is how most attacks on councils begin, and members are named on our website.",
    ),
    Ask(
        "every-officer",
        "all-staff",
        90,
        -12,
        "Every officer works with residents’ data, whatever their service.",
    ),
    Ask(
        "planning-team",
        "planning-officer",
        45,
        75,
        "We move to digital applications next spring, and every planner will work with them.",
    ),
    Ask(
        "procurement-and-contracts-team",
        "procurement-officer",
        30,
        110,
        "Most of what we buy now has software in it.",
    ),
    Ask(
        "adult-care-team",
        "adult-care-practitioner",
        20,
        130,
        "The telephone switchover changes alarms in many homes we support.",
    ),
)


def _ask(builder: Builder, world: dict[str, Organisation], lead: Built) -> None:
    for ask in ASKS:
        _assign(builder, world["demo-council"], lead, ask)


def _ask_otherton(builder: Builder, world: dict[str, Organisation], lead: Built) -> None:
    ask = Ask("new-councillor", "councillor", 40, 50, "Otherton asks all its members to do this.")
    _assign(builder, world["other-council"], lead, ask)


def _assign(builder: Builder, council: Organisation, lead: Built, ask: Ask) -> None:
    day = builder.today - timedelta(days=ask.days_ago)
    people = assignment_queries.targets(
        builder.session,
        Eyes(council.id, WHOLE, lead.person_id, builder.catalogue),
        role=ask.role,
        code=None,
        on=day,
    )
    asked = assignments.Ask(
        organisation_id=council.id,
        path=builder.catalogue.paths[ask.path],
        people=tuple(people),
        role=ask.role,
        due_on=builder.today + timedelta(days=ask.due_in),
        reason=ask.reason,
    )
    key = f"demo-{ask.path}"
    assignments.assign(
        builder.session, asked, form_key=key, by=lead.person_id, at=builder.moment(day)
    )
