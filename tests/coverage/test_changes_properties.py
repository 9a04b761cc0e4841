"""What explains a change, and who is behind a figure, is held to the reference."""

from collections import defaultdict
from datetime import date, datetime

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from learning.coverage import behind
from learning.coverage.compared import Point
from learning.coverage.rules.figures import Line
from tests.coverage.engine import Engine
from tests.coverage.engine_changes import Changes, cell_of, parts_of
from tests.coverage.reference_changes import Sight, State, differences, explained, totals
from tests.coverage.reference_pairs import Filters, Pair, pairs_of
from tests.coverage.reference_rows import gives_no_figures
from tests.coverage.strategies import SERVICES, Case, cases
from tests.coverage.strategies_days import KNOWN_AT, near

many = settings(
    max_examples=30,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
# Worlds change close to one day: each is walked through in steps.
STEPS = tuple((near(a), near(b)) for a, b in ((-100, -31), (-31, 2), (2, 95)))
LATEST = KNOWN_AT[0]
MOMENTS = st.sampled_from([LATEST] * 6 + list(KNOWN_AT[16:]))
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


def walks(case: Case, moment: datetime, sight: Sight) -> list[tuple[State, State, State]]:
    """For each step: the earlier day at an early moment, by the last moment, and the later day."""
    return [
        (
            state_of(case, first, moment, sight),
            state_of(case, first, LATEST, sight),
            state_of(case, last, LATEST, sight),
        )
        for first, last in STEPS
    ]


@many
@given(case=cases(), moment=MOMENTS, sight=SIGHTS)
def test_what_explains_a_change_and_who_is_behind_it_is_the_reference_s(
    engine: Engine, case: Case, moment: datetime, sight: Sight
) -> None:
    for number, (first, middle, last) in enumerate(walks(case, moment, sight)):
        changes = Changes(engine, first, last)
        the_parts_add_up(changes, first, middle, last)
        if number:
            the_people_behind_each_part(changes, first, middle, last)
    question = case.question
    if not gives_no_figures(case.world, question.organisation, question.as_at):
        the_people_behind_every_cell(engine, case, sight)


def the_parts_add_up(changes: Changes, first: State, middle: State, last: State) -> None:
    found = changes.compared()
    parts = parts_of(found)
    assert parts == explained(first, middle, last)
    assert figures_of(found.before) == lines_of(first)
    assert figures_of(found.after) == lines_of(last)
    before, after = totals(first), totals(last)
    assert sum(met for _, met, _ in parts.values()) == after[0] - before[0]
    assert sum(required for *_, required in parts.values()) == after[1] - before[1]
    for skill, line, later in found.lines():
        of_skill = parts_of(found, skill).values()
        assert sum(met for _, met, _ in of_skill) == met_of(later) - met_of(line)
        assert sum(r for *_, r in of_skill) == required_of(later) - required_of(line)


NUMBERS = ("people", "required", "met", "expiring", "below", "levels_held", "levels_needed")


def figures_of(point: Point) -> dict[str | None, tuple[int, ...]]:
    assert point.lines is not None
    found = {skill: tuple(getattr(line, n) for n in NUMBERS) for skill, line in point.lines.items()}
    return {skill: numbers for skill, numbers in found.items() if skill is None or numbers[1]}


def lines_of(state: State) -> dict[str | None, tuple[int, ...]]:
    pairs = pairs_of(state.world, state.held(), state.as_at, state.known_at, state.filters)
    skills = sorted({pair.skill for pair in pairs})
    lines = {None: pairs} | {skill: [p for p in pairs if p.skill == skill] for skill in skills}
    return {
        skill: (
            len({pair.person for pair in line}),
            len(line),
            len([pair for pair in line if pair.is_met]),
            len([pair for pair in line if pair.is_expiring]),
            len([pair for pair in line if pair.is_below]),
            sum(min(pair.held, pair.required) for pair in line),
            sum(pair.required for pair in line),
        )
        for skill, line in lines.items()
    }


def met_of(line: Line | None) -> int:
    return line.met if line else 0


def required_of(line: Line | None) -> int:
    return line.required if line else 0


def the_people_behind_each_part(changes: Changes, first: State, middle: State, last: State) -> None:
    expected: dict[str, list[tuple[int, str]]] = defaultdict(list)
    expected["corrected"] = sorted(differences(first, middle))
    for pair, (reason, *_) in sorted(differences(middle, last).items()):
        expected[reason].append(pair)
    for reason, pairs in expected.items():
        assert changes.listed(reason) == pairs


def the_people_behind_every_cell(engine: Engine, case: Case, sight: Sight) -> None:
    question = case.question
    state = state_of(case, question.as_at, question.known_at, sight)
    pairs = pairs_of(state.world, state.held(), state.as_at, state.known_at, state.filters)
    counted = behind.totals(engine.session, cell_of(engine, state))
    assert counted == behind.Totals(
        len(pairs),
        len([pair for pair in pairs if pair.is_met]),
        len([pair for pair in pairs if pair.is_expiring]),
        len([pair for pair in pairs if pair.is_below]),
        len([pair for pair in pairs if pair.is_none]),
    )
    total, found = behind.pairs_behind(
        engine.session, cell_of(engine, state), behind.Wanted(), page=None
    )
    assert total == len(pairs)
    assert sorted((one.person_id, one.skill, one.level, one.held, one.status) for one in found) == [
        (pair.person, pair.skill, pair.required, pair.held, status_of(pair)) for pair in pairs
    ]


def status_of(pair: Pair) -> str:
    if pair.is_met:
        return "expiring" if pair.is_expiring else "met"
    return "below" if pair.is_below else "none"
