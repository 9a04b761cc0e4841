"""Sentences of coverage.md that none of its worked examples reaches, as further examples."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from tests.coverage.examples_form import (
    FEWER_THAN_HALF,
    HALF_OR_MORE,
    LONG_AGO,
    Example,
    Question,
    council,
    holds_role,
    joins,
    members,
    needs,
    noon,
    shows,
    world_of,
)
from tests.coverage.world import PauseRow, RoleFacts, SharingRow, World

DAY = date(2026, 3, 31)
KNOWN = noon(date(2026, 4, 1))
RECORDED = noon(date(2026, 3, 10))
JUST_BEFORE = timedelta(microseconds=1)

ONE_WORLD = world_of(
    council("demo"),
    RoleFacts("councillor", "councillor"),
    needs("councillor", "dp", 1),
    *members(range(1, 2), "demo", "councillor"),
)
SHOWN_WORLD = replace(
    ONE_WORLD,
    evidence=(replace(shows(1, 1, "dp", 1), recorded_at=RECORDED, superseded_at=KNOWN),),
)


def overall(says: str, world: World, as_at: date, known_at: datetime, **answer: int) -> Question:
    """Figures of the overall."""
    return Question(says, "report", (world, "demo", as_at, known_at), answer, line=("overall",))


MOMENTS_OF_ROWS = Example(
    13,
    "Rows recorded at or before K and not superseded by K",
    (
        overall("just before it is recorded", SHOWN_WORLD, DAY, RECORDED - JUST_BEFORE, met=0),
        overall("recorded at K counts", SHOWN_WORLD, DAY, RECORDED, met=1),
        overall("just before it is superseded", SHOWN_WORLD, DAY, KNOWN - JUST_BEFORE, met=1),
        overall("superseded at K does not", SHOWN_WORLD, DAY, KNOWN, met=0),
    ),
)

PAUSED_WORLD = replace(
    ONE_WORLD, pauses=(PauseRow(1, date(2026, 3, 1), DAY, recorded_at=noon(LONG_AGO)),)
)
PAUSED = Example(
    14,
    "Paused members are out of the population",
    (
        overall("the day before", PAUSED_WORLD, date(2026, 2, 28), KNOWN, required=1),
        overall("the first day paused", PAUSED_WORLD, date(2026, 3, 1), KNOWN, required=0),
        overall("the last day paused", PAUSED_WORLD, date(2026, 3, 30), KNOWN, required=0),
        overall("paused until this day", PAUSED_WORLD, DAY, KNOWN, required=1),
    ),
)

POSTS_WORLD = world_of(
    council("demo"),
    RoleFacts("all-staff", "service-team", weight=5),
    RoleFacts("planner", "service-team", weight=2, service="planning"),
    RoleFacts("director", "leadership", weight=3),
    needs("all-staff", "dp", 1),
    needs("planner", "dp", 2),
    needs("director", "dp", 2),
    *(joins(number, "demo") for number in (1, 2, 3)),
    *(holds_role(number, "all-staff") for number in (1, 2, 3)),
    holds_role(1, "planner", "procurement"),
    holds_role(2, "director", "procurement"),
    holds_role(2, "planner"),
    holds_role(3, "director"),
    shows(1, 2, "dp", 1),
)


def filtered(says: str, people: int, **filters: str) -> Question:
    """The people who remain."""
    asked = (POSTS_WORLD, "demo", DAY, KNOWN)
    answer = {"people": people, "required": people}
    return Question(says, "report", asked, answer, line=("overall",), options=filters)


def service_line(says: str, service: str, people: int) -> Question:
    """The people in a service."""
    asked = (POSTS_WORLD, "demo", DAY, KNOWN)
    answer = {"people": people}
    return Question(says, "report", asked, answer, line=("service", service, "dp"))


# Person 1 is short by 2 at weight 2, person 2 by 1 at weight 3, person 3 by 2 at weight 3.
POSTS = Example(
    15,
    "A role's own service, filters together, the weight of the role that sets the level",
    (
        service_line("the role's own service comes first", "planning", 2),
        service_line("else the one given", "procurement", 1),
        filtered("one filter", 2, role="director"),
        filtered("a person may satisfy two filters through two roles", 1,
                 role="director", service="planning"),
        filtered("all that are given", 2, tier="leadership", skill="dp"),
        filtered("nobody satisfies all", 0, role="director", service="adult-care"),
        Question("4 + 3 + 6", "priorities", (POSTS_WORLD, "demo", DAY, KNOWN), [("dp", 13, 3)]),
    ),
)  # fmt: skip

LEFT_ON = date(2026, 4, 10)
SHARED_WORLD = replace(
    ONE_WORLD,
    sharings=(SharingRow("partners", "demo", DAY, LEFT_ON, recorded_at=noon(LONG_AGO)),),
)


def shared(says: str, as_at: date, asked_on: date, people: int) -> Question:
    """The partnership's people on a day, when asked on another."""
    return Question(
        says,
        "partnership_report",
        (SHARED_WORLD, "partners", as_at, KNOWN),
        {"people": people},
        line=("overall",),
        options={"asked_at": noon(asked_on)},
    )


SHARED = Example(
    16,
    "Councils that share at D and whose agreement is in force when asked",
    (
        shared("both", DAY, date(2026, 4, 9), 1),
        shared("does not share at D yet", date(2026, 3, 30), date(2026, 4, 9), 0),
        shared("has left when asked", DAY, LEFT_ON, 0),
    ),
)


def judged(people: int, met: int, answer: tuple[bool, str | None], *, public: bool) -> Question:
    """A line of so many people, each with one pair."""
    says = f"{met} of {people}{' in public roles' if public else ''}"
    options = {"everyone_is_public": public}
    return Question(says, "primary", (people, people, met), answer, options=options)


SHOWN = (False, None)
FEWER = (True, FEWER_THAN_HALF["band"])
HALF = (True, HALF_OR_MORE["band"])
THRESHOLDS = Example(
    17,
    "The edges of hidden, banded and exact",
    (
        judged(4, 4, (True, None), public=False),
        judged(5, 2, FEWER, public=False),
        judged(5, 3, HALF, public=False),
        judged(8, 4, HALF, public=False),
        judged(9, 4, FEWER, public=False),
        judged(10, 5, SHOWN, public=False),
        judged(10, 5, HALF, public=True),
        judged(19, 9, FEWER, public=True),
        judged(20, 9, SHOWN, public=True),
        Question("2 of 3 at a threshold of 3", "primary", (3, 3, 2), HALF,
                 options={"everyone_is_public": False, "threshold": 3}),
    ),
)  # fmt: skip

FURTHER: tuple[Example, ...] = (MOMENTS_OF_ROWS, PAUSED, POSTS, SHARED, THRESHOLDS)
