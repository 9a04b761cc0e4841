"""The drill sees what it is there to see: anything lost, invented, doubled or wrongly marked."""

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from drills.ledger import Fate, Ledger, Sent
from drills.reckoning import Account, account
from learning.assessments import actions, queries
from learning.assessments.models import Answer, Attempt
from learning.evidence.models import Evidence
from learning.notices.models import Notice
from tests.assessments.checks import AT, answered, started
from tests.builders import a_person, some_evidence
from tests.courses_by_hand import key


def a_ledger(*sent: tuple[str, int, Fate]) -> Ledger:
    ledger = Ledger(1)
    for chosen, turn, fate in sent:
        ledger.note(Sent(1, (chosen,), turn, fate))
    return ledger


TOLD, UNKNOWN, REFUSED = Fate.ACKNOWLEDGED, Fate.UNKNOWN, Fate.REFUSED


@pytest.mark.parametrize(
    ("sent", "may_be"),
    [
        ([], {()}),
        ([("a", 1, TOLD)], {("a",)}),
        ([("a", 1, TOLD), ("b", 2, TOLD)], {("b",)}),
        ([("a", 1, UNKNOWN)], {(), ("a",)}),
        ([("a", 1, TOLD), ("b", 2, UNKNOWN)], {("a",), ("b",)}),
        ([("a", 1, UNKNOWN), ("b", 2, TOLD)], {("b",)}),
        ([("a", 1, TOLD), ("b", 2, REFUSED)], {("a",)}),
        ([("a", 1, TOLD), ("b", 1, TOLD)], {("a",), ("b",)}),  # two tabs at one moment
    ],
)
def test_what_may_be_stored_follows_from_what_was_told(
    sent: list[tuple[str, int, Fate]], may_be: set[tuple[str, ...]]
) -> None:
    assert a_ledger(*sent).may_be_stored(1) == may_be


@pytest.fixture
def passed(session: Session) -> tuple[Session, Ledger]:
    """A check with every answer right, told and submitted."""
    ledger = Ledger(a_person(session))
    attempt = started(session, ledger.person_id)
    ledger.attempt, ledger.submitted = attempt.id, True
    for one in queries.asked_in(session, attempt.id):
        answered(session, attempt, one.place, *key(one.question))
        ledger.note(Sent(one.place, tuple(sorted(key(one.question))), one.place, TOLD))
    actions.submit(session, attempt_id=attempt.id, person_id=ledger.person_id, at=AT)
    session.flush()
    return session, ledger


def test_a_drill_without_a_fault_counts_none(passed: tuple[Session, Ledger]) -> None:
    session, ledger = passed
    found = account(session, [ledger])
    assert found == Account(schedules=1, answers_sent=4, answers_acknowledged=4)
    assert found.faults == 0


def test_an_answer_that_is_not_there_is_lost(passed: tuple[Session, Ledger]) -> None:
    session, ledger = passed
    session.execute(
        delete(Answer).where(Answer.id == select(func.max(Answer.id)).scalar_subquery())
    )
    assert account(session, [ledger]).lost == 1


def test_an_answer_that_nobody_sent_is_invented(passed: tuple[Session, Ledger]) -> None:
    session, ledger = passed
    session.execute(update(Answer).values(chosen=["wrong-1"]))
    found = account(session, [ledger])
    assert (found.invented, found.lost) == (4, 4)
    assert found.wrongly_marked == 1


def test_a_second_attempt_result_or_notice_is_doubled(passed: tuple[Session, Ledger]) -> None:
    session, ledger = passed
    started(session, ledger.person_id)
    assert account(session, [ledger]).doubled == 1
    some_evidence(session, ledger.person_id, "cyber-security", 1)
    session.flush()
    assert account(session, [ledger]).doubled == 2
    session.execute(delete(Notice))
    assert account(session, [ledger]).doubled == 3
    session.execute(delete(Evidence))
    assert account(session, [ledger]).doubled == 3  # a missing one counts like one too many


def test_a_submission_that_did_not_happen_is_told(passed: tuple[Session, Ledger]) -> None:
    session, ledger = passed
    session.execute(update(Attempt).values(submitted_at=None))
    session.expire_all()
    assert account(session, [ledger]).not_submitted == 1
