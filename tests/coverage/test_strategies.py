"""The generated worlds keep the invariants of the records and reach the cases that matter."""

from collections import Counter
from collections.abc import Hashable, Iterable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings

from tests.coverage import reference
from tests.coverage.reference_months import london_day
from tests.coverage.reference_rows import holds, known
from tests.coverage.strategies import Case, cases, worlds
from tests.coverage.strategies_days import KNOWN_AT
from tests.coverage.world import World

generated = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ENDLESS = date.max - timedelta(days=1)


def all_different(keys: Iterable[Hashable]) -> bool:
    """Whether no key comes twice."""
    return all(count == 1 for count in Counter(keys).values())


def days_of_change(world: World) -> set[date]:
    """Every day on which a requirement or a setting begins or ends, and the last of days."""
    spans = [(row.starts_on, row.ends_on) for row in world.requirements]
    spans.extend((row.starts_on, row.ends_on) for row in world.settings)
    return {ENDLESS, *(start for start, _ in spans), *(end or ENDLESS for _, end in spans)}


@generated
@given(worlds())
def test_one_requirement_and_one_setting_at_most_hold_on_a_day(world: World) -> None:
    for known_at in KNOWN_AT:
        requirements = known(world.requirements, known_at)
        set_here = known(world.settings, known_at)
        for day in days_of_change(world):
            on_day = [row for row in requirements if holds(row.starts_on, row.ends_on, day)]
            set_on = [row for row in set_here if holds(row.starts_on, row.ends_on, day)]
            assert all_different((row.role, row.skill) for row in on_day)
            assert all_different((row.organisation, row.role, row.skill) for row in set_on)


@generated
@given(worlds())
def test_one_row_at_most_of_a_membership_and_of_a_piece_of_evidence_is_live(world: World) -> None:
    for known_at in KNOWN_AT:
        assert all_different(row.membership for row in known(world.memberships, known_at))
        assert all_different(row.evidence for row in known(world.evidence, known_at))
        assert all_different(row.evidence for row in known(world.withdrawals, known_at))


@generated
@given(worlds())
def test_every_end_comes_after_its_start(world: World) -> None:
    spans = [(row.starts_on, row.ends_on) for row in world.organisations]
    for rows in (world.memberships, world.held_roles, world.requirements, world.settings):
        spans.extend((row.starts_on, row.ends_on) for row in rows)
    spans.extend((row.starts_on, row.ends_on) for row in world.sharings)
    spans.extend((row.paused_from, row.paused_until) for row in world.pauses)
    spans.extend((row.shown_on, row.expires_on) for row in world.evidence)
    assert all(end is None or start < end for start, end in spans)


@generated
@given(worlds())
def test_nothing_is_shown_after_the_day_it_is_recorded(world: World) -> None:
    assert all(row.shown_on <= london_day(row.recorded_at) for row in world.evidence)


@generated
@given(worlds())
def test_evidence_is_withdrawn_from_a_day_between_showing_and_recording(world: World) -> None:
    shown = {row.evidence: row for row in world.evidence}
    for row in world.withdrawals:
        evidence = shown[row.evidence]
        assert evidence.shown_on <= row.effective_on <= london_day(row.recorded_at)
        assert evidence.recorded_at < row.recorded_at


@generated
@given(worlds())
def test_a_setting_begins_no_earlier_than_the_day_it_was_first_recorded(world: World) -> None:
    for row in world.settings:
        versions = [
            other.recorded_at
            for other in world.settings
            if (other.organisation, other.role, other.skill, other.level, other.starts_on)
            == (row.organisation, row.role, row.skill, row.level, row.starts_on)
        ]
        assert london_day(min(versions)) <= row.starts_on


def figure_of(case: Case, figure: str) -> int:
    """One figure of the overall that the case asks for; 0 where there are no figures."""
    question, world = case.question, case.world
    if reference.gives_no_figures(world, question.organisation, question.as_at):
        return 0
    report = reference.report(
        world, question.organisation, question.as_at, question.known_at, **question.filters
    )
    found: int = report["overall"][figure]
    return found


@pytest.mark.parametrize("figure", ["met", "expiring", "below", "none"])
def test_worlds_with_every_status_and_with_pairs_about_to_expire_come_up(figure: str) -> None:
    quick = settings(max_examples=2000, deadline=None, phases=[Phase.generate])
    case = find(cases(), lambda case: figure_of(case, figure) > 1, settings=quick)
    assert figure_of(case, figure) > 1
