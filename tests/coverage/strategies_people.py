"""Generated people: memberships with their pauses and roles, evidence with its withdrawals."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from tests.coverage.reference_months import london_day
from tests.coverage.strategies_days import (
    CLOSED_SPANS,
    EFFECTIVE_DAYS,
    EVIDENCE_SPANS_AT,
    HISTORIES,
    MOMENTS,
    PAUSE_SPANS,
    SPANS,
    Span,
)
from tests.coverage.strategies_levels import Draw
from tests.coverage.world import (
    EvidenceRow,
    HeldRoleRow,
    MembershipRow,
    PauseRow,
    Recorded,
    WithdrawalRow,
)

SPAN = st.sampled_from(SPANS)
CLOSED_SPAN = st.sampled_from(CLOSED_SPANS)
PAUSE_SPAN = st.sampled_from(PAUSE_SPANS)
HISTORY = st.sampled_from(HISTORIES)
COMES_BACK = st.sampled_from([False] * 7 + [True])
DAYS_AWAY = st.sampled_from([0, 1, 30])
MANY_PAUSES = st.sampled_from([0] * 12 + [1, 1, 2])
MANY_ROLES = st.sampled_from([1, 1, 2, 2, 3])
MANY_EVIDENCE = st.sampled_from([0, 1, 2, 3, 4, 5])
LEVEL = st.sampled_from([1, 2, 3, 2, 3, 4])
SOURCE = st.sampled_from(
    ["assessment", "assessment", "prior-learning", "observed", "self-assessment"]
)
EVIDENCE_SPAN_AT = {at: st.sampled_from(spans) for at, spans in EVIDENCE_SPANS_AT.items()}
IS_WITHDRAWN = st.sampled_from([False, False, True])
WITHDRAWAL_KIND = st.sampled_from(["stands", "stands", "stands", "taken back", "corrected"])
ROOM_FOR_EACH = 100


def organisations_for(draw: Draw, organisations: Sequence[str]) -> tuple[str, ...]:
    """The organisations a person serves: one, or as a twin-hatter several."""
    choices = [(slug,) for slug in organisations] * 2
    several: list[Any] = [
        chosen
        for size in range(2, len(organisations) + 1)
        for chosen in combinations(organisations, size)
    ]
    found: tuple[str, ...] = draw(st.sampled_from([*choices, *several]))
    return found


def memberships_of(
    draw: Draw,
    person: int,
    organisations: Sequence[str],
    roles: Sequence[str],
    services: Sequence[str],
) -> list[MembershipRow | PauseRow | HeldRoleRow]:
    """All a person's memberships, numbered apart from everybody else's."""
    rows: list[MembershipRow | PauseRow | HeldRoleRow] = []
    number = person * ROOM_FOR_EACH
    for organisation in organisations_for(draw, organisations):
        comes_back = draw(COMES_BACK)
        first = versions(draw, number, person, organisation, CLOSED_SPAN if comes_back else SPAN)
        rows.extend(first)
        rows.extend(within(draw, number, roles, services))
        number += 1
        if comes_back:
            rows.extend(back_again(draw, number, first))
            rows.extend(within(draw, number, roles, services))
            number += 1
    return rows


def versions(
    draw: Draw, number: int, person: int, organisation: str, spans: st.SearchStrategy[Span]
) -> list[MembershipRow]:
    """A membership with its corrections: one version is live at any moment, or none."""
    rows = []
    for recorded_at, superseded_at in draw(HISTORY):
        starts_on, ends_on = draw(spans)
        rows.append(
            MembershipRow(
                number,
                person,
                organisation,
                starts_on,
                ends_on,
                recorded_at=recorded_at,
                superseded_at=superseded_at,
            )
        )
    return rows


def back_again(draw: Draw, number: int, first: list[MembershipRow]) -> list[MembershipRow]:
    """A second membership that begins on or after the last day of any version of the first."""
    left_on = max(row.ends_on or date.max for row in first)
    starts_on = left_on + timedelta(days=draw(DAYS_AWAY))
    spans: st.SearchStrategy[Span] = st.just((starts_on, None))
    return versions(draw, number, first[0].person, first[0].organisation, spans)


def within(
    draw: Draw, number: int, roles: Sequence[str], services: Sequence[str]
) -> list[PauseRow | HeldRoleRow]:
    """The pauses of a membership and the roles held in it; the days need not lie within its."""
    rows: list[PauseRow | HeldRoleRow] = []
    rows.extend(pauses_of(draw, number))
    posts = [(role, service) for role in roles for service in (None, *services)]
    for _ in range(draw(MANY_ROLES)):
        role, service = posts.pop(draw(st.integers(0, len(posts) - 1)))
        for recorded in draw(HISTORY):
            starts_on, ends_on = draw(SPAN)
            rows.append(HeldRoleRow(number, role, service, starts_on, ends_on, **times(recorded)))
    return rows


def pauses_of(draw: Draw, number: int) -> list[PauseRow]:
    """Mostly no pause; a second one begins after every version of the first."""
    many = draw(MANY_PAUSES)
    rows = a_pause(draw, number, PAUSE_SPAN) if many else []
    ends = [row.paused_until for row in rows if row.paused_until is not None]
    if many == 2 and len(ends) == len(rows):
        later: st.SearchStrategy[Span] = st.just((max(ends), None))
        rows.extend(a_pause(draw, number, later))
    return rows


def a_pause(draw: Draw, number: int, spans: st.SearchStrategy[Span]) -> list[PauseRow]:
    """A pause with its corrections."""
    rows = []
    for recorded in draw(HISTORY):
        paused_from, paused_until = draw(spans)
        rows.append(PauseRow(number, paused_from, paused_until, **times(recorded)))
    return rows


def times(recorded: tuple[Any, Any]) -> dict[str, Any]:
    """The two times of a version, by name."""
    return {"recorded_at": recorded[0], "superseded_at": recorded[1]}


def a_piece(draw: Draw, number: int, person: int, skill: str, source: str) -> list[EvidenceRow]:
    """A piece of evidence with its corrections, which may change its level and days."""
    rows = []
    for recorded in draw(HISTORY):
        level = draw(LEVEL)
        shown_on, expires_on = draw(EVIDENCE_SPAN_AT[recorded[0]])
        days = (shown_on, expires_on)
        rows.append(EvidenceRow(number, person, skill, level, source, *days, **times(recorded)))
    return rows


def evidence_of(
    draw: Draw, person: int, skills: Sequence[str]
) -> list[EvidenceRow | WithdrawalRow]:
    """What a person showed, some of it corrected, void or withdrawn."""
    rows: list[EvidenceRow | WithdrawalRow] = []
    skill_of = st.sampled_from(skills)
    for position in range(draw(MANY_EVIDENCE)):
        number = person * ROOM_FOR_EACH + position
        shown = a_piece(draw, number, person, draw(skill_of), draw(SOURCE))
        rows.extend(shown)
        if len(shown) == 1 and draw(IS_WITHDRAWN):
            rows.extend(withdrawals_of(draw, shown[0]))
    return rows


def later_than(row: Recorded) -> list[Any]:
    """The moments after a row was recorded and before it was superseded."""
    return [
        at
        for at in MOMENTS
        if at > row.recorded_at and (row.superseded_at is None or at < row.superseded_at)
    ]


def a_withdrawal(draw: Draw, evidence: EvidenceRow, recorded: tuple[Any, Any]) -> WithdrawalRow:
    """'an effective date between `shown_on` and the day of recording'."""
    last = london_day(recorded[0])
    days = [day for day in EFFECTIVE_DAYS if evidence.shown_on < day <= last]
    effective_on = draw(st.sampled_from([evidence.shown_on, *days]))
    return WithdrawalRow(evidence.evidence, effective_on, **times(recorded))


def withdrawals_of(draw: Draw, evidence: EvidenceRow) -> list[WithdrawalRow]:
    """A withdrawal, which may be taken back or corrected in its turn."""
    moments = later_than(evidence)
    if not moments:
        return []
    at = draw(st.sampled_from(moments))
    kind = draw(WITHDRAWAL_KIND)
    after = [moment for moment in moments if moment > at]
    if kind == "stands" or not after:
        return [a_withdrawal(draw, evidence, (at, None))]
    again = draw(st.sampled_from(after))
    first = a_withdrawal(draw, evidence, (at, again))
    if kind == "taken back":
        return [first]
    return [first, a_withdrawal(draw, evidence, (again, None))]
