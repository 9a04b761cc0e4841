"""Compares what visitors were told with what the database holds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from drills.ledger import Ledger
from learning.assessments import queries
from learning.assessments.asked import Asked
from learning.assessments.models import Answer, Attempt, AttemptQuestion
from learning.evidence.models import Evidence
from learning.notices.models import Notice


@dataclass(frozen=True)
class Account:
    """The figures of a drill; all but the first five have to be nought."""

    schedules: int = 0
    requests: int = 0
    broken_connections: int = 0
    answers_sent: int = 0
    answers_acknowledged: int = 0
    lost: int = 0  # acknowledged answers that are not stored
    invented: int = 0  # stored answers that nobody sent, or that were refused
    doubled: int = 0  # second attempts, results, evidence or notices of one check
    wrongly_marked: int = 0
    not_submitted: int = 0  # told it was submitted, and it is not
    surprises: int = 0  # replies that no rule allows

    def __add__(self, other: "Account") -> "Account":
        return Account(
            *(getattr(self, one.name) + getattr(other, one.name) for one in fields(Account))
        )

    @property
    def faults(self) -> int:
        """Everything that must not happen."""
        return sum(getattr(self, one.name) for one in fields(Account)[5:])


def account(session: Session, ledgers: Sequence[Ledger]) -> Account:
    """The figures over all schedules."""
    return sum((_of_one(session, ledger) for ledger in ledgers), Account())


def _of_one(session: Session, ledger: Ledger) -> Account:
    attempts = session.scalars(select(Attempt).where(Attempt.person_id == ledger.person_id)).all()
    attempt = next((one for one in attempts if one.id == ledger.attempt), None)
    asked = queries.asked_in(session, ledger.attempt)
    stored = session.execute(
        select(AttemptQuestion.place, Answer.chosen)
        .join(Answer, Answer.attempt_question_id == AttemptQuestion.id)
        .where(AttemptQuestion.attempt_id == ledger.attempt)
    ).all()
    of_place = {one.place: one for one in asked}
    return Account(
        schedules=1,
        requests=ledger.requests,
        broken_connections=ledger.broken,
        answers_sent=len(ledger.sent),
        answers_acknowledged=ledger.acknowledged,
        lost=sum(_as_sent(one, one.chosen) not in ledger.may_be_stored(one.place) for one in asked),
        invented=sum(
            _as_sent(of_place[row.place], row.chosen) not in ledger.was_ever_sent(row.place)
            for row in stored
        ),
        doubled=len(attempts) - 1 + _doubled(session, ledger, attempt),
        wrongly_marked=attempt is None or attempt.parts != sum(one.parts for one in asked),
        not_submitted=ledger.submitted and (attempt is None or attempt.submitted_at is None),
        surprises=len(ledger.surprises),
    )


def _as_sent(one: Asked, chosen: Sequence[str]) -> tuple[str, ...]:
    """The order of several choices says nothing; that of steps and lines is the answer."""
    in_order = one.question.type in ("ordering", "matching")
    return tuple(chosen) if in_order else tuple(sorted(chosen))


def _doubled(session: Session, ledger: Ledger, attempt: Attempt | None) -> int:
    """Evidence and notices of a check beyond those that one pass gives; missing ones too."""
    due = len(attempt.terms["gives"]) if attempt is not None and attempt.passed else 0
    shown = Counter(
        session.scalars(select(Evidence.skill).where(Evidence.person_id == ledger.person_id))
    )
    told = session.scalars(
        select(Notice.id).where(Notice.person_id == ledger.person_id, Notice.kind == "check.passed")
    ).all()
    return abs(shown.total() - due) + abs(len(told) - (1 if due else 0))
