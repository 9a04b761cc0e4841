"""Generated requirements and settings, never two that hold on one day as known at one moment."""

from collections.abc import Callable
from datetime import date
from itertools import permutations, product
from typing import Any

from hypothesis import strategies as st

from tests.coverage.reference_months import london_day
from tests.coverage.strategies_days import (
    DAY,
    FIRST,
    HISTORIES,
    LONG_AGO,
    MOMENTS,
    PAIRS_OF_MOMENTS,
    Times,
    near,
)
from tests.coverage.world import RequirementRow, SettingRow

Draw = Callable[[st.SearchStrategy[Any]], Any]
Segment = tuple[int, date, date | None]

CHANGES_ON = (near(-30), near(-1), DAY, near(1), near(2))
NOT_NEEDED: tuple[Segment, ...] = ()
ALWAYS: tuple[tuple[Segment, ...], ...] = tuple(
    ((level, LONG_AGO, None),) for level in (1, 2, 3, 4)
)
STARTED = tuple(((level, day, None),) for level in (1, 3) for day in CHANGES_ON)
ENDED = tuple(((level, LONG_AGO, day),) for level in (1, 3) for day in CHANGES_ON)
CHANGED = tuple(
    ((before, LONG_AGO, day), (after, day, None))
    for before, after in permutations((1, 2, 3), 2)
    for day in CHANGES_ON
)
TIMELINES: tuple[tuple[Segment, ...], ...] = (
    *ALWAYS[:3] * 14,
    ALWAYS[3],
    *[NOT_NEEDED] * 20,
    *STARTED,
    *ENDED,
    *CHANGED,
)

SetRow = tuple[int, date, date | None, Times]
SET_FROM = (near(-90), near(-30), near(-1), DAY, near(1), near(2))
SET_LEVELS = (2, 0, 1, 3, 4)
# 'from a date not earlier than the day it is recorded; that holds until it is ended'
STANDING: tuple[tuple[SetRow, ...], ...] = tuple(
    ((level, start, None, (at, None)),)
    for level, start, at in product(SET_LEVELS, SET_FROM, MOMENTS)
    if start >= london_day(at)
)
ENDED_SETTINGS: tuple[tuple[SetRow, ...], ...] = tuple(
    ((level, start, None, (a, b)), (level, start, end, (b, None)))
    for level, start, end, (a, b) in product(SET_LEVELS, SET_FROM, CHANGES_ON, PAIRS_OF_MOMENTS)
    if london_day(a) <= start < end and end >= london_day(b)
)
SET_AGAIN: tuple[tuple[SetRow, ...], ...] = tuple(
    (*rows, ((rows[0][0] + 2) % 5, rows[1][2] or DAY, None, (rows[1][3][0], None)))
    for rows in ENDED_SETTINGS
)
TAKEN_BACK: tuple[tuple[SetRow, ...], ...] = tuple(
    ((level, start, None, (a, b)),)
    for level, start, (a, b) in product(SET_LEVELS, SET_FROM, PAIRS_OF_MOMENTS)
    if london_day(a) <= start and start > london_day(b)
)
SETTING_KINDS = tuple(
    st.sampled_from(rows) for rows in (STANDING, ENDED_SETTINGS, SET_AGAIN, TAKEN_BACK)
)
SETTING_KIND = st.sampled_from([0, 0, 1, 1, 2, 3])
TIMELINE = st.sampled_from(TIMELINES)
HISTORY = st.sampled_from([((FIRST, None),)] * len(HISTORIES) + list(HISTORIES))
MANY_SETTINGS = st.sampled_from([0, 0, 1, 1, 2, 3, 4])


def a_requirement(draw: Draw, role: str, skill: str) -> list[RequirementRow]:
    """All versions of what the framework says of a role and skill."""
    rows = []
    for recorded_at, superseded_at in draw(HISTORY):
        for level, starts_on, ends_on in draw(TIMELINE):
            rows.append(
                RequirementRow(
                    role,
                    skill,
                    level,
                    starts_on,
                    ends_on,
                    recorded_at=recorded_at,
                    superseded_at=superseded_at,
                )
            )
    return rows


def requirements(draw: Draw, roles: list[str], skills: list[str]) -> tuple[RequirementRow, ...]:
    """The framework: each role with each skill."""
    rows: list[RequirementRow] = []
    for role, skill in product(roles, skills):
        rows.extend(a_requirement(draw, role, skill))
    return tuple(rows)


def settings_of(
    draw: Draw, organisation: str, roles: list[str], skills: list[str]
) -> list[SettingRow]:
    """What one organisation set: some roles and skills, each once at most."""
    keys = list(product(roles, skills))
    rows = []
    for _ in range(draw(MANY_SETTINGS)):
        role, skill = keys.pop(draw(st.integers(0, len(keys) - 1)))
        for level, starts_on, ends_on, times in draw(SETTING_KINDS[draw(SETTING_KIND)]):
            rows.append(
                SettingRow(
                    organisation,
                    role,
                    skill,
                    level,
                    starts_on,
                    ends_on,
                    recorded_at=times[0],
                    superseded_at=times[1],
                )
            )
    return rows
