"""Worked examples 5 to 9 of coverage.md: requirements, groups, partnerships, rounding, gaps."""

from datetime import UTC, date, datetime

from tests.coverage.examples_form import (
    LONG_AGO,
    Example,
    Question,
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
from tests.coverage.world import (
    MembershipRow,
    RoleFacts,
    SettingRow,
    SharingRow,
)

SEPTEMBER_1 = date(2026, 9, 1)
ENDED_AT = datetime(2026, 8, 25, 12, tzinfo=UTC)
OVER_TIME_WORLD = world_of(
    council("demo"),
    RoleFacts("councillor", "councillor"),
    needs("councillor", "dp", 1, ends_on=date(2026, 6, 1)),
    needs("councillor", "dp", 3, starts_on=date(2026, 6, 1)),
    SettingRow(
        "demo", "councillor", "dp", 2, date(2026, 3, 1),
        recorded_at=noon(date(2026, 2, 20)), superseded_at=ENDED_AT,
    ),
    SettingRow(
        "demo", "councillor", "dp", 2, date(2026, 3, 1), SEPTEMBER_1, recorded_at=ENDED_AT
    ),
    SettingRow(
        "demo", "councillor", "dp", 0, date(2026, 10, 1), recorded_at=noon(date(2026, 9, 20))
    ),
    *members(range(1, 2), "demo", "councillor"),
    shows(1, 1, "dp", 2),
)  # fmt: skip


def over_time(says: str, as_at: date, answer: dict[str, int]) -> Question:
    """The overall of a day, as known in the end."""
    asked = (OVER_TIME_WORLD, "demo", as_at, noon(date(2026, 11, 15)))
    return Question(says, "report", asked, answer, line=("overall",))


OVER_TIME = Example(
    5,
    "Requirements over time",
    (
        over_time("end Feb needs 1 met", date(2026, 2, 28), {"levels_needed": 1, "met": 1}),
        over_time("Mar 2 met", date(2026, 3, 31), {"levels_needed": 2, "met": 1}),
        over_time("Jun 2 met", date(2026, 6, 30), {"levels_needed": 2, "met": 1}),
        over_time("Sep 3 below", date(2026, 9, 30), {"levels_needed": 3, "met": 0, "below": 1}),
        over_time("from 1 Oct nothing", date(2026, 10, 1), {"levels_needed": 0, "required": 0}),
        Question(
            "setting 0 from 1 Oct: the line is absent",
            "report",
            (OVER_TIME_WORLD, "demo", date(2026, 10, 1), noon(date(2026, 11, 15))),
            None,
            line=("skill", "dp"),
        ),
    ),
)

X, Y = 1, 2
DAY = date(2026, 3, 31)
KNOWN = noon(date(2026, 4, 1))
GROUPS_WORLD = world_of(
    council("demo"),
    RoleFacts("all-staff", "service-team"),
    needs("all-staff", "cyb", 1),
    joins(X, "demo"),
    joins(Y, "demo"),
    holds_role(X, "all-staff", "planning"),
    holds_role(X, "all-staff", "adult-care"),
    holds_role(Y, "all-staff", "adult-care"),
    shows(1, X, "cyb", 1),
)


def group(says: str, line: tuple[str, ...], met: int, required: int) -> Question:
    """One line of the report."""
    answer = {"people": required, "met": met, "required": required}
    return Question(says, "report", (GROUPS_WORLD, "demo", DAY, KNOWN), answer, line=line)


GROUPS = Example(
    6,
    "Groups",
    (
        group("planning 1 of 1", ("service", "planning", "cyb"), 1, 1),
        group("adult-care 1 of 2", ("service", "adult-care", "cyb"), 1, 2),
        group("role 1 of 2", ("role", "all-staff", "cyb"), 1, 2),
        group("tier 1 of 2", ("tier", "service-team", "cyb"), 1, 2),
        group("overall 1 of 2", ("overall",), 1, 2),
    ),
)

P1, P2, P3 = 1, 2, 3
P1_IN_B = 4
PARTNERSHIP_WORLD = world_of(
    council("a"),
    council("b"),
    RoleFacts("councillor", "councillor", public=True),
    needs("councillor", "dp", 1),
    SettingRow("b", "councillor", "dp", 3, LONG_AGO, recorded_at=noon(LONG_AGO)),
    SharingRow("partners", "a", LONG_AGO, recorded_at=noon(LONG_AGO)),
    SharingRow("partners", "b", LONG_AGO, recorded_at=noon(LONG_AGO)),
    joins(P1, "a"),
    joins(P2, "a"),
    joins(P3, "b"),
    MembershipRow(P1_IN_B, P1, "b", LONG_AGO, recorded_at=noon(LONG_AGO)),
    *(holds_role(membership, "councillor") for membership in (P1, P2, P3, P1_IN_B)),
    shows(1, P1, "dp", 2),
    shows(2, P2, "dp", 1),
)


def partner(says: str, call: str, slug: str, met: int, required: int) -> Question:
    """The overall of a council or of the partnership."""
    answer = {"people": required, "met": met, "required": required}
    asked = (PARTNERSHIP_WORLD, slug, DAY, KNOWN)
    return Question(says, call, asked, answer, line=("overall",))


PARTNERSHIP = Example(
    7,
    "Partnership",
    (
        partner("A 2 of 2", "report", "a", 2, 2),
        partner("B 0 of 2", "report", "b", 0, 2),
        partner("partnership 1 of 3", "partnership_report", "partners", 1, 3),
        Question(
            "overlap is one person: hidden",
            "primary",
            (1, 1, 0),
            (True, None),
            options={"everyone_is_public": True},
        ),
    ),
)

# (met, required, per cent for reading)
PERCENTAGES = (
    (0, 250, 0),
    (1, 250, 1),
    (1, 8, 13),
    (5, 8, 63),
    (199, 200, 99),
    (249, 250, 99),
    (250, 250, 100),
    (1502, 2431, 62),
)
# (met, required) before and after, and the change in percentage points: 60.4 to 60.6
CHANGES = (((604, 1000), (606, 1000), 0),)
ROUNDING = Example(
    8,
    "Rounding",
    (
        *(
            Question(f"{met}/{required}", "percentage", (met, required), percent)
            for met, required, percent in PERCENTAGES
        ),
        Question("60.4 is shown as 60", "percentage", (604, 1000), 60),
        Question("60.6 is shown as 61", "percentage", (606, 1000), 61),
        *(
            Question("no change", "change_in_points", (before, after), change)
            for before, after, change in CHANGES
        ),
    ),
)

PRIORITY_WORLD = world_of(
    council("demo"),
    RoleFacts("one", "councillor"),
    RoleFacts("three", "councillor"),
    RoleFacts("heavy", "leadership", weight=2),
    RoleFacts("many", "service-team"),
    needs("one", "s1", 1),
    needs("three", "s1", 3),
    needs("heavy", "s2", 2),
    needs("many", "s3", 1),
    *members(range(1, 4), "demo", "one"),
    *members(range(4, 5), "demo", "three"),
    *members(range(5, 7), "demo", "heavy"),
    *members(range(7, 17), "demo", "many"),
    *all_show(range(15, 17), "s3"),
)
GAPS = [("s3", 8, 8), ("s2", 8, 2), ("s1", 6, 4)]
PRIORITY = Example(
    9,
    "Priority",
    (
        Question("order S3, S2, S1", "priorities", (PRIORITY_WORLD, "demo", DAY, KNOWN), GAPS),
        Question(
            "in the no-name view S3, S1, S2",
            "gaps_without_priority",
            (GAPS,),
            [("s3", 8), ("s1", 4), ("s2", 2)],
        ),
    ),
)
