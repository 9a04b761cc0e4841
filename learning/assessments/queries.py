"""Answers about attempts; one person's own, and nobody else's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from string import ascii_uppercase
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, bindparam, cast, func, select
from sqlalchemy.orm import Session, aliased

from learning.assessments.models import (
    Answer,
    AsksHowSure,
    Attempt,
    AttemptQuestion,
    Correction,
    QuestionVersion,
)
from learning.catalogue import marking
from learning.catalogue.content import Option, Question


@dataclass(frozen=True)
class Asked:
    """A question of an attempt, as it was asked, with the answer that holds."""

    id: int
    place: int
    question: Question
    option_order: tuple[str, ...]
    chosen: tuple[str, ...]
    sure: int | None = None
    corrected: Question | None = None  # what it should have said; marks go to the better of both
    correction: str = ""  # what was wrong, in words

    @property
    def options(self) -> tuple[Option, ...]:
        """The options in the order shown."""
        by_id = {option.id: option for option in self.question.options}
        return tuple(by_id[option_id] for option_id in self.option_order)

    @property
    def explained(self) -> tuple[Option, ...]:
        """The options in the order shown, with the feedback that holds today."""
        today = {option.id: option for option in self.right.options}
        return tuple(today.get(option.id, option) for option in self.options)

    @property
    def situation(self) -> str:
        """All but the last paragraph of the text."""
        return self.question.text.rpartition("\n\n")[0].strip()

    @property
    def asks(self) -> str:
        """The last paragraph of the text: the question itself."""
        return self.question.text.rpartition("\n\n")[2].strip()

    def put_in_order(self, ids: Sequence[str]) -> tuple[Option, ...]:
        """The options of these ids, in their order."""
        by_id = {option.id: option for option in self.explained}
        return tuple(by_id[name] for name in ids if name in by_id)

    @property
    def lettered(self) -> tuple[tuple[str, str], ...]:
        """(id, words) of the options, with the letters that the page gives them."""
        return tuple(
            (o.id, f"{letter}. {o.text}")
            for letter, o in zip(ascii_uppercase, self.options, strict=False)
        )

    @property
    def things(self) -> tuple[tuple[str, str], ...]:
        """(id, words) of what the lines of a matching question can belong to."""
        return tuple((o.id, o.match or "") for o in marking.targets(self.question))

    @property
    def lines(self) -> tuple[tuple[Option, Option | None, Option], ...]:
        """Of a matching question: each line as shown, what was chosen for it, what is right."""
        by_id = {option.id: option for option in self.explained}
        chosen = (*map(by_id.get, self.chosen), *[None] * len(by_id))
        return tuple(
            (option, one, marking.target_of(self.right, option))
            for option, one in zip(self.explained, chosen, strict=False)
        )

    @property
    def key(self) -> tuple[str, ...]:
        """The right answer; of steps to put in order, in that order."""
        return marking.key_of(self.right)

    @property
    def parts(self) -> int:
        """What the answer that holds earns, in sixtieths of a point."""
        versions = (self.question, self.corrected or self.question)
        return max(marking.worth(one, self.chosen, self.option_order) for one in versions)

    @property
    def right(self) -> Question:
        """The version whose key holds today."""
        return self.corrected or self.question

    @property
    def is_right(self) -> bool:
        """Whether the answer that holds earns the whole point."""
        return self.parts == marking.POINT


def attempt_of(session: Session, attempt_id: str, *, person_id: int) -> Attempt | None:
    """An attempt, if it is this person's."""
    return session.scalar(
        select(Attempt).where(Attempt.id == attempt_id, Attempt.person_id == person_id)
    )


@lru_cache(maxsize=4096)  # by content: a version once stored never changes
def question_in(wording: str) -> Question:
    """A stored question version, read."""
    return Question.model_validate_json(wording)


_ATTEMPT: Any = bindparam("attempt_id")
_PERSON: Any = bindparam("person_id")
_PLACE: Any = bindparam("place")
_WORDING = cast(QuestionVersion.wording, Text).label("wording")
_NEWEST = (
    select(Answer.attempt_question_id, func.max(Answer.id).label("answer_id"))
    .join(AttemptQuestion, AttemptQuestion.id == Answer.attempt_question_id)
    .where(AttemptQuestion.attempt_id == _ATTEMPT)
    .group_by(Answer.attempt_question_id)
    .subquery()
)
# Built once: putting them together takes longer than the database takes to answer them.
_CORRECTED = aliased(QuestionVersion)
_ASKED = (
    select(AttemptQuestion.id, AttemptQuestion.place, AttemptQuestion.option_order)
    .add_columns(_WORDING, Answer.chosen, Answer.sure, Correction.note)
    .add_columns(cast(_CORRECTED.wording, Text).label("corrected"))
    .join(QuestionVersion, QuestionVersion.revision == AttemptQuestion.revision)
    .outerjoin(_NEWEST, _NEWEST.c.attempt_question_id == AttemptQuestion.id)
    .outerjoin(Answer, Answer.id == _NEWEST.c.answer_id)
    .outerjoin(Correction, Correction.revision == AttemptQuestion.revision)
    .outerjoin(_CORRECTED, _CORRECTED.revision == Correction.corrected_by)
    .where(AttemptQuestion.attempt_id == _ATTEMPT)
    .order_by(AttemptQuestion.place)
)
_ASKED_AT_PLACE = _ASKED.where(AttemptQuestion.place == _PLACE)
_TO_ANSWER = (
    select(AttemptQuestion.id, _WORDING, Attempt.submitted_at, Attempt.terms)
    .add_columns(AsksHowSure.person_id.is_not(None).label("asks_how_sure"))
    .select_from(Attempt)
    .join(AttemptQuestion, AttemptQuestion.attempt_id == Attempt.id)
    .join(QuestionVersion, QuestionVersion.revision == AttemptQuestion.revision)
    .outerjoin(AsksHowSure, AsksHowSure.person_id == Attempt.person_id)
    .where(Attempt.id == _ATTEMPT, Attempt.person_id == _PERSON, AttemptQuestion.place == _PLACE)
    .with_for_update(of=Attempt)
)


def asked_in(session: Session, attempt_id: str, *, place: int | None = None) -> tuple[Asked, ...]:
    """The questions of an attempt in order (or the one at `place`), with the answers that hold."""
    if place is None:
        rows = session.execute(_ASKED, {"attempt_id": attempt_id})
    else:
        rows = session.execute(_ASKED_AT_PLACE, {"attempt_id": attempt_id, "place": place})
    return tuple(
        Asked(
            id=row.id,
            place=row.place,
            question=question_in(row.wording),
            option_order=tuple(row.option_order),
            chosen=tuple(row.chosen or ()),
            sure=row.sure,
            corrected=question_in(row.corrected) if row.corrected else None,
            correction=row.note or "",
        )
        for row in rows
    )


@dataclass(frozen=True)
class ToAnswer:
    """A question of somebody's own attempt, about to be answered."""

    id: int
    question: Question
    terms: Mapping[str, Any]  # of the attempt
    is_submitted: bool
    asks_how_sure: bool


def to_answer(session: Session, attempt_id: str, *, person_id: int, place: int) -> ToAnswer | None:
    """The question at a place; its attempt is held, so that submitting it waits for the answer."""
    values = {"attempt_id": attempt_id, "person_id": person_id, "place": place}
    row = session.execute(_TO_ANSWER, values).one_or_none()
    if row is None:
        return None
    return ToAnswer(
        id=row.id,
        question=question_in(row.wording),
        terms=row.terms,
        is_submitted=row.submitted_at is not None,
        asks_how_sure=row.asks_how_sure,
    )


@dataclass(frozen=True)
class Check:
    """A person and a check that they take."""

    person_id: int
    course: str
    assessment: str
    use: str = "final"

    def attempts(self) -> ColumnElement[bool]:
        """All of that person's attempts at it."""
        return and_(
            Attempt.person_id == self.person_id,
            Attempt.course == self.course,
            Attempt.assessment == self.assessment,
            Attempt.use == self.use,
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


def failures_since_pass(session: Session, check: Check) -> list[datetime]:
    """When the tries that did not pass were submitted, since the last one that did."""
    passed = select(func.max(Attempt.submitted_at)).where(
        check.attempts(), Attempt.passed.is_(True)
    )
    last = session.scalar(passed)
    failed = select(Attempt.submitted_at).where(check.attempts(), Attempt.passed.is_(False))
    if last is not None:
        failed = failed.where(Attempt.submitted_at > last)
    return [moment for moment in session.scalars(failed) if moment is not None]
