"""Answers about attempts; one person's own, and nobody else's."""

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import ColumnElement, Text, and_, cast, func, select
from sqlalchemy.orm import Session

from learning.assessments.models import Answer, Attempt, AttemptQuestion, QuestionVersion
from learning.assessments.rules import is_right, key_of
from learning.catalogue.content import Option, Question


@dataclass(frozen=True)
class Asked:
    """A question of an attempt, as it was asked, with the answer that holds."""

    id: int
    place: int
    question: Question
    option_order: tuple[str, ...]
    chosen: tuple[str, ...]

    @property
    def options(self) -> tuple[Option, ...]:
        """The options in the order shown."""
        by_id = {option.id: option for option in self.question.options}
        return tuple(by_id[option_id] for option_id in self.option_order)

    @property
    def situation(self) -> str:
        """All but the last paragraph of the text."""
        return self.question.text.rpartition("\n\n")[0].strip()

    @property
    def asks(self) -> str:
        """The last paragraph of the text: the question itself."""
        return self.question.text.rpartition("\n\n")[2].strip()

    @property
    def key(self) -> frozenset[str]:
        """The options that a right answer names."""
        return key_of(self.question)

    @property
    def is_right(self) -> bool:
        """Whether the answer that holds is right."""
        return is_right(self.question, self.chosen)


def attempt_of(session: Session, attempt_id: str, *, person_id: int) -> Attempt | None:
    """An attempt, if it is this person's."""
    return session.scalar(
        select(Attempt).where(Attempt.id == attempt_id, Attempt.person_id == person_id)
    )


@lru_cache(maxsize=4096)  # by content: a version once stored never changes
def question_in(wording: str) -> Question:
    """A stored question version, read."""
    return Question.model_validate_json(wording)


def asked_in(session: Session, attempt_id: str, *, place: int | None = None) -> tuple[Asked, ...]:
    """The questions of an attempt in order (or the one at `place`), with the answers that hold."""
    newest = (
        select(Answer.attempt_question_id, func.max(Answer.id).label("answer_id"))
        .join(AttemptQuestion, AttemptQuestion.id == Answer.attempt_question_id)
        .where(AttemptQuestion.attempt_id == attempt_id)
        .group_by(Answer.attempt_question_id)
        .subquery()
    )
    statement = (
        select(
            AttemptQuestion.id,
            AttemptQuestion.place,
            AttemptQuestion.option_order,
            cast(QuestionVersion.wording, Text).label("wording"),
            Answer.chosen,
        )
        .join(QuestionVersion, QuestionVersion.revision == AttemptQuestion.revision)
        .outerjoin(newest, newest.c.attempt_question_id == AttemptQuestion.id)
        .outerjoin(Answer, Answer.id == newest.c.answer_id)
        .where(AttemptQuestion.attempt_id == attempt_id)
        .order_by(AttemptQuestion.place)
    )
    if place is not None:
        statement = statement.where(AttemptQuestion.place == place)
    return tuple(
        Asked(
            id=row.id,
            place=row.place,
            question=question_in(row.wording),
            option_order=tuple(row.option_order),
            chosen=tuple(row.chosen or ()),
        )
        for row in session.execute(statement)
    )


@dataclass(frozen=True)
class Check:
    """A person and a check that they take."""

    person_id: int
    course: str
    assessment: str

    def attempts(self) -> ColumnElement[bool]:
        """All of that person's attempts at it."""
        return and_(
            Attempt.person_id == self.person_id,
            Attempt.course == self.course,
            Attempt.assessment == self.assessment,
        )


def open_attempt(session: Session, check: Check) -> Attempt | None:
    """The attempt at a check that is not yet submitted."""
    return session.scalar(select(Attempt).where(check.attempts(), Attempt.submitted_at.is_(None)))


def questions_before(session: Session, check: Check) -> frozenset[str]:
    """The ids of the questions of the newest attempt at a check."""
    newest = (
        select(Attempt.id)
        .where(check.attempts())
        .order_by(Attempt.started_at.desc(), Attempt.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return frozenset(
        session.scalars(
            select(QuestionVersion.question)
            .join(AttemptQuestion, AttemptQuestion.revision == QuestionVersion.revision)
            .where(AttemptQuestion.attempt_id == newest)
        )
    )
