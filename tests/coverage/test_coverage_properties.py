"""The fast report is held to the slow reference, over generated councils and worked examples."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.coverage import reference
from tests.coverage.engine import Engine
from tests.coverage.examples import EXAMPLES, FURTHER, Question, answer_of
from tests.coverage.reference_months import london_day
from tests.coverage.strategies import Case, cases
from tests.coverage.strategies_days import AS_AT, KNOWN_AT

# Comparing councils comes with the report's own issue; everything else is here.
NOT_BUILT_YET = {"beside_others"}
QUESTIONS = [
    pytest.param(question, id=f"{example.number}-{place}-{question.says}")
    for example in (*EXAMPLES, *FURTHER)
    for place, question in enumerate(example.questions)
    if question.call not in NOT_BUILT_YET
]
# Days and moments to keep figures of: never a day before the moment's own.
KEPT = [
    (day, at) for day in sorted(set(AS_AT)) for at in sorted(set(KNOWN_AT)) if london_day(at) <= day
]
many = settings(
    max_examples=120,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_report_gives_the_answer_of_the_worked_example(
    engine: Engine, question: Question
) -> None:
    assert answer_of(engine, question) == question.answer


def asked(of: Any, case: Case) -> dict[str, Any]:
    question = case.question
    found: dict[str, Any] = of(
        case.world, question.organisation, question.as_at, question.known_at, **question.filters
    )
    return found


@many
@given(case=cases())
def test_every_figure_is_the_reference_s(engine: Engine, case: Case) -> None:
    question = case.question
    assume(not reference.gives_no_figures(case.world, question.organisation, question.as_at))
    assert asked(engine.report, case) == asked(reference.report, case)


@many
@given(case=cases())
def test_gaps_stand_in_the_reference_s_order(engine: Engine, case: Case) -> None:
    question = case.question
    assume(not reference.gives_no_figures(case.world, question.organisation, question.as_at))
    where = (question.organisation, question.as_at, question.known_at)
    assert engine.priorities(case.world, *where) == reference.priorities(case.world, *where)


@many
@given(case=cases())
def test_the_no_name_view_hides_what_the_reference_hides(engine: Engine, case: Case) -> None:
    question = case.question
    assume(not reference.gives_no_figures(case.world, question.organisation, question.as_at))
    # A threshold of 3 hides some lines of these small councils and not others.
    where = (case.world, question.organisation, question.as_at, question.known_at)
    mine = engine.primary_no_name(*where, threshold=3, **question.filters)
    theirs = reference.primary_no_name(*where, threshold=3, **question.filters)
    assert mine == theirs


@many
@given(case=cases())
def test_a_partnership_s_figures_are_the_reference_s(engine: Engine, case: Case) -> None:
    question = case.question
    where = (case.world, question.partnership, question.as_at, question.known_at)
    mine = engine.partnership_report(*where, **question.filters)
    assert mine == reference.partnership_report(*where, **question.filters)


@many
@given(case=cases())
def test_the_overall_under_the_framework_alone_is_the_reference_s(
    engine: Engine, case: Case
) -> None:
    question = case.question
    assume(not reference.gives_no_figures(case.world, question.organisation, question.as_at))
    where = (case.world, question.organisation, question.as_at, question.known_at)
    assert engine.framework_overall(*where) == reference.framework_overall(*where)


@settings(many, max_examples=60)  # test_latest.py has a case for each kind of change
@given(case=cases(), kept=st.sampled_from(KEPT))
def test_figures_brought_up_to_date_are_those_worked_out_whole(
    engine: Engine, case: Case, kept: tuple[date, datetime]
) -> None:
    question = case.question
    as_at, known_at = kept
    assume(as_at <= question.as_at and known_at <= question.known_at)
    where = (case.world, question.organisation, question.as_at, question.known_at)
    for own_settings in (True, False):
        whole, latest = engine.whole_and_latest(*where, *kept, own_settings=own_settings)
        assert latest == whole
