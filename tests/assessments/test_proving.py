"""Proving what one knows in place of the lessons: the rule, and what is written."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.assessments import actions, proving, queries, remarking, rules
from learning.assessments.models import Attempt
from learning.catalogue.framework import Nation
from learning.catalogue.loading import question_revision
from learning.catalogue.marking import POINT
from learning.catalogue.published import Course
from learning.certificates.models import Certificate
from learning.errors import NotFound, Refusal
from learning.evidence.models import Evidence
from learning.notices.models import Notice
from tests.assessments.checks import AT, answered, started, submitted
from tests.builders import a_person
from tests.courses_by_hand import a_check, a_course, a_provable_course, a_question, key, with_status

COURSE = a_provable_course()
EVERYTHING = ["say", "see", "steer"]


@given(st.lists(st.tuples(st.sampled_from(EVERYTHING), st.sampled_from([0, 30, POINT]))))
def test_an_objective_is_shown_when_every_question_of_it_is_wholly_right(
    earned: list[tuple[str, int]],
) -> None:
    asked = [
        (a_question(f"q-{n}", objective), parts) for n, (objective, parts) in enumerate(earned)
    ]
    wrong = {objective for objective, parts in earned if parts < POINT}
    assert rules.objectives_shown(asked) == sorted({one for one, _ in earned} - wrong)


@pytest.fixture
def ada(session: Session) -> int:
    return a_person(session)


def begun(session: Session, person_id: int, course: Course = COURSE, **more) -> Attempt:
    more = {"nation": Nation.ENGLAND, "at": AT} | more
    attempt = proving.start(session, person_id=person_id, course=course, **more)
    session.flush()
    return attempt


def proved(session: Session, person_id: int, *objectives: str, **more) -> Attempt:
    """Submitted, with right answers to all questions of these objectives and to no others."""
    attempt = begun(session, person_id, **more)
    for one in queries.asked_in(session, attempt.id):
        if one.question.objective in objectives:
            answered(session, attempt, one.place, *key(one.question))
    at = more.get("at", AT)
    actions.submit(session, attempt_id=attempt.id, person_id=person_id, at=at)
    session.flush()
    return attempt


def evidence(session: Session) -> list[Evidence]:
    return list(session.scalars(select(Evidence).order_by(Evidence.id)))


def test_all_questions_are_asked_and_starting_twice_gives_one_attempt(
    session: Session, ada: int
) -> None:
    attempt = begun(session, ada)
    asked = queries.asked_in(session, attempt.id)
    assert {one.question.use for one in asked} == {"diagnostic"}
    assert (len(asked), actions.asked_by(attempt)) == (9, 9)
    assert begun(session, ada, at=AT + timedelta(hours=1)).id == attempt.id


def test_a_check_and_a_proof_of_one_course_are_attempts_of_their_own(
    session: Session, ada: int
) -> None:
    proof, check = begun(session, ada), started(session, ada, COURSE)
    assert proof.id != check.id
    submitted(session, check)
    assert proof.submitted_at is None
    assert evidence(session)[0].summary == "Check passed: Harbour lights"


def test_everything_shown_gives_what_the_check_gives_and_says_it_was_proved(
    session: Session, ada: int
) -> None:
    attempt = proved(session, ada, *EVERYTHING)
    assert (attempt.passed, attempt.shown) == (True, EVERYTHING)
    (piece,) = evidence(session)
    assert (piece.skill, piece.level, piece.source) == ("cyber-security", 1, "assessment")
    assert piece.summary == "Proved without the course: Harbour lights"
    assert piece.expires_on == date(2027, 11, 2)
    (notice,) = session.scalars(select(Notice))
    assert notice.subject == "You proved what Harbour lights teaches"
    (certificate,) = session.scalars(select(Certificate))
    assert certificate.title == "Harbour lights (proved without the course)"
    assert certificate.minutes == 0  # nobody claims to have learned for it


def test_most_of_it_shown_gives_no_evidence_and_is_kept(session: Session, ada: int) -> None:
    attempt = proved(session, ada, "see", "say")
    assert (attempt.passed, attempt.shown) == (False, ["say", "see"])
    assert attempt.terms["answers"] == "after-passing"  # nor does the file of a record say more
    assert evidence(session) == []


def test_nothing_answered_shows_nothing(session: Session, ada: int) -> None:
    attempt = proved(session, ada)
    assert (attempt.passed, attempt.shown) == (False, [])


def test_one_wrong_answer_of_three_does_not_show_it(session: Session, ada: int) -> None:
    attempt = begun(session, ada)
    asked = queries.asked_in(session, attempt.id)
    for one in asked:
        answered(session, attempt, one.place, *key(one.question))
    wrong = next(one for one in asked if one.question.id == "prove-see-1")
    answered(session, attempt, wrong.place, "wrong-1")
    actions.submit(session, attempt_id=attempt.id, person_id=ada, at=AT)
    assert attempt.shown == ["say", "steer"]


def test_a_corrected_key_shows_what_was_answered_rightly_all_along(
    session: Session, ada: int
) -> None:
    attempt = begun(session, ada)
    wrong = a_question("prove-see-0", lesson="one", use="diagnostic")
    for one in queries.asked_in(session, attempt.id):
        given = ["wrong-1"] if one.question.id == wrong.id else key(one.question)
        answered(session, attempt, one.place, *given)
    actions.submit(session, attempt_id=attempt.id, person_id=ada, at=AT)
    assert (attempt.shown, attempt.passed) == (["say", "steer"], False)
    options = [
        option.model_copy(update={"right": option.id == "wrong-1"}) for option in wrong.options
    ]
    corrected = remarking.Corrected(
        course=COURSE.slug,
        change="the-key-was-wrong",
        question=wrong.model_copy(update={"options": tuple(options)}),
        replaced=frozenset({question_revision(wrong)}),
        note="The second answer was right.",
    )
    remarking.correct(session, corrected, at=AT + timedelta(days=9))
    assert (attempt.shown, attempt.passed) == (["say", "see", "steer"], True)
    assert evidence(session)[0].shown_on == date(2026, 11, 2)


def test_the_same_questions_come_again_after_ninety_days_and_not_before(
    session: Session, ada: int
) -> None:
    first = proved(session, ada, "see")
    with pytest.raises(Refusal, match="again from 31 January 2027; until then the lessons"):
        begun(session, ada, at=AT + timedelta(days=89))
    again = begun(session, ada, at=AT + timedelta(days=90))
    assert again.id != first.id
    with_check = a_course(checks=(a_check(),))
    assert started(session, ada, with_check).id  # the check is open meanwhile


def test_a_course_without_a_version_for_a_nation_cannot_be_proved_there(
    session: Session, ada: int
) -> None:
    english = a_provable_course(nations=(Nation.ENGLAND,))
    with pytest.raises(Refusal, match="no version for Wales yet"):
        begun(session, ada, english, nation=Nation.WALES)
    assert begun(session, ada, english)


@pytest.mark.parametrize("status", ["in-preparation", "retired"])
def test_a_course_that_is_not_open_cannot_be_proved_but_what_was_begun_can_be_finished(
    session: Session, ada: int, status: str
) -> None:
    closed = with_status(COURSE, status)
    with pytest.raises(Refusal, match="cannot be started"):
        begun(session, ada, closed)
    attempt = begun(session, ada)
    assert begun(session, ada, closed).id == attempt.id


def test_a_course_without_questions_for_it_has_no_proof(session: Session, ada: int) -> None:
    with pytest.raises(NotFound):
        begun(session, ada, a_course(checks=(a_check(questions=[a_question("see-1")]),)))
