"""One hand-made example for each reason a figure changes, and for each place two reasons meet."""

from dataclasses import replace
from datetime import date

import pytest

from learning.coverage.compared import change
from learning.coverage.rules.points import points
from learning.people.models import Restriction
from tests.coverage.engine import Engine
from tests.coverage.engine_changes import LEAD, Changes, parts_of
from tests.coverage.examples import CHANGES
from tests.coverage.examples_changes import ALWAYS, BETWEEN, CORRECTIONS, EARLY, EXAMPLES, FROM, TO
from tests.coverage.examples_form import LONG_AGO, Row, joins, noon, shows, world_of
from tests.coverage.examples_people import BACKDATED_WORLD, LEAVER_WORLD
from tests.coverage.reference_changes import EVERYBODY, Sight, State, explained
from tests.coverage.reference_pairs import Filters
from tests.coverage.world import HeldRoleRow


def states(
    rows: tuple[Row, ...], *, corrected: bool = False, sight: Sight = EVERYBODY, **filters: str
) -> tuple[State, State, State]:
    world = world_of(*ALWAYS, *rows)
    early = noon(FROM if corrected else TO)
    chosen = Filters(**filters)
    return (
        State(world, "here", FROM, early, chosen, sight),
        State(world, "here", FROM, noon(TO), chosen, sight),
        State(world, "here", TO, noon(TO), chosen, sight),
    )


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_change_has_its_reason(engine: Engine, name: str) -> None:
    rows, parts = EXAMPLES[name]
    first, middle, last = states(rows)
    assert Changes(engine, first, last).parts() == parts
    assert explained(first, middle, last) == parts


@pytest.mark.parametrize("name", CORRECTIONS)
def test_what_was_recorded_late_is_a_correction(engine: Engine, name: str) -> None:
    rows, parts = CORRECTIONS[name]
    first, middle, last = states(rows, corrected=True)
    assert Changes(engine, first, last).parts() == parts
    assert explained(first, middle, last) == parts


def test_backdated_prior_learning_explains_one_day_known_at_two_moments(engine: Engine) -> None:
    day = date(2026, 3, 31)
    first = State(BACKDATED_WORLD, "demo", day, noon(date(2026, 4, 5)))
    last = replace(first, known_at=noon(date(2026, 4, 21)))
    found = Changes(engine, first, last).compared()
    assert parts_of(found) == {"corrected": (1, 1, 0)}
    assert found.corrections is not None
    assert [part.value for skill, part in found.corrections if skill is None] == ["gained"]


def test_a_late_leaver_explains_one_day_known_at_two_moments(engine: Engine) -> None:
    day = date(2026, 3, 31)
    first = State(LEAVER_WORLD, "demo", day, noon(date(2026, 4, 1)))
    last = replace(first, known_at=noon(date(2026, 4, 3)))
    found = Changes(engine, first, last).compared()
    assert parts_of(found) == {"corrected": (1, -1, -1)}
    overalls = found.lines()[0][1:]
    assert None not in overalls
    assert [(one.met, one.required) for one in overalls] == [(6, 10), (5, 9)]
    assert change(*overalls) == -4


def test_somebody_who_moves_out_of_the_group_has_left_it(engine: Engine) -> None:
    rows = (
        joins(8, "here"),
        HeldRoleRow(8, "councillor", None, LONG_AGO, BETWEEN, recorded_at=noon(EARLY)),
        HeldRoleRow(8, "officer", None, BETWEEN, recorded_at=noon(EARLY)),
    )
    whole, _, whole_last = states(rows)
    assert Changes(engine, whole, whole_last).parts() == {"roles-changed": (1, 0, -1)}
    for more in ({"tier": "councillor"}, {"role": "councillor"}):
        first, _, last = states(rows, **more)
        found = Changes(engine, first, last).compared()
        assert parts_of(found) == {"left": (1, 0, -1)}
        assert {where.value for _, where in found.people or {}} == {"moved"}
    first, _, last = states(rows, sight=Sight(("councillor",)))
    assert Changes(engine, first, last).parts() == {"left": (1, 0, -1)}


def test_restricted_people_stand_in_no_part_of_other_leads(engine: Engine) -> None:
    first, _, last = states((shows(9, 2, "dp", 2, BETWEEN),))
    changes = Changes(engine, first, last)
    changes.parts()
    engine.session.add(
        Restriction(membership_id=2, lead_id=3, recorded_at=noon(TO), recorded_by=None)
    )
    engine.session.flush()
    found = changes.compared()
    assert (parts_of(found), found.left_out) == ({}, 1)
    assert changes.listed("gained") == []
    assert LEAD != 3


@pytest.mark.parametrize(("before", "after", "change"), CHANGES)
def test_a_change_is_worked_out_from_exact_fractions(
    before: tuple[int, int], after: tuple[int, int], change: int
) -> None:
    assert points(before, after) == change
    assert points(after, before) == -change


def test_a_change_from_nothing_needed_is_no_number() -> None:
    assert points((0, 0), (3, 4)) is None
    assert points((1, 8), (1, 4)) == 13  # 12.5: halves go away from nought
