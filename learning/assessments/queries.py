"""Answers about attempts; one person's own, and nobody else's."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, bindparam, cast, func, or_, select
from sqlalchemy.orm import Session

from learning.assessments.asked import Asked, Mended, in_order
from learning.assessments.models import (
    Answer,
    AsksHowSure,
    Attempt,
    AttemptQuestion,
    Correction,
    QuestionVersion,
)
from learning.catalogue.content import Question


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
_ASKED = (
    select(AttemptQuestion.id, AttemptQuestion.place, AttemptQuestion.option_order)
    .add_columns(_WORDING, Answer.chosen, Answer.sure)
    .add_columns(AttemptQuestion.revision, Correction.corrected_by)
    .join(QuestionVersion, QuestionVersion.revision == AttemptQuestion.revision)
    .outerjoin(_NEWEST, _NEWEST.c.attempt_question_id == AttemptQuestion.id)
    .outerjoin(Answer, Answer.id == _NEWEST.c.answer_id)
    .outerjoin(Correction, Correction.revision == AttemptQuestion.revision)
    .where(AttemptQuestion.attempt_id == _ATTEMPT)
    .order_by(AttemptQuestion.place)
)
_ASKED_AT_PLACE = _ASKED.where(AttemptQuestion.place == _PLACE)
_TO_ANSWER = (
    select(AttemptQuestion.id, _WORDING, Attempt.submitted_at, Attempt.closes_at)
    .add_columns(Attempt.terms, AsksHowSure.person_id.is_not(None).label("asks_how_sure"))
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
        rows = session.execute(_ASKED, {"attempt_id": attempt_id}).all()
    else:
        rows = session.execute(_ASKED_AT_PLACE, {"attempt_id": attempt_id, "place": place}).all()
    mended = corrections_of(session, {row.revision for row in rows if row.corrected_by})
    return tuple(
        Asked(
            id=row.id,
            place=row.place,
            question=question_in(row.wording),
            option_order=tuple(row.option_order),
            chosen=tuple(row.chosen or ()),
            sure=row.sure,
            corrections=mended.get(row.revision, ()),
        )
        for row in rows
    )


def corrections_of(session: Session, revisions: Collection[str]) -> dict[str, tuple[Mended, ...]]:
    """All corrections of each of these versions, in their order; few versions have any."""
    next_of: dict[str, Mended] = {}
    wanted = set(revisions)
    while wanted:
        rows = session.execute(
            select(Correction, _WORDING)
            .join(QuestionVersion, QuestionVersion.revision == Correction.corrected_by)
            .where(Correction.revision.in_(wanted))
        )
        for one, wording in rows:
            mended = Mended(one.corrected_by, question_in(wording), one.note, one.corrected_at)
            next_of[one.revision] = mended
        wanted = {next_of[one].revision for one in wanted if one in next_of} - next_of.keys()
    return {revision: in_order(revision, next_of) for revision in revisions}


@dataclass(frozen=True)
class ToAnswer:
    """A question of somebody's own attempt, about to be answered."""

    id: int
    question: Question
    terms: Mapping[str, Any]  # of the attempt
    is_submitted: bool
    asks_how_sure: bool
    closes_at: datetime | None


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
        closes_at=row.closes_at,
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


def started_by(session: Session, check: Check, ids: Collection[str]) -> Attempt | None:
    """The attempt at a check with one of these ids, or else the one not yet submitted."""
    is_it = Attempt.id.in_(ids)
    return session.scalar(
        select(Attempt)
        .where(check.attempts(), or_(is_it, Attempt.submitted_at.is_(None)))
        .order_by(is_it.desc())
        .limit(1)
    )


def newest_attempt(session: Session, check: Check) -> Attempt | None:
    """The one still open, or else the last one."""
    return session.scalar(
        select(Attempt)
        .where(check.attempts())
        .order_by(Attempt.submitted_at.is_(None).desc(), Attempt.submitted_at.desc(), Attempt.id)
        .limit(1)
    )


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
