"""Worked examples 10 to 12 of coverage.md, as far as primary hiding and month ends go."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from tests.coverage.examples_form import (
    FEWER_THAN_HALF,
    HIDDEN,
    Example,
    Question,
    Row,
    all_show,
    council,
    holds_role,
    joins,
    members,
    needs,
    noon,
    shows,
    world_of,
)
from tests.coverage.world import OrganisationRow, RoleFacts, World

DAY = date(2026, 3, 31)
KNOWN = datetime(2026, 4, 9, 23, tzinfo=UTC)
OVERALL_HIDDEN = {
    **HIDDEN,
    "people_meeting_all": None,
    "levels_held": None,
    "levels_needed": None,
}


def team(people: int, met: int, *, public: bool = False) -> World:
    """People of one role that needs one skill, which so many of them have shown."""
    return world_of(
        council("demo"),
        RoleFacts("team", "service-team", public=public),
        needs("team", "s", 1),
        *members(range(people), "demo", "team"),
        *all_show(range(met), "s"),
    )


def line_without_names(
    says: str, world: World, answer: Mapping[str, Any], *line: str, **filters: str
) -> Question:
    """A line of the no-name view with rules 2 and 4 applied only."""
    asked = (world, "demo", DAY, KNOWN)
    return Question(says, "primary_no_name", asked, answer, line=line, options=filters)


def eight_skills() -> tuple[Row, ...]:
    """A role that needs eight skills."""
    return tuple(needs("chief", f"s{number}", 1) for number in range(8))


CHIEFS_WORLD = world_of(
    council("demo"),
    RoleFacts("chief", "leadership", public=True),
    RoleFacts("officer", "service-team"),
    *eight_skills(),
    needs("officer", "s1", 1),
    *members(range(3), "demo", "chief"),
    *members(range(3, 23), "demo", "officer"),
)
SCRUTINY_WORLD = world_of(
    council("demo"),
    RoleFacts("councillor", "councillor", public=True),
    RoleFacts("scrutiny", "councillor", public=True),
    needs("councillor", "dp", 2),
    needs("scrutiny", "scr", 2),
    *members(range(45), "demo", "councillor"),
    *(holds_role(number, "scrutiny") for number in range(9)),
)
EXACT = {"people": 10, "required": 10, "met": 10, "none": 0, "suppressed": False}
TEAM = ("role", "team", "s")
PRIMARY = Example(
    10,
    "Primary",
    (
        Question(
            "3 people who need 8 skills each: required 24",
            "report",
            (CHIEFS_WORLD, "demo", DAY, KNOWN),
            {"people": 3, "required": 24},
            line=("overall",),
            options={"role": "chief"},
        ),
        line_without_names(
            "hidden: three people", CHIEFS_WORLD, OVERALL_HIDDEN, "overall", role="chief"
        ),
        line_without_names("6 planners met 0", team(6, 0), FEWER_THAN_HALF, *TEAM),
        line_without_names("6 planners met 2", team(6, 2), FEWER_THAN_HALF, *TEAM),
        line_without_names("10 planners met 10", team(10, 10), EXACT, *TEAM),
        Question("10 of 10 is 100%", "percentage", (10, 10), 100),
        line_without_names(
            "12 councillors met 0", team(12, 0, public=True), FEWER_THAN_HALF, *TEAM
        ),
        line_without_names(
            "a role held by 45, skill needed by 9 of them: banded",
            SCRUTINY_WORLD,
            FEWER_THAN_HALF,
            *("role", "councillor", "scr"),
        ),
    ),
)

# What rule 3 hides further is left out here: both role lines of the first world, because
# tier - R and tier - Q are 2 people; the line of X in the second, because overall - X is Y;
# and that the intruder finds Y = 1 without it.
TIER_WORLD = world_of(
    council("demo"),
    RoleFacts("q", "service-team"),
    RoleFacts("r", "service-team"),
    needs("q", "s", 1),
    needs("r", "s", 1),
    *members(range(2), "demo", "r"),
    *members(range(2, 10), "demo", "q", "r"),
    *members(range(10, 12), "demo", "q"),
)
TWELVE_WORLD = world_of(
    council("demo"),
    RoleFacts("all", "service-team"),
    RoleFacts("some", "service-team"),
    needs("all", "x", 1),
    needs("some", "y", 1),
    *members(range(12), "demo", "all"),
    *(holds_role(number, "some") for number in range(3)),
    *all_show(range(6), "x"),
    shows(100, 0, "y", 1),
)


def twelve(says: str, answer: Mapping[str, Any], *line: str) -> Question:
    """A line of the group of 12."""
    return line_without_names(says, TWELVE_WORLD, answer, *line)


SECONDARY = Example(
    11,
    "Secondary, as far as the primary step goes",
    (
        line_without_names(
            "a tier of 12", TIER_WORLD, {"people": 12, "suppressed": False}, "tier",
            "service-team", "s",
        ),
        line_without_names(
            "role R 10", TIER_WORLD, {"people": 10, "suppressed": False}, "role", "r", "s"
        ),
        line_without_names(
            "role Q 10", TIER_WORLD, {"people": 10, "suppressed": False}, "role", "q", "s"
        ),
        twelve("X needed by 12 (met 6)", {"people": 12, "met": 6, "required": 12}, "skill", "x"),
        twelve("Y by 3: hidden", HIDDEN, "skill", "y"),
        twelve("overall 15 (met 7)", {"people": 12, "met": 7, "required": 15}, "overall"),
    ),
)  # fmt: skip

MAY_6, MAY_7 = date(2026, 5, 6), date(2026, 5, 7)
APRIL_ENDS = date(2026, 4, 30)
# 1, 5, 6, 7 and 8 May are working days; 4 May 2026 is a bank holiday.
APRIL_CLOSES = datetime(2026, 5, 8, 23, tzinfo=UTC)
LATER = noon(date(2026, 5, 20))
JOINER_WORLD = world_of(
    council("demo"),
    RoleFacts("team", "service-team"),
    needs("team", "s", 1),
    *members(range(30), "demo", "team"),
    *all_show(range(20), "s"),
    joins(30, "demo", starts_on=MAY_7),
    holds_role(30, "team"),
    shows(30, 30, "s", 1, shown_on=MAY_7),
)
DEMO = council("demo")
NEW = OrganisationRow("new", date(2026, 5, 1))


def joiner(says: str, call: str, as_at: date, known_at: datetime, counts: str) -> Question:
    """The overall, as 'met of required'."""
    met, required = (int(count) for count in counts.split(" of "))
    asked = (JOINER_WORLD, "demo", as_at, known_at)
    answer = {"people": required, "met": met, "required": required, "suppressed": False}
    return Question(says, call, asked, answer, line=("overall",))


# (month end, nation, the moment its figures are worked out with): Easter Monday 2026 is 6 April
CLOSINGS = (
    (APRIL_ENDS, "England", APRIL_CLOSES),
    (DAY, "England", KNOWN),
    (DAY, "Wales", KNOWN),
    (DAY, "Scotland", datetime(2026, 4, 8, 23, tzinfo=UTC)),
    (date(2026, 2, 28), "England", datetime(2026, 3, 7, 0, tzinfo=UTC)),
    (date(2026, 2, 28), "Northern Ireland", datetime(2026, 3, 7, 0, tzinfo=UTC)),
)
# (per cents of the other councils, (median, middle half))
BESIDE = (
    ((38, 45, 52, 60, 71, 80), (56, (47, 68))),
    ((38, 45, 52, 60, 71), (52, None)),
    ((38, 45, 52, 60), (None, None)),
)
DIFFERENCING = Example(
    12,
    "Differencing",
    (
        joiner("20/30 on 6 May", "report", MAY_6, LATER, "20 of 30"),
        joiner("21/31 on 7 May", "report", MAY_7, LATER, "21 of 31"),
        Question("7 May gets 30 April", "newest_month_end", (DEMO, MAY_7, LATER), APRIL_ENDS),
        Question("not yet closed", "newest_month_end", (DEMO, MAY_7, noon(MAY_7)), DAY),
        Question("closed", "newest_month_end", (DEMO, MAY_7, APRIL_CLOSES), APRIL_ENDS),
        Question("before the first", "newest_month_end", (NEW, MAY_7, LATER), None),
        joiner("30 April's 20 of 30", "primary_no_name", APRIL_ENDS, APRIL_CLOSES, "20 of 30"),
        *(Question("closes", "closes_at", (day, nation), at) for day, nation, at in CLOSINGS),
        *(Question("beside", "beside_others", (others,), beside) for others, beside in BESIDE),
    ),
)
