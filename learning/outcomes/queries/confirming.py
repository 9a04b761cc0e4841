"""Answers about a colleague's question: what it asks, and whether it can be answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from learning.clock import day_of
from learning.database import AnySelect
from learning.outcomes.models import Confirmation, OutcomeAnswer, OutcomeQuestion
from learning.outcomes.queries.asking import asks, belongs
from learning.outcomes.rules.answering import State, state_of
from learning.people.models import Organisation, Person


@dataclass(frozen=True)
class Asking:
    """What a colleague is asked, of whom, and what they said."""

    id: int
    mark: str
    colleague_id: int
    name: str  # of who says it
    council: str
    skill: str
    words: str
    asked_at: datetime
    answer: str | None
    state: State


def asking(session: Session, mark: str, *, at: datetime) -> Asking | None:
    """One, by the mark in its address; there is none where no colleague was found."""
    row = session.execute(_askings(at).where(Confirmation.mark == mark)).one_or_none()
    return _asking(row, at) if row else None


def askings_of(session: Session, colleague_id: int, *, at: datetime) -> list[Asking]:
    """What a colleague is asked that they can still answer, the newest first."""
    rows = session.execute(
        _askings(at)
        .where(
            Confirmation.colleague_id == colleague_id,
            Confirmation.answered_at.is_(None),
            Confirmation.ended_at.is_(None),
            Confirmation.expires_at > at,
        )
        .order_by(Confirmation.asked_at.desc(), Confirmation.id.desc())
    )
    found = [_asking(row, at) for row in rows]
    return [one for one in found if one.state is State.OPEN]


def _askings(at: datetime) -> AnySelect:
    on = day_of(at)
    is_asked = and_(
        asks(OutcomeQuestion.organisation_id, on),
        belongs(OutcomeQuestion.person_id, OutcomeQuestion.organisation_id, on),
        belongs(Confirmation.colleague_id, OutcomeQuestion.organisation_id, on),
    )
    found: AnySelect = (
        select(
            Confirmation.id,
            Confirmation.mark,
            Confirmation.colleague_id,
            Person.name,
            Organisation.name.label("council"),
            OutcomeQuestion.skill,
            OutcomeAnswer.words,
            Confirmation.asked_at,
            Confirmation.answer,
            Confirmation.answered_at,
            Confirmation.ended_at,
            Confirmation.expires_at,
            is_asked.label("is_asked"),
        )
        .join(OutcomeQuestion, OutcomeQuestion.id == Confirmation.question_id)
        .join(Person, Person.id == OutcomeQuestion.person_id)
        .join(Organisation, Organisation.id == OutcomeQuestion.organisation_id)
        .outerjoin(
            OutcomeAnswer,
            and_(
                OutcomeAnswer.question_id == Confirmation.question_id,
                OutcomeAnswer.superseded_at.is_(None),
            ),
        )
        .where(Confirmation.colleague_id.is_not(None))
    )
    return found


def _asking(row: Any, at: datetime) -> Asking:
    return Asking(
        id=row.id,
        mark=row.mark,
        colleague_id=row.colleague_id,
        name=row.name,
        council=row.council,
        skill=row.skill,
        words=row.words or "",
        asked_at=row.asked_at,
        answer=row.answer,
        state=state_of(
            answered_at=row.answered_at,
            ended_at=row.ended_at,
            expires_at=row.expires_at,
            is_asked=bool(row.is_asked),
            at=at,
        ),
    )
