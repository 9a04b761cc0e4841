"""Deletes choices when the time for which they are kept is over."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CursorResult, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from learning import audit
from learning.assessments.models import Answer, Attempt, AttemptQuestion
from learning.clock import add_months, day_of, start_of


@dataclass(frozen=True)
class Deleted:
    """What was deleted of attempts before a day."""

    before: date
    attempts: int  # submitted ones, whose choices are gone
    answers: int


def delete_old_choices(session: Session, *, months: int, at: datetime) -> Deleted:
    """Delete the answers, and how sure people were, of attempts so many months ago.

    Of a submitted attempt the time runs from its submission; of one that was left open, from
    its last answer. The attempt, whether it passed, its points, its day and what it asked stay.
    """
    before = add_months(day_of(at), -months)
    moment = start_of(before)
    old = and_(Attempt.submitted_at < moment, Attempt.choices_deleted_at.is_(None))
    lately = (
        select(AttemptQuestion.attempt_id)
        .join(Answer, Answer.attempt_question_id == AttemptQuestion.id)
        .where(Answer.answered_at >= moment)
    )
    left_open = and_(
        Attempt.submitted_at.is_(None), Attempt.started_at < moment, Attempt.id.not_in(lately)
    )
    asked = (
        select(AttemptQuestion.id)
        .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
        .where(or_(old, left_open))
    )
    answers = _count(session, delete(Answer).where(Answer.attempt_question_id.in_(asked)))
    attempts = _count(session, update(Attempt).where(old).values(choices_deleted_at=at))
    if answers or attempts:
        counts: dict[str, tuple[object, object]] = {
            "attempts": (None, attempts),
            "answers": (None, answers),
        }
        audit.write(session, "choices.deleted", by=None, at=at, changes=counts)
    return Deleted(before, attempts, answers)


def _count(session: Session, statement: Any) -> int:
    """How many rows a changing statement changed."""
    result = session.execute(statement, execution_options={"synchronize_session": False})
    return result.rowcount if isinstance(result, CursorResult) else 0
