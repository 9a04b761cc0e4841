"""Answers about what one person was asked, and what they said."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session

from learning.database import AnySelect
from learning.evidence.models import Evidence
from learning.evidence.queries import pieces_of
from learning.evidence.rules import Shown
from learning.outcomes.models import Confirmation, OutcomeAnswer, OutcomeQuestion
from learning.outcomes.queries.asking import asks, belongs
from learning.outcomes.rules.answering import Seen
from learning.outcomes.rules.asking import stands_until
from learning.people.models import Organisation


@dataclass(frozen=True)
class OwnQuestion:
    """A question with what its person said; of a colleague’s answer, only that they saw it."""

    id: int
    council: str
    skill: str
    title: str
    passed_on: date
    asked_on: date
    is_asked: bool  # the council still asks, and they still belong to it
    answer: str | None
    words: str
    said_at: datetime | None
    named: str  # the address of the colleague
    confirmed_at: datetime | None


@dataclass(frozen=True)
class Card:
    """The question that stands on My learning."""

    id: int
    skill: str
    title: str
    passed_on: date


def questions_of(session: Session, person_id: int, *, on: date) -> list[OwnQuestion]:
    """Everything somebody was asked, the newest first."""
    rows = session.execute(
        _questions(on)
        .where(OutcomeQuestion.person_id == person_id)
        .order_by(OutcomeQuestion.asked_on.desc(), OutcomeQuestion.id.desc())
    )
    return [_own(row) for row in rows]


def question_of(session: Session, number: int, person_id: int, *, on: date) -> OwnQuestion | None:
    """One of them."""
    row = session.execute(
        _questions(on).where(OutcomeQuestion.id == number, OutcomeQuestion.person_id == person_id)
    ).one_or_none()
    return _own(row) if row else None


def _questions(on: date) -> AnySelect:
    still = and_(
        asks(OutcomeQuestion.organisation_id, on),
        belongs(OutcomeQuestion.person_id, OutcomeQuestion.organisation_id, on),
    )
    found: AnySelect = (
        select(
            OutcomeQuestion.id,
            Organisation.name.label("council"),
            OutcomeQuestion.skill,
            OutcomeQuestion.title,
            OutcomeQuestion.passed_on,
            OutcomeQuestion.asked_on,
            still.label("is_asked"),
            OutcomeAnswer.answer,
            OutcomeAnswer.words,
            OutcomeAnswer.recorded_at,
            Confirmation.named,
            Confirmation.answer.label("seen"),
            Confirmation.answered_at,
        )
        .join(Organisation, Organisation.id == OutcomeQuestion.organisation_id)
        .outerjoin(
            OutcomeAnswer,
            and_(
                OutcomeAnswer.question_id == OutcomeQuestion.id,
                OutcomeAnswer.superseded_at.is_(None),
            ),
        )
        .outerjoin(
            Confirmation,
            and_(Confirmation.question_id == OutcomeQuestion.id, Confirmation.ended_at.is_(None)),
        )
    )
    return found


def _own(row: Any) -> OwnQuestion:
    return OwnQuestion(
        id=row.id,
        council=row.council,
        skill=row.skill,
        title=row.title,
        passed_on=row.passed_on,
        asked_on=row.asked_on,
        is_asked=bool(row.is_asked),
        answer=row.answer,
        words=row.words or "",
        said_at=row.recorded_at,
        named=row.named or "",
        confirmed_at=row.answered_at if row.seen == Seen.SAW else None,
    )


def shown_and_asked(
    session: Session, person_id: int, *, on: date
) -> tuple[tuple[Shown, ...], Card | None]:
    """What somebody has shown, newest first, and the question that stands, in one statement.

    A question is about a piece of evidence, so it comes along with that.
    """
    unanswered = ~exists().where(
        OutcomeAnswer.question_id == OutcomeQuestion.id, OutcomeAnswer.superseded_at.is_(None)
    )
    rows = session.execute(
        pieces_of(person_id)
        .add_columns(OutcomeQuestion.id, OutcomeQuestion.asked_on, OutcomeQuestion.title)
        .add_columns(OutcomeQuestion.passed_on)
        .outerjoin(
            OutcomeQuestion,
            and_(
                OutcomeQuestion.evidence_id == Evidence.piece(),
                OutcomeQuestion.person_id == person_id,
                unanswered,
                asks(OutcomeQuestion.organisation_id, on),
                belongs(OutcomeQuestion.person_id, OutcomeQuestion.organisation_id, on),
            ),
        )
    ).all()
    shown = tuple(Shown(*row[1:-4]) for row in rows)
    standing = [
        (asked_on, number, Card(number, row[2], title, passed_on))
        for row in rows
        for number, asked_on, title, passed_on in [row[-4:]]
        if number is not None and stands_until(asked_on) > on
    ]
    return shown, max(standing, key=lambda one: one[:2])[2] if standing else None
