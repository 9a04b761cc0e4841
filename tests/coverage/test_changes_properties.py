"""What explains a change, and who is behind a figure, is held to the reference."""

from datetime import date, datetime
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from learning.coverage import behind
from tests.coverage.engine import Engine
from tests.coverage.engine_changes import Changes, behind_cell, cell_of, parts_of
from tests.coverage.reference_changes import Sight, State, differences, explained, totals
from tests.coverage.reference_pairs import Filters, pairs_of
from tests.coverage.reference_rows import gives_no_figures
from tests.coverage.strategies import SERVICES, Case, cases
from tests.coverage.strategies_days import AS_AT, KNOWN_AT, near

many = settings(
    max_examples=100,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
DAYS = st.sampled_from([*AS_AT, near(-60), near(-100)])
MOMENTS = st.sampled_from(KNOWN_AT)
# Mostly a lead of everybody; else of a tier, a service, or both.
SIGHTS = st.sampled_from(
    [Sight(), Sight(), Sight(), Sight(("councillor",)), Sight((), SERVICES[:1]),
     Sight(("leadership",), SERVICES[1:2])]
)  # fmt: skip


def state_of(case: Case, as_at: date, known_at: datetime, sight: Sight) -> State:
    question = case.question
    filters = Filters(**question.filters)
    assume(not gives_no_figures(case.world, question.organisation, as_at))
    return State(case.world, question.organisation, as_at, known_at, filters, sight)


def two_states(case: Case, day: date, moment: datetime, sight: Sight) -> tuple[State, State, State]:
    """An earlier day and moment, that day by the later moment, and the later of both."""
    question = case.question
    first, last = sorted([day, question.as_at])
    early, late = sorted([moment, question.known_at])
    return (
        state_of(case, first, early, sight),
        state_of(case, first, late, sight),
        state_of(case, last, late, sight),
    )


@many
@given(case=cases(), day=DAYS, moment=MOMENTS, sight=SIGHTS)
def test_the_parts_are_the_reference_s_and_add_up(
    engine: Engine, case: Case, day: date, moment: datetime, sight: Sight
) -> None:
    first, middle, last = two_states(case, day, moment, sight)
    found = Changes(engine, first, last).compared()
    parts = parts_of(found)
    assert parts == explained(first, middle, last)
    before, after = totals(first), totals(last)
    assert sum(met for _, met, _ in parts.values()) == after[0] - before[0]
    assert sum(required for *_, required in parts.values()) == after[1] - before[1]
    for skill, line, later in found.lines():
        change = [
            (getattr(later, n) if later else 0) - (getattr(line, n) if line else 0)
            for n in ("met", "required")
        ]
        of_skill = parts_of(found, skill).values()
        assert [sum(met for _, met, _ in of_skill), sum(r for *_, r in of_skill)] == change


@many
@given(case=cases(), day=DAYS, sight=SIGHTS)
def test_the_people_behind_each_part_are_the_reference_s(
    engine: Engine, case: Case, day: date, sight: Sight
) -> None:
    first, middle, last = two_states(case, day, case.question.known_at, sight)
    changes = Changes(engine, first, last)
    expected = differences(middle, last)
    for reason in {reason for reason, *_ in expected.values()}:
        theirs = sorted(pair for pair, (why, *_) in expected.items() if why == reason)
        assert changes.listed(reason) == theirs


@many
@given(case=cases(), moment=MOMENTS, sight=SIGHTS)
def test_the_people_behind_a_correction_are_the_reference_s(
    engine: Engine, case: Case, moment: datetime, sight: Sight
) -> None:
    first, middle, _ = two_states(case, case.question.as_at, moment, sight)
    assert Changes(engine, first, middle).listed("corrected") == sorted(differences(first, middle))


@many
@given(case=cases(), sight=SIGHTS)
def test_the_people_behind_every_cell_are_the_reference_s(
    engine: Engine, case: Case, sight: Sight
) -> None:
    question = case.question
    state = state_of(case, question.as_at, question.known_at, sight)
    pairs = pairs_of(state.world, state.held(), state.as_at, state.known_at, state.filters)
    by_status: dict[str, Any] = {
        "met": [pair for pair in pairs if pair.is_met],
        "expiring": [pair for pair in pairs if pair.is_expiring],
        "below": [pair for pair in pairs if pair.is_below],
        "none": [pair for pair in pairs if pair.is_none],
        "short": [pair for pair in pairs if not pair.is_met],
    }
    counted = behind.totals(engine.session, cell_of(engine, state))
    assert counted.required == len(pairs)
    for status, expected in by_status.items():
        assert counted.of(status) == len(expected)
        assert behind_cell(engine, state, status) == sorted(
            (pair.person, pair.skill, pair.required, pair.held) for pair in expected
        )
