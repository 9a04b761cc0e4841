"""Worked examples 1 to 4 of coverage.md: statuses, edges and rows recorded late."""

from datetime import UTC, date, datetime

from tests.coverage.examples_form import (
    LONG_AGO,
    Example,
    Question,
    Row,
    all_show,
    council,
    figures,
    holds_role,
    joins,
    members,
    needs,
    noon,
    shows,
    world_of,
)
from tests.coverage.world import EvidenceRow, MembershipRow, RoleFacts, WithdrawalRow

MARCH_ENDS = date(2026, 3, 31)
K_1 = datetime(2026, 4, 1, 12, tzinfo=UTC)
A, B, C = 1, 2, 3

STATUSES_WORLD = world_of(
    council("demo"),
    RoleFacts("councillor", "councillor", public=True),
    RoleFacts("scrutiny", "councillor", public=True),
    needs("councillor", "dp", 2),
    needs("councillor", "ai", 1),
    needs("scrutiny", "scr", 3),
    *members(range(A, C + 1), "demo", "councillor"),
    holds_role(B, "scrutiny"),
    shows(1, A, "dp", 2, expires_on=date(2026, 6, 29)),
    shows(2, B, "dp", 1),
    shows(3, B, "ai", 2),
    shows(4, B, "scr", 3, expires_on=date(2026, 6, 30)),
    shows(5, C, "dp", 2, expires_on=MARCH_ENDS),
    shows(6, C, "ai", 3, source="self-assessment"),
)
AI = {"skill": "ai", **figures(3, 3, met=1, expiring=0, below=0, none=2)}
DP = {"skill": "dp", **figures(3, 3, met=1, expiring=1, below=1, none=1)}
SCR = {"skill": "scr", **figures(1, 1, met=1, expiring=0, below=0, none=0)}
AI_OF_B = {"skill": "ai", **figures(1, 1, met=1, expiring=0, below=0, none=0)}
DP_OF_B = {"skill": "dp", **figures(1, 1, met=0, expiring=0, below=1, none=0)}
STATUSES_REPORT = {
    "organisation": "demo",
    "as_at": "2026-03-31",
    "known_at": "2026-04-01T12:00:00Z",
    "filters": {},
    "overall": {
        **figures(3, 7, met=3, expiring=1, below=1, none=3),
        "people_meeting_all": 0,
        "levels_held": 7,
        "levels_needed": 12,
    },
    "skills": [AI, DP, SCR],
    "roles": [
        *({"role": "councillor", **line} for line in (AI, DP, SCR)),
        *({"role": "scrutiny", **line} for line in (AI_OF_B, DP_OF_B, SCR)),
    ],
    "tiers": [{"tier": "councillor", **line} for line in (AI, DP, SCR)],
    "services": [],
}
STATUSES_ASKED = (STATUSES_WORLD, "demo", MARCH_ENDS, K_1)
STATUSES = Example(
    1,
    "Statuses",
    (
        Question("the whole report", "report", STATUSES_ASKED, STATUSES_REPORT),
        Question("3 of 7 is 43%", "percentage", (3, 7), 43),
        Question(
            "line councillor x scr: required 1",
            "report",
            STATUSES_ASKED,
            {"required": 1},
            line=("role", "councillor", "scr"),
        ),
    ),
)

MAY_10 = date(2026, 5, 10)
CASES = ("shown", "withdrawn", "withdrawn-later", "starting", "ended", "ending")
WITHDRAWN_AT = datetime(2026, 5, 11, 12, tzinfo=UTC)


def edge_rows() -> tuple[Row, ...]:
    """One role, skill `s` and person for each case."""
    rows: list[Row] = []
    for number, case in enumerate(CASES, start=1):
        rows.extend([RoleFacts(case, "councillor"), needs(case, "s", 1), holds_role(number, case)])
    return tuple(rows)


EDGES_WORLD = world_of(
    council("demo"),
    *edge_rows(),
    joins(1, "demo"),
    joins(2, "demo"),
    joins(3, "demo"),
    joins(4, "demo", starts_on=MAY_10),
    joins(5, "demo", ends_on=MAY_10),
    joins(6, "demo", ends_on=date(2026, 5, 11)),
    shows(1, 1, "s", 1, shown_on=MAY_10),
    shows(2, 2, "s", 1),
    shows(3, 3, "s", 1),
    WithdrawalRow(2, MAY_10, recorded_at=WITHDRAWN_AT),
    WithdrawalRow(3, date(2026, 5, 11), recorded_at=WITHDRAWN_AT),
)


def edge(says: str, case: str, answer: object) -> Question:
    """The line of one case, as at 10 May."""
    asked = (EDGES_WORLD, "demo", MAY_10, datetime(2026, 5, 12, 12, tzinfo=UTC))
    return Question(says, "report", asked, answer, line=("role", case, "s"))


# (a moment, the London day it belongs to)
MOMENTS = (
    (datetime(2026, 3, 29, 23, 30, tzinfo=UTC), date(2026, 3, 30)),
    (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), date(2026, 3, 28)),
)
EDGES = Example(
    2,
    "Edges",
    (
        edge("shown 10 May counts", "shown", {"required": 1, "met": 1}),
        edge("withdrawn from 10 May does not", "withdrawn", {"required": 1, "met": 0}),
        edge("withdrawn from 11 May does", "withdrawn-later", {"required": 1, "met": 1}),
        edge("starts 10 May is in", "starting", {"required": 1, "none": 1}),
        edge("ends 10 May is out", "ended", None),
        edge("ends 11 May is in", "ending", {"required": 1, "none": 1}),
        *(Question("a moment's day", "london_day", (at,), day) for at, day in MOMENTS),
    ),
)

BACKDATED_WORLD = world_of(
    council("demo"),
    RoleFacts("councillor", "councillor"),
    needs("councillor", "dp", 1),
    *members(range(1, 2), "demo", "councillor"),
    EvidenceRow(
        1, 1, "dp", 1, "prior-learning", date(2026, 2, 1), recorded_at=noon(date(2026, 4, 20))
    ),
)


def backdated(says: str, known_on: date, met: int) -> Question:
    """The overall of 31 March, as known on a day."""
    asked = (BACKDATED_WORLD, "demo", MARCH_ENDS, noon(known_on))
    return Question(says, "report", asked, {"met": met, "required": 1}, line=("overall",))


# "a statement of 5 Apr stays" is the same question asked again, with the row there by now.
BACKDATED = Example(
    3,
    "Backdated",
    (
        backdated("K = 5 Apr: 0 of 1", date(2026, 4, 5), met=0),
        backdated("K = 21 Apr: 1 of 1", date(2026, 4, 21), met=1),
    ),
)

LEFT_RECORDED = datetime(2026, 4, 2, 12, tzinfo=UTC)
LEAVER_WORLD = world_of(
    council("demo"),
    RoleFacts("councillor", "councillor"),
    needs("councillor", "dp", 1),
    *members(range(2, 11), "demo", "councillor"),
    holds_role(1, "councillor"),
    MembershipRow(1, 1, "demo", LONG_AGO, recorded_at=noon(LONG_AGO), superseded_at=LEFT_RECORDED),
    MembershipRow(1, 1, "demo", LONG_AGO, date(2026, 3, 15), recorded_at=LEFT_RECORDED),
    *all_show(range(1, 7), "dp"),
)


def leaver(says: str, known_on: date, met: int, required: int) -> Question:
    """The overall of 31 March, as known on a day."""
    asked = (LEAVER_WORLD, "demo", MARCH_ENDS, noon(known_on))
    answer = {"people": required, "met": met, "required": required}
    return Question(says, "report", asked, answer, line=("overall",))


LATE_LEAVER = Example(
    4,
    "Late leaver",
    (
        leaver("K = 1 Apr: 6 of 10", date(2026, 4, 1), 6, 10),
        leaver("K = 3 Apr: 5 of 9", date(2026, 4, 3), 5, 9),
        Question("6 of 10 is 60%", "percentage", (6, 10), 60),
        Question("5 of 9 is 56%", "percentage", (5, 9), 56),
    ),
)
