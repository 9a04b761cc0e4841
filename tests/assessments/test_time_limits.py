"""Checks with a time limit: what counts, what extra time adds, and what a late answer meets."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.assessments import actions, adjustments, proving, queries
from learning.assessments.models import Adjustment, Attempt
from learning.catalogue.framework import Nation
from learning.clock import day_of
from learning.errors import Conflict, Refusal
from learning.evidence.models import Evidence
from learning.notices.models import Notice
from tests.assessments.checks import (
    AT,
    chosen_in,
    started,
    submitted,
)
from tests.builders import a_person, an_organisation
from tests.courses_by_hand import a_check, a_course, a_provable_course, key

LIMITED = a_course(checks=(a_check(time_limit=20),))
MINUTE = timedelta(minutes=1)
TODAY = day_of(AT)


@pytest.fixture
def ada(session: Session) -> int:
    return a_person(session)


@pytest.fixture
def council(session: Session) -> int:
    return an_organisation(session).id


def granted(session: Session, person: int, council: int, extra: int | None = 50, **more):
    fields = {
        "reason": "Reads with a screen reader",
        "starts_on": TODAY,
        "recorded_at": AT,
        "recorded_by": None,
    } | more
    wanted = Adjustment(person_id=person, organisation_id=council, extra=extra, **fields)
    return adjustments.grant(session, wanted)


def an_answer(session: Session, attempt: Attempt, place: int, at) -> None:
    asked = queries.asked_in(session, attempt.id, place=place)[0]
    actions.answer(
        session,
        attempt_id=attempt.id,
        person_id=attempt.person_id,
        place=place,
        chosen=key(asked.question),
        at=at,
    )


def test_a_check_without_a_limit_never_closes(session: Session, ada: int, council: int) -> None:
    granted(session, ada, council)
    assert started(session, ada).closes_at is None


def test_extra_time_of_any_council_counts_and_the_best_of_several(
    session: Session, ada: int, council: int
) -> None:
    assert started(session, ada, LIMITED).closes_at == AT + 20 * MINUTE
    other = an_organisation(session, "otmoor").id
    tomos = a_person(session, "Tomos Greenhalgh")
    granted(session, tomos, council, 25)
    granted(session, tomos, other, 100)
    assert started(session, tomos, LIMITED).closes_at == AT + 40 * MINUTE
    grace = a_person(session, "Grace Okonjo")
    granted(session, grace, council, None)
    assert started(session, grace, LIMITED).closes_at is None


def test_extra_time_counts_in_its_days_alone(session: Session, ada: int, council: int) -> None:
    granted(session, ada, council, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 8))
    plain = {"session": session, "person_id": ada}
    for day, extras in ((1, [50]), (7, [50]), (8, [])):
        assert list(adjustments.extras_of(**plain, on=date(2026, 12, day))) == extras
    assert list(adjustments.extras_of(**plain, on=date(2026, 11, 30))) == []


def test_extra_time_lengthens_a_check_that_is_open_and_ending_it_shortens_none(
    session: Session, ada: int, council: int
) -> None:
    attempt = started(session, ada, LIMITED)
    row = granted(session, ada, council, 50)
    assert attempt.closes_at == AT + 30 * MINUTE
    adjustments.end(session, row, by=ada, at=AT)
    assert attempt.closes_at == AT + 30 * MINUTE
    granted(session, ada, council, 25)
    assert attempt.closes_at == AT + 30 * MINUTE
    granted(session, ada, an_organisation(session, "otmoor").id, None)
    assert attempt.closes_at is None


def test_proving_has_the_limit_at_the_pace_of_the_check(session: Session, ada: int) -> None:
    whole = a_provable_course().assessments[0]
    course = a_provable_course(checks=(a_check(questions=whole.questions, time_limit=20),))
    begun = proving.start(session, person_id=ada, course=course, nation=Nation.ENGLAND, at=AT)
    assert begun.closes_at == AT + 45 * MINUTE


def test_an_answer_is_kept_until_half_a_minute_after_the_end_and_not_later(
    session: Session, ada: int
) -> None:
    attempt = started(session, ada, LIMITED)
    end = AT + 20 * MINUTE
    an_answer(session, attempt, 1, end + timedelta(seconds=30))
    with pytest.raises(actions.TimeIsUp):
        an_answer(session, attempt, 2, end + timedelta(seconds=31))
    assert [bool(chosen) for chosen in chosen_in(session, attempt)] == [True] + [False] * 3


def test_what_was_kept_in_time_counts_as_of_the_end_whenever_it_is_submitted(
    session: Session, ada: int
) -> None:
    attempt = started(session, ada, LIMITED)
    done = submitted(session, attempt, at=AT + timedelta(days=20))
    assert (done.passed, done.submitted_at) == (True, AT + 20 * MINUTE)
    (piece,) = session.scalars(select(Evidence))
    assert piece.shown_on == TODAY


def test_a_clock_that_goes_back_closes_nothing(session: Session, ada: int) -> None:
    attempt = started(session, ada, LIMITED)
    an_answer(session, attempt, 1, AT - timedelta(hours=2))
    assert submitted(session, attempt, at=AT - timedelta(hours=1)).passed


def test_the_same_form_twice_grants_once_and_another_for_these_days_is_refused(
    session: Session, ada: int, council: int
) -> None:
    first = granted(session, ada, council)
    assert granted(session, ada, council) is first
    with pytest.raises(Refusal, match="They have 50% more time in these days already"):
        granted(session, ada, council, 100, starts_on=TODAY + timedelta(days=9))
    with pytest.raises(Refusal, match="Choose today or a later day"):
        granted(session, ada, council, starts_on=TODAY - timedelta(days=1))
    assert len(session.scalars(select(Notice)).all()) == 1


def test_ending_is_kept_as_history_and_happens_once(
    session: Session, ada: int, council: int
) -> None:
    row, later = granted(session, ada, council), AT + timedelta(days=3)
    adjustments.end(session, row, by=ada, at=later)
    (one,) = adjustments.granted_to(session, ada)
    assert (one.starts_on, one.ends_on) == (TODAY, TODAY + timedelta(days=3))
    assert one.has_ended(day_of(later))
    for gone in (row, session.get_one(Adjustment, one.id)):
        with pytest.raises(Conflict):
            adjustments.end(session, gone, by=ada, at=later)
    granted(session, ada, council, 100, starts_on=day_of(later), recorded_at=later)
    assert list(adjustments.extras_of(session, ada, on=day_of(later))) == [100]
