"""One example for each reason a figure changes, and for each place where two reasons meet."""

from dataclasses import replace
from datetime import date

from tests.coverage.examples_form import (
    LONG_AGO,
    Row,
    council,
    holds_role,
    joins,
    members,
    needs,
    noon,
    shows,
)
from tests.coverage.world import (
    EvidenceRow,
    HeldRoleRow,
    MembershipRow,
    PauseRow,
    RequirementRow,
    RoleFacts,
    SettingRow,
    WithdrawalRow,
)

FROM, TO = date(2026, 3, 1), date(2026, 3, 31)
EARLY, BETWEEN, LATER = date(2026, 2, 1), date(2026, 3, 10), date(2026, 3, 20)
ALWAYS: tuple[Row, ...] = (
    council("here"),
    council("there"),
    RoleFacts("councillor", "councillor"),
    RoleFacts("chair", "councillor"),
    RoleFacts("officer", "service-team"),
    needs("councillor", "dp", 2),
    needs("chair", "dp", 3),
    *members(range(1, 4), "here", "councillor"),
    shows(1, 1, "dp", 2, EARLY),
)
SHOWN_2 = shows(9, 2, "dp", 2, EARLY)
RAN_OUT = shows(9, 2, "dp", 2, EARLY, BETWEEN)
Parts = dict[str, tuple[int, int, int]]


def until(row: Row, day: date) -> Row:
    """The row, superseded at noon of a day."""
    return replace(row, superseded_at=noon(day))  # type: ignore[call-arg]


def withdrawn(day: date) -> WithdrawalRow:
    return WithdrawalRow(9, day, recorded_at=noon(day))


def asks(level: int, starts_on: date = BETWEEN, role: str = "councillor") -> SettingRow:
    return SettingRow("here", role, "dp", level, starts_on, recorded_at=noon(EARLY))


# What happens beside what was always there → reason: (pairs, change of met, change of required).
EXAMPLES: dict[str, tuple[tuple[Row, ...], Parts]] = {
    "nothing happens": ((), {}),
    "somebody shows a skill": ((shows(9, 2, "dp", 2, BETWEEN),), {"gained": (1, 1, 0)}),
    "less than is needed is no gain": ((shows(9, 2, "dp", 1, BETWEEN),), {}),
    "it runs out": ((RAN_OUT,), {"expired": (1, -1, 0)}),
    "it is withdrawn": ((SHOWN_2, withdrawn(BETWEEN)), {"withdrawn": (1, -1, 0)}),
    "withdrawn before it ran out": (
        (shows(9, 2, "dp", 2, EARLY, LATER), withdrawn(BETWEEN)),
        {"withdrawn": (1, -1, 0)},
    ),
    "withdrawn on the day it ran out all the same": (
        (RAN_OUT, withdrawn(BETWEEN)),
        {"expired": (1, -1, 0)},
    ),
    "withdrawn after it had run out": (
        (RAN_OUT, withdrawn(LATER)),
        {"expired": (1, -1, 0)},
    ),
    "the last piece to end says why": (
        (RAN_OUT, shows(10, 2, "dp", 3, BETWEEN), WithdrawalRow(10, LATER, recorded_at=noon(TO))),
        {"withdrawn": (1, -1, 0)},
    ),
    "void from the start, it held nothing up": (
        (RAN_OUT, shows(10, 2, "dp", 2, BETWEEN),
         WithdrawalRow(10, BETWEEN, recorded_at=noon(TO))),
        {"expired": (1, -1, 0)},
    ),
    "a lower piece that stays holds nothing up": (
        (RAN_OUT, shows(10, 2, "dp", 1, EARLY)), {"expired": (1, -1, 0)},
    ),
    "another piece holds it up": ((RAN_OUT, shows(10, 2, "dp", 2, BETWEEN)), {}),
    "the council asks for more": ((asks(3),), {"level-changed": (1, -1, 0)}),
    "the council asks for less": (
        (shows(9, 2, "dp", 1, EARLY), asks(1)), {"level-changed": (1, 1, 0)},
    ),
    "the council switches it off": ((asks(0),), {"level-changed": (3, -1, -3)}),
    "the framework asks for another skill": (
        (RequirementRow("councillor", "ai", 1, BETWEEN, recorded_at=noon(EARLY)),),
        {"level-changed": (3, 0, 3)},
    ),
    "it ran out, and more is asked too": (
        (RAN_OUT, asks(3)), {"expired": (1, -1, 0), "level-changed": (1, -1, 0)},
    ),
    "shown at the level of before, and less is asked too": (
        (shows(9, 2, "dp", 2, BETWEEN), asks(1)), {"gained": (1, 1, 0)},
    ),
    "shown below the level of before, and less is asked": (
        (shows(9, 2, "dp", 1, BETWEEN), asks(1)), {"level-changed": (1, 1, 0)},
    ),
    "it ran out, and is asked no more": (
        (RAN_OUT, asks(0)), {"level-changed": (3, -2, -3)},
    ),
    "a role is taken up that asks for more": (
        (HeldRoleRow(1, "chair", None, BETWEEN, recorded_at=noon(EARLY)),),
        {"roles-changed": (1, -1, 0)},
    ),
    "a role is taken up of which more is asked from that day": (
        (HeldRoleRow(1, "chair", None, BETWEEN, recorded_at=noon(EARLY)), asks(4, role="chair")),
        {"roles-changed": (1, -1, 0)},
    ),
    "a role is taken up, and more is asked of the one held": (
        (HeldRoleRow(1, "chair", None, BETWEEN, recorded_at=noon(EARLY)), asks(3)),
        {"level-changed": (1, -1, 0)},
    ),
    "a role that asks nothing changes nothing": (
        (HeldRoleRow(1, "officer", None, BETWEEN, recorded_at=noon(EARLY)),), {},
    ),
    "from a role that asks nothing to one that asks": (
        (joins(8, "here"), HeldRoleRow(8, "officer", None, LONG_AGO, recorded_at=noon(LONG_AGO)),
         HeldRoleRow(8, "councillor", None, BETWEEN, recorded_at=noon(EARLY))),
        {"roles-changed": (1, 0, 1)},
    ),
    "somebody joins who shows it": (
        (joins(8, "here", BETWEEN), holds_role(8, "councillor"), shows(9, 8, "dp", 2, EARLY)),
        {"joined": (1, 1, 1)},
    ),
    "somebody leaves": (
        (joins(8, "here", LONG_AGO, BETWEEN), holds_role(8, "councillor")),
        {"left": (1, 0, -1)},
    ),
    "somebody who leaves and whose evidence ran out has left": (
        (joins(8, "here", LONG_AGO, LATER), holds_role(8, "councillor"),
         shows(9, 8, "dp", 2, EARLY, BETWEEN)),
        {"left": (1, -1, -1)},
    ),
    "somebody goes on leave": (
        (PauseRow(1, BETWEEN, recorded_at=noon(EARLY)),), {"left": (1, -1, -1)},
    ),
    "somebody comes back": (
        (PauseRow(1, EARLY, BETWEEN, recorded_at=noon(EARLY)),), {"joined": (1, 1, 1)},
    ),
    "leave between the days changes nothing": (
        (PauseRow(1, BETWEEN, LATER, recorded_at=noon(EARLY)),), {},
    ),
    "somebody lays down the last role": (
        (joins(8, "here"),
         HeldRoleRow(8, "councillor", None, LONG_AGO, BETWEEN, recorded_at=noon(LONG_AGO))),
        {"left": (1, 0, -1)},
    ),
    "what a twin-hatter shows counts here too": (
        (joins(8, "here"), holds_role(8, "councillor"), MembershipRow(
            800, 8, "there", LONG_AGO, recorded_at=noon(LONG_AGO)),
         HeldRoleRow(800, "councillor", None, LONG_AGO, recorded_at=noon(LONG_AGO)),
         shows(9, 8, "dp", 2, BETWEEN)),
        {"gained": (1, 1, 0)},
    ),
    "a twin-hatter who joins the other council stays": (
        (MembershipRow(801, 1, "there", BETWEEN, recorded_at=noon(EARLY)),
         HeldRoleRow(801, "chair", None, BETWEEN, recorded_at=noon(EARLY))), {},
    ),
    "a second membership takes over on the day the first ends": (
        (joins(8, "here", LONG_AGO, BETWEEN), holds_role(8, "councillor"),
         MembershipRow(802, 8, "here", BETWEEN, recorded_at=noon(EARLY)),
         HeldRoleRow(802, "councillor", None, BETWEEN, recorded_at=noon(EARLY))), {},
    ),
}  # fmt: skip
# What is recorded between the moments about the earlier day: all of it is a correction.
CORRECTIONS: dict[str, tuple[tuple[Row, ...], Parts]] = {
    "shown, and recorded late": (
        (EvidenceRow(9, 2, "dp", 2, "prior-learning", EARLY, recorded_at=noon(BETWEEN)),),
        {"corrected": (1, 1, 0)},
    ),
    "recorded at too high a level": (
        (until(SHOWN_2, BETWEEN),
         EvidenceRow(9, 2, "dp", 1, "assessment", EARLY, recorded_at=noon(BETWEEN))),
        {"corrected": (1, -1, 0)},
    ),
    "withdrawn from a day before": (
        (SHOWN_2, WithdrawalRow(9, EARLY, recorded_at=noon(BETWEEN))), {"corrected": (1, -1, 0)},
    ),
    "somebody had left": (
        (until(joins(8, "here"), BETWEEN), holds_role(8, "councillor"),
         MembershipRow(8, 8, "here", LONG_AGO, EARLY, recorded_at=noon(BETWEEN))),
        {"corrected": (1, 0, -1)},
    ),
    "taken back, and then shown again": (
        (until(SHOWN_2, BETWEEN), shows(10, 2, "dp", 2, LATER)),
        {"corrected": (1, -1, 0), "gained": (1, 1, 0)},
    ),
}  # fmt: skip
