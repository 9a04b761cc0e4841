from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.assessments import queries
from learning.assessments.actions import answer, submit
from learning.assessments.models import Answer, Attempt, AttemptQuestion, QuestionVersion
from learning.catalogue.framework import Nation
from learning.catalogue.marking import POINT
from learning.errors import Conflict, NotFound, Refusal
from learning.evidence.models import Evidence
from learning.notices.models import Notice
from tests.assessments.checks import AT, answered, chosen_in, started, submitted
from tests.builders import a_person
from tests.courses_by_hand import a_check, a_course, a_question, key, with_status


@pytest.fixture
def ada(session: Session) -> int:
    return a_person(session)


@pytest.fixture
def tomos(session: Session) -> int:
    return a_person(session, "Tomos Greenhalgh")


def rows(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_starting_twice_gives_one_open_attempt(session: Session, ada: int) -> None:
    first = started(session, ada)
    assert started(session, ada, at=AT + timedelta(hours=1)).id == first.id
    assert (rows(session, Attempt), rows(session, AttemptQuestion)) == (1, 4)


def test_another_check_of_the_course_has_an_attempt_of_its_own(session: Session, ada: int) -> None:
    course = a_course(checks=(a_check(), a_check(id="working", file="assessment-working.toml")))
    assert started(session, ada, course).id != started(session, ada, course, check="working").id


def test_two_people_have_attempts_of_their_own(session: Session, ada: int, tomos: int) -> None:
    assert started(session, ada).id != started(session, tomos).id


@pytest.mark.parametrize("status", ["in-preparation", "retired"])
def test_a_course_that_is_not_open_cannot_be_started(
    session: Session, ada: int, status: str
) -> None:
    with pytest.raises(Refusal, match="cannot be started"):
        started(session, ada, with_status(a_course(), status))
    assert rows(session, Attempt) == 0


def test_a_course_of_other_nations_cannot_be_started(session: Session, ada: int) -> None:
    course = a_course(nations=(Nation.ENGLAND,))
    with pytest.raises(Refusal, match="no version for Wales yet"):
        started(session, ada, course, nation=Nation.WALES)
    assert started(session, ada, course, nation=Nation.ENGLAND)


def test_a_check_with_too_few_questions_for_a_nation_cannot_be_started(
    session: Session, ada: int
) -> None:
    english = [a_question(f"see-{n}", nations=(Nation.ENGLAND,)) for n in range(3)]
    course = a_course(checks=(a_check(questions=english, draw={"see": 2}),))
    with pytest.raises(Refusal, match="no version for Scotland yet"):
        started(session, ada, course, nation=Nation.SCOTLAND)


def test_each_version_of_a_question_is_stored_once(session: Session, ada: int, tomos: int) -> None:
    all_asked = a_course(checks=(a_check(draw={"see": 7, "say": 3}),))
    started(session, ada, all_asked)
    started(session, tomos, all_asked)
    assert rows(session, QuestionVersion) == 10
    assert rows(session, AttemptQuestion) == 20


def test_a_retake_asks_fresh_questions_first(session: Session, ada: int) -> None:
    def asked(attempt: Attempt) -> set[str]:
        found = queries.asked_in(session, attempt.id)
        return {one.question.id for one in found if one.question.objective == "see"}

    first = submitted(session, started(session, ada), right=0)
    second = started(session, ada, at=AT + timedelta(minutes=9))
    assert second.id != first.id
    assert not asked(second) & asked(first)


def place_of(session: Session, attempt: Attempt, kind: str) -> int:
    asked = queries.asked_in(session, attempt.id)
    return next(one.place for one in asked if one.question.type == kind)


def test_the_newest_answer_holds_until_submission(session: Session, ada: int) -> None:
    attempt = started(session, ada)
    place = place_of(session, attempt, "single")
    for chosen in ("wrong-1", "right-1", "wrong-1"):
        answered(session, attempt, place, chosen)
        assert chosen_in(session, attempt)[place - 1] == (chosen,)
    assert rows(session, Answer) == 3


@pytest.mark.parametrize(
    ("kind", "chosen"),
    [
        ("single", ["nothing-of-the-kind"]),
        ("single", ["right-1", "wrong-1"]),
        ("multiple", ["right-1", "nothing-of-the-kind"]),
        ("multiple", [""]),
        ("multiple", ["right-1"]),
    ],
)
def test_what_is_no_answer_is_refused_and_the_one_kept_stays(
    session: Session, ada: int, kind: str, chosen: list[str]
) -> None:
    attempt = started(session, ada)
    place = place_of(session, attempt, kind)
    before = ("wrong-1",) if kind == "single" else ("right-1", "wrong-1")
    answered(session, attempt, place, *before)
    with pytest.raises(Refusal) as refused:
        answered(session, attempt, place, *chosen)
    assert refused.value.field == "answer"
    assert chosen_in(session, attempt)[place - 1] == before


def test_the_same_option_sent_twice_is_one_choice(session: Session, ada: int) -> None:
    attempt = started(session, ada)
    place = place_of(session, attempt, "single")
    answered(session, attempt, place, "right-1", "right-1")
    assert chosen_in(session, attempt)[place - 1] == ("right-1",)


@pytest.mark.parametrize("place", [-1, 0, 5, 99])
def test_a_question_that_is_not_there_cannot_be_answered(
    session: Session, ada: int, place: int
) -> None:
    with pytest.raises(NotFound):
        answered(session, started(session, ada), place, "right-1")


def test_somebody_elses_attempt_does_not_exist(session: Session, ada: int, tomos: int) -> None:
    attempt = started(session, ada)
    with pytest.raises(NotFound):
        answer(session, attempt_id=attempt.id, person_id=tomos, place=1, chosen=["right-1"], at=AT)
    with pytest.raises(NotFound):
        submit(session, attempt_id=attempt.id, person_id=tomos, at=AT)
    assert queries.attempt_of(session, attempt.id, person_id=tomos) is None
    assert attempt.submitted_at is None
    assert rows(session, Answer) == 0


def test_an_answer_after_submission_changes_nothing(session: Session, ada: int) -> None:
    attempt = submitted(session, started(session, ada))
    before = chosen_in(session, attempt)
    with pytest.raises(Conflict):
        answered(session, attempt, 1, "wrong-1")
    assert chosen_in(session, attempt) == before


def test_a_clock_that_goes_back_loses_nothing_and_scores_nothing_twice(
    session: Session, ada: int
) -> None:
    attempt = started(session, ada)
    for place, one in enumerate(queries.asked_in(session, attempt.id), start=1):
        for hours, chosen in ((2, ["wrong-1"]), (-3, key(one.question))):
            if len(chosen) == len(key(one.question)):
                at = AT + timedelta(hours=hours)
                answer(
                    session, attempt_id=attempt.id, person_id=ada, place=place, chosen=chosen, at=at
                )
    before = AT - timedelta(hours=6)
    done = submit(session, attempt_id=attempt.id, person_id=ada, at=before)
    again = submit(session, attempt_id=attempt.id, person_id=ada, at=AT)
    session.flush()
    assert (done.parts, again.submitted_at) == (4 * POINT, before)
    assert rows(session, Evidence) == 1


def test_submitting_twice_gives_one_result_one_set_of_evidence_and_one_notice(
    session: Session, ada: int
) -> None:
    attempt = submitted(session, started(session, ada))
    again = submit(session, attempt_id=attempt.id, person_id=ada, at=AT + timedelta(days=1))
    assert (again.submitted_at, again.parts, again.passed) == (AT, 4 * POINT, True)
    assert (rows(session, Evidence), rows(session, Notice)) == (1, 1)


def test_a_passed_check_writes_evidence_of_each_gift(session: Session, ada: int) -> None:
    gives = [{"skill": "cyber-security", "level": 2}, {"skill": "online-conduct", "level": 1}]
    course = a_course(checks=(a_check(gives=gives),))
    attempt = submitted(session, started(session, ada, course), right=3)
    pieces = session.scalars(select(Evidence).order_by(Evidence.skill)).all()
    assert [(p.skill, p.level) for p in pieces] == [("cyber-security", 2), ("online-conduct", 1)]
    assert {(p.person_id, p.source, p.reference) for p in pieces} == {
        (ada, "assessment", attempt.id)
    }
    assert {p.expires_on for p in pieces} == {date(2027, 11, 2)}


def test_a_failed_check_writes_no_evidence_and_tells_nobody(session: Session, ada: int) -> None:
    attempt = submitted(session, started(session, ada), right=2)
    assert (attempt.passed, attempt.parts) == (False, 2 * POINT)
    assert (rows(session, Evidence), rows(session, Notice)) == (0, 0)


def test_half_past_midnight_in_summer_time_is_the_new_day(session: Session, ada: int) -> None:
    at = datetime(2026, 3, 29, 23, 30, tzinfo=UTC)
    submitted(session, started(session, ada, at=at), at=at)
    piece = session.scalars(select(Evidence)).one()
    assert (piece.shown_on, piece.expires_on) == (date(2026, 3, 30), date(2027, 3, 30))


def test_passing_again_inside_ninety_days_follows_on_the_old_period(
    session: Session, ada: int
) -> None:
    submitted(session, started(session, ada))
    later = AT + timedelta(days=365 - 90)
    submitted(session, started(session, ada, at=later), at=later)
    ends = session.scalars(select(Evidence.expires_on).order_by(Evidence.id)).all()
    assert ends == [date(2027, 11, 2), date(2028, 11, 2)]


def test_a_check_for_good_gives_evidence_without_an_end(session: Session, ada: int) -> None:
    submitted(session, started(session, ada, a_course(checks=(a_check(lasts=None),))))
    assert session.scalars(select(Evidence.expires_on)).one() is None


def test_an_attempt_keeps_its_wording_and_key_when_the_course_changes(
    session: Session, ada: int
) -> None:
    attempt = started(session, ada)
    old = [one.question for one in queries.asked_in(session, attempt.id)]
    turned = [
        question.model_copy(update={"options": question.options[:0:-1], "text": "Other words"})
        for question in a_check().questions
    ]
    changed = a_course(checks=(a_check(questions=turned, pass_mark=4),))
    assert started(session, ada, replace(changed, revision="r2")).id == attempt.id
    assert [one.question for one in queries.asked_in(session, attempt.id)] == old
    assert submitted(session, attempt, right=3).passed is True  # by the pass mark it began with


def test_an_attempt_at_a_course_retired_meanwhile_can_be_finished(
    session: Session, ada: int
) -> None:
    attempt = started(session, ada)
    retired = with_status(a_course(), "retired")
    assert started(session, ada, retired).id == attempt.id
    assert submitted(session, attempt).passed is True
    with pytest.raises(Refusal):
        started(session, ada, retired)


def test_an_answer_is_shown_as_it_was_asked(session: Session, ada: int) -> None:
    attempt = started(session, ada)
    one = queries.asked_in(session, attempt.id, place=1)[0]
    assert tuple(option.id for option in one.options) == one.option_order
    assert (one.situation, one.asks) == ("Fog comes in.", f"What now, {one.question.id}?")
    answered(session, attempt, 1, *key(one.question))
    assert queries.asked_in(session, attempt.id, place=1)[0].is_right
