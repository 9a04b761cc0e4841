"""From the three files alone a stranger gets the report's figures."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType, SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings

from learning.catalogue.framework import Tier
from learning.catalogue.published import Catalogue
from learning.csvs import to_csv
from learning.people.sight import Eyes
from learning.people.standing import WHOLE
from learning.staffing import exports
from tests.coverage import reference, stranger
from tests.coverage.engine import NO_PATHS, Engine
from tests.coverage.strategies import Case, cases
from tests.coverage.world import World

pytestmark = pytest.mark.long

many = settings(
    max_examples=200,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def files_of(engine: Engine, case: Case) -> tuple[str, str, str]:
    """The three exports as known at the case's moment."""
    question = case.question
    organisation_id = engine.ids(case.world)[question.organisation]
    eyes = Eyes(organisation_id, WHOLE, 0, with_roles(case.world))
    at = {"on": question.as_at, "known_at": question.known_at}
    return (
        to_csv(exports.PEOPLE, exports.people_rows(engine.session, eyes, **at)),
        to_csv(exports.EVIDENCE, exports.evidence_rows(engine.session, eyes, **at)),
        to_csv(
            exports.REQUIREMENTS,
            exports.requirement_rows(engine.session, organisation_id, known_at=question.known_at),
        ),
    )


def with_roles(world: World) -> Catalogue:
    """A catalogue that knows the tiers of the world's roles."""
    roles = {r.slug: SimpleNamespace(slug=r.slug, tier=Tier(r.tier)) for r in world.roles}
    return replace(NO_PATHS, roles=MappingProxyType(roles))  # type: ignore[arg-type]


@many
@given(case=cases())
def test_a_stranger_gets_the_figures_of_the_report_from_the_files(
    engine: Engine, case: Case
) -> None:
    question = case.question
    people, evidence, requirements = files_of(engine, case)
    no_requirement_stands_in_two_rows_for_one_day(requirements)
    each_row_meets_one_pause_at_most(people)
    if reference.gives_no_figures(case.world, question.organisation, question.as_at):
        return
    mine = engine.report(case.world, question.organisation, question.as_at, question.known_at)
    theirs = stranger.figures(people, evidence, requirements, question.as_at)
    assert theirs == {key: mine[key] for key in theirs}


def no_requirement_stands_in_two_rows_for_one_day(requirements: str) -> None:
    rows = stranger.rows_of(requirements)
    for day in {date.fromisoformat(r[c]) for r in rows for c in ("from", "until") if r[c]}:
        held = [(r["role"], r["skill"]) for r in rows if stranger.holds(r["from"], r["until"], day)]
        assert len(held) == len(set(held))


def each_row_meets_one_pause_at_most(people: str) -> None:
    for row in stranger.rows_of(people):
        assert not row["paused_until"] or row["paused_from"] < row["paused_until"]
        assert not row["role_ends_on"] or row["role_starts_on"] < row["role_ends_on"]
