"""The report over time is the same as asking for each of its days by itself."""

import itertools
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType, SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.catalogue.published import Catalogue
from learning.coverage import latest, trending
from learning.coverage.joined_and_left import rows_of
from learning.coverage.planned import carried_out
from learning.coverage.queries import Question, profiles_of, profiles_of_each
from learning.coverage.rules.figures import Filters, Line, overall_of
from learning.coverage.rules.joined_and_left import Points, moves
from learning.coverage.rules.narrowing import narrow
from learning.coverage.rules.trend import (
    TrendPoint,
)
from learning.coverage.rules.whom import Whom
from learning.people.standing import WHOLE, Scope
from tests.coverage import reference
from tests.coverage.engine import Engine, facts
from tests.coverage.reference_pairs import Filters as ReferenceFilters
from tests.coverage.reference_pairs import pairs_of, roles_held
from tests.coverage.strategies import Case, cases
from tests.coverage.strategies_days import AS_AT, DAY, KNOWN_AT
from tests.coverage.test_coverage_properties import many
from tests.coverage.world import World

pytestmark = pytest.mark.long

DAYS = st.lists(st.sampled_from(sorted(set(AS_AT))), min_size=2, max_size=4, unique=True).map(
    sorted
)
MOMENT = st.sampled_from(sorted(set(KNOWN_AT)))
KEPT = st.fixed_dictionaries({}, optional=dict.fromkeys(sorted(set(AS_AT)), MOMENT))
few = settings(many, max_examples=40)
COUNTS = ("people", "required", "met", "expiring", "below", "none")


def catalogue_of(world: World) -> Catalogue:
    """The roles of a world, in place of the published ones."""
    roles = {
        one.slug: SimpleNamespace(
            slug=one.slug,
            tier=SimpleNamespace(value=one.tier),
            public=one.public,
            weight=one.weight,
        )
        for one in world.roles
    }
    of_nothing = (MappingProxyType({}) for _ in range(5))
    found = Catalogue((), *of_nothing, framework_revision="")  # type: ignore[arg-type]
    object.__setattr__(found, "roles", MappingProxyType(roles))
    return found


def trend_of(
    engine: Engine, case: Case, days: list[date], scope: Scope = WHOLE
) -> list[TrendPoint]:
    """By what is kept, brought up to date in one go."""
    question = asked_of(engine, case, days[-1])
    found = latest.Latest(engine.session, question, days[:-1])
    *before, last = carried_out(engine.session, *found.plans_of_days(), found.plan())
    roles, filters = facts(case.world), Filters(**case.question.filters)
    points = trending.for_lead(
        engine.session,
        question,
        days,
        before,
        (last, overall_of(narrow(last, roles, filters), roles)),
        trending.whom_of(filters, scope, catalogue_of(case.world)),
    )
    return list(points)


def asked_of(engine: Engine, case: Case, day: date) -> Question:
    number = engine.ids(case.world)[case.question.organisation]
    return Question((number,), day, case.question.known_at)


def people_of(case: Case, day: date, known_at: datetime) -> set[int]:
    """By the reference: everyone with a requirement pair in the line."""
    held = roles_held(case.world, [case.question.organisation], day, known_at)
    filters = ReferenceFilters(**case.question.filters)
    return {pair.person for pair in pairs_of(case.world, held, day, known_at, filters)}


def counts(line: Line) -> dict[str, int]:
    return {name: getattr(line, name) for name in COUNTS}


@few
@given(case=cases(), days=DAYS, kept=KEPT)
def test_each_point_says_what_its_day_says_by_itself(
    engine: Engine, case: Case, days: list[date], kept: dict[date, datetime]
) -> None:
    number = engine.ids(case.world)[case.question.organisation]
    of_days = [
        latest.figures_of(engine.session, Question((number,), day, at)) for day, at in kept.items()
    ]
    latest.keep(engine.session, number, of_days)
    points = trend_of(engine, case, days)
    assert [point.as_at for point in points] == days
    for point in points:
        where = (case.question.organisation, point.as_at, case.question.known_at)
        if not reference.gives_no_figures(case.world, where[0], where[1]):
            alone = reference.report(case.world, *where, **case.question.filters)["overall"]
            assert counts(point.line) == {name: alone[name] for name in COUNTS}


@few
@given(
    case=cases(),
    asked=st.lists(st.tuples(st.sampled_from(AS_AT), MOMENT), min_size=2, max_size=4),
)
def test_who_joined_and_who_left_is_counted_person_by_person(
    engine: Engine, case: Case, asked: list[tuple[date, datetime]]
) -> None:
    days, moments = (tuple(sorted(part)) for part in zip(*asked, strict=True))
    points = Points(days, moments)
    last = profiles_of(
        engine.session,
        Question(asked_of(engine, case, days[-1]).organisations, days[-1], moments[-1]),
    )
    rows = rows_of(engine.session, asked_of(engine, case, DAY).organisations, points, lead_id=None)
    whom = Whom(Filters(**case.question.filters), facts(case.world), lambda _: True)
    there = [people_of(case, *point) for point in zip(days, moments, strict=True)]
    expected = [(len(now - before), len(before - now)) for before, now in itertools.pairwise(there)]
    assert moves(rows, points, whom, last) == expected


@few
@given(case=cases())
def test_what_people_say_of_themselves_is_counted_like_what_they_show(
    engine: Engine, case: Case
) -> None:
    question = asked_of(engine, case, case.question.as_at)
    profiles = profiles_of(engine.session, question)
    said = {
        skill: (
            sum(one.cells[skill].said for one in profiles if skill in one.cells),
            sum(one.cells[skill].said_below for one in profiles if skill in one.cells),
        )
        for skill in {skill for one in profiles for skill in one.cells}
    }
    alone = as_if_it_counted(case.world)
    where = (case.question.organisation, question.as_at, question.known_at)
    if not reference.gives_no_figures(case.world, where[0], where[1]):
        lines = reference.report(alone, *where)["skills"]
        assert said == {line["skill"]: (line["met"], line["below"]) for line in lines}


def as_if_it_counted(world: World) -> World:
    """The world in which only self-assessments were ever recorded, as assessments."""
    rows = [
        replace(row, source="assessment")
        for row in world.evidence
        if row.source == "self-assessment"
    ]
    return replace(world, evidence=tuple(rows))


@few
@given(
    case=cases(),
    asked=st.lists(
        st.tuples(st.sampled_from(AS_AT), MOMENT, st.booleans(), st.none() | st.just((1, 3, 5))),
        min_size=2,
        max_size=4,
    ),
)
def test_many_questions_at_once_have_the_answers_of_each(
    engine: Engine, case: Case, asked: list[tuple[date, datetime, bool, tuple[int, ...] | None]]
) -> None:
    organisations = tuple(engine.ids(case.world).values())[:2]
    questions = [
        Question(organisations, day, at, own_settings=own, people=people)
        for day, at, own, people in asked
    ]
    together = profiles_of_each(engine.session, questions)
    assert together == [profiles_of(engine.session, one) for one in questions]
