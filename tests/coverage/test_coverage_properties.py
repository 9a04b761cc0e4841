"""The fast report is held to the slow reference, over generated councils and worked examples."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.coverage import reference
from tests.coverage.engine import AskingOnce, Engine
from tests.coverage.examples import EXAMPLES, FURTHER, Question, answer_of
from tests.coverage.reference_months import london_day
from tests.coverage.strategies import Case, cases
from tests.coverage.strategies_days import AS_AT, KNOWN_AT

pytestmark = pytest.mark.long

# Comparing councils has tests of its own; everything else is here.
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
    max_examples=500,  # worlds, of one to three councils; asked of each, on both databases
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def engine(session: Session) -> Engine:
    return AskingOnce(session)


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


def every_figure(engine: Engine, case: Case) -> None:
    assert asked(engine.report, case) == asked(reference.report, case)


def the_order_of_gaps(engine: Engine, case: Case) -> None:
    question = case.question
    where = (case.world, question.organisation, question.as_at, question.known_at)
    assert engine.priorities(*where) == reference.priorities(*where)


def what_the_no_name_view_hides(engine: Engine, case: Case) -> None:
    question = case.question
    # A threshold of 3 hides some lines of these small councils and not others.
    where = (case.world, question.organisation, question.as_at, question.known_at)
    mine = engine.primary_no_name(*where, threshold=3, **question.filters)
    theirs = reference.primary_no_name(*where, threshold=3, **question.filters)
    assert mine == theirs


def the_overall_under_the_framework_alone(engine: Engine, case: Case) -> None:
    question = case.question
    where = (case.world, question.organisation, question.as_at, question.known_at)
    assert engine.framework_overall(*where) == reference.framework_overall(*where)


def a_partnership_s_figures(engine: Engine, case: Case) -> None:
    question = case.question
    where = (case.world, question.partnership, question.as_at, question.known_at)
    mine = engine.partnership_report(*where, **question.filters)
    assert mine == reference.partnership_report(*where, **question.filters)


OF_A_COUNCIL = (
    every_figure,
    the_order_of_gaps,
    what_the_no_name_view_hides,
    the_overall_under_the_framework_alone,
)


@many
@given(case=cases(), kept=st.sampled_from(KEPT))
def test_whatever_is_asked_of_whatever_world_the_reference_says_the_same(
    engine: Engine, case: Case, kept: tuple[date, datetime]
) -> None:
    for organisation in case.world.organisations:
        question = replace(case.question, organisation=organisation.slug)
        asked_here = replace(case, question=question)
        if not reference.gives_no_figures(case.world, organisation.slug, question.as_at):
            for same in OF_A_COUNCIL:
                same(engine, asked_here)
        brought_up_to_date(engine, asked_here, *kept)
    a_partnership_s_figures(engine, case)


def brought_up_to_date(engine: Engine, case: Case, as_at: date, known_at: datetime) -> None:
    """Figures kept of one day and brought up to another are those worked out whole."""
    question = case.question
    if as_at > question.as_at or known_at > question.known_at:
        return  # test_latest.py has a case for each kind of change
    where = (case.world, question.organisation, question.as_at, question.known_at)
    for own_settings in (True, False):
        whole, latest = engine.whole_and_latest(*where, as_at, known_at, own_settings=own_settings)
        assert latest == whole
