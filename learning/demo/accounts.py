"""The demo accounts, each with enough of a story to walk its journey."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from learning.certificates.rules import Choices
from learning.demo.builder import Builder, Built
from learning.people import passwords
from learning.people.actions import identity, organisations, places
from learning.people.models import Organisation, Partnership
from learning.people.standing import Kind


@dataclass(frozen=True)
class Account:
    """A demo account: who it is, and where it belongs."""

    address: str
    name: str
    organisation: str | None
    roles: tuple[str, ...] = ()
    service: str | None = None
    appointment: Kind | None = None


ACCOUNTS = (
    Account("councillor@demo.example", "Ada Merriweather", "demo-council", ("scrutiny-member",)),
    Account(
        "twinhat@demo.example", "Tomos Greenhalgh", "demo-council", ("planning-committee-member",)
    ),
    Account("chief.executive@demo.example", "Grace Okonjo", "demo-council", ("chief-executive",)),
    Account("planner@demo.example", "Samina Haque", "demo-council", ("planning-officer",)),
    Account("care@demo.example", "Callum Osei", "demo-council", ("adult-care-practitioner",)),
    Account("buyer@demo.example", "Petra Zielińska", "demo-council", ("procurement-officer",)),
    Account(
        "lead@demo.example",
        "Lowri Bevan",
        "demo-council",
        ("learning-lead",),
        "corporate-services",
        Kind.LEARNING_LEAD,
    ),
    Account(
        "reviewer@demo.example",
        "Harjit Sandhu",
        "demo-council",
        ("head-of-service",),
        "finance",
        Kind.REVIEWER,
    ),
    Account(
        "partnership@demo.example", "Noor Pemberton", None, appointment=Kind.PARTNERSHIP_REVIEWER
    ),
    Account("admin@demo.example", "Stanley Lim", None, appointment=Kind.ADMINISTRATOR),
    Account(
        "lead@other.example",
        "Una Otherton",
        "other-council",
        ("learning-lead",),
        "corporate-services",
        Kind.LEARNING_LEAD,
    ),
    Account("councillor@other.example", "Wilfred Otherton", "other-council", ("councillor",)),
)


def add(
    builder: Builder, world: dict[str, Organisation], *, password: str, at: datetime
) -> dict[str, Built]:
    """Adds every account and tells each its story; returns those who belong to a council."""
    people = {}
    password_hash = passwords.hash_password(password)
    for account in ACCOUNTS:
        if account.organisation is None:
            person_id = _outsider(builder, account)
        else:
            built = _member(builder, world[account.organisation], account)
            people[account.address] = built
            person_id = built.person_id
        identity.set_password_hash(
            builder.session, person_id=person_id, password_hash=password_hash, by=None, at=at
        )
        if account.appointment is not None:
            _appoint(builder, world, account, account.appointment, person_id)
    _restrict(builder, people)
    _councillor(builder, people["councillor@demo.example"])
    _twin_hat(builder, world["harrowdale"], people["twinhat@demo.example"])
    for address in LEARNERS:
        builder.learn(people[address], 0.55)
    return people


# What the councillor passed when, and lets others see of it.
CERTIFICATES = (
    ("personal-data-in-council-work", 670, Choices(shown=True)),  # runs out in about two months
    ("ai-what-it-can-and-cannot-do", 40, Choices(shown=True, with_name=True, with_badge=True)),
)
LEARNERS = (
    "chief.executive@demo.example",
    "planner@demo.example",
    "care@demo.example",
    "buyer@demo.example",
    "lead@demo.example",
    "reviewer@demo.example",
    "councillor@other.example",
)


def _member(builder: Builder, council: Organisation, account: Account) -> Built:
    return builder.add(
        council.id,
        account.roles,
        name=account.name,
        address=account.address,
        starts_on=builder.first_day - timedelta(days=150),
        service=account.service,
    )


def _outsider(builder: Builder, account: Account) -> int:
    """Somebody with an appointment and no membership."""
    at = builder.moment(builder.first_day)
    added = identity.add_person(
        builder.session, name=account.name, address=account.address, by=None, at=at
    )
    return added.id


def _appoint(
    builder: Builder, world: dict[str, Organisation], account: Account, kind: Kind, person_id: int
) -> None:
    council = world[account.organisation].id if account.organisation else None
    partnership = None
    if kind == Kind.PARTNERSHIP_REVIEWER:
        partnership = builder.session.scalars(select(Partnership.id)).one()
    organisations.appoint(
        builder.session,
        person_id=person_id,
        kind=kind,
        organisation_id=council,
        partnership_id=partnership,
        starts_on=builder.first_day,
        by=None,
        at=builder.moment(builder.first_day),
    )


def _restrict(builder: Builder, people: dict[str, Built]) -> None:
    """The chief executive's results are for the lead named, and for nobody else."""
    places.restrict(
        builder.session,
        people["chief.executive@demo.example"].membership,
        lead_id=people["lead@demo.example"].person_id,
        by=None,
        at=builder.moment(builder.first_day),
    )


def _councillor(builder: Builder, councillor: Built) -> None:
    """Some skills shown, one about to run out, a course begun, a check half done."""
    today = builder.today
    for skill, level, days_ago, months in (
        ("digital-strategy", 1, 400, None),
        ("data-literacy", 1, 300, None),
        ("information-governance", 1, 210, None),
        ("digital-confidence", 1, 500, None),
    ):
        builder.prior_learning(
            councillor, skill, level, shown_on=today - timedelta(days=days_ago), months=months
        )
    for slug, days_ago, choices in CERTIFICATES:
        course = builder.catalogue.courses[slug]
        day = today - timedelta(days=days_ago)
        builder.read(councillor, course, len(course.lessons), day)
        builder.attempt(councillor, course, course.assessments[-1].id, day)
        builder.show_newest_certificate(councillor, choices, day + timedelta(days=1))
    safe = builder.catalogue.courses["safe-online-as-a-councillor"]
    builder.read(councillor, safe, 2, today - timedelta(days=6))
    builder.attempt(
        councillor,
        safe,
        safe.assessments[-1].id,
        today - timedelta(days=1),
        answered=0.5,
        submit=False,
    )


def _twin_hat(builder: Builder, second: Organisation, councillor: Built) -> None:
    """One person, two councils: what is shown once counts in both."""
    builder.add(
        second.id,
        ("scrutiny-member",),
        name="",
        address="",
        starts_on=builder.first_day - timedelta(days=60),
        person_id=councillor.person_id,
    )
    builder.learn(councillor, 0.5)
