"""The figures of questions: over everybody's first attempts at checks, by nobody's name.

A question's figures take in everybody in the installation. Nothing narrows them to a council,
a day or a group, so that no two of them can be taken from each other to find one person.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, select, true
from sqlalchemy.orm import Session

from learning.assessments.choices import Response
from learning.assessments.figures import (
    AskedVersion,
    figures_of,
    rest_score,
    seconds_taken,
)
from learning.assessments.models import Answer, Attempt, AttemptQuestion, QuestionVersion
from learning.assessments.queries import question_in
from learning.catalogue import marking
from learning.catalogue.content import Question
from learning.database import AnySelect

ROWS_AT_ONCE = 5000


def asked_versions(
    session: Session, *, course: str | None = None, revision: str | None = None
) -> tuple[AskedVersion, ...]:
    """Every question version that a submitted check asked (of a course, or the one), in order."""
    versions = {row.revision: row for row in session.execute(_versions())}
    questions = {name: question_in(row.wording) for name, row in versions.items()}
    responses, checks = _first_responses(session, questions, _of(course, revision))
    return tuple(
        AskedVersion(
            course=versions[name].course,
            checks=tuple(sorted(checks[name])),
            revision=name,
            question=questions[name],
            figures=figures_of(questions[name], responses[name]),
        )
        for name in sorted(responses)
    )


def _versions() -> AnySelect:
    return select(
        QuestionVersion.revision,
        QuestionVersion.course,
        cast(QuestionVersion.wording, Text).label("wording"),
    )


def version_of(session: Session, revision: str) -> tuple[str, Question] | None:
    """The course of a question version, and the question."""
    row = session.execute(_versions().where(QuestionVersion.revision == revision)).one_or_none()
    return (row.course, question_in(row.wording)) if row else None


def _of(course: str | None, revision: str | None) -> ColumnElement[bool]:
    if revision is not None:
        return QuestionVersion.revision == revision
    return QuestionVersion.course == course if course is not None else true()


def _answers_given(of: ColumnElement[bool]) -> AnySelect:
    """Every answer of the attempts in which somebody was first asked one of the versions.

    First is the earliest submitted: an attempt whose choices were deleted stays the first, and
    a later one of the same person never takes its place.
    """
    turn = func.row_number().over(
        partition_by=(Attempt.person_id, AttemptQuestion.revision),
        order_by=(Attempt.submitted_at, Attempt.id),
    )
    ranked = (
        select(AttemptQuestion.id, AttemptQuestion.attempt_id, turn.label("turn"))
        .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
        .join(QuestionVersion, QuestionVersion.revision == AttemptQuestion.revision)
        .where(Attempt.submitted_at.is_not(None), Attempt.use == "final", of)
        .subquery()
    )
    first = select(ranked.c.id, ranked.c.attempt_id).where(ranked.c.turn == 1).cte()
    return (
        select(Attempt.id.label("attempt_id"), Attempt.assessment, Attempt.started_at)
        .add_columns(AttemptQuestion.id.label("asked_id"), AttemptQuestion.revision)
        .add_columns(cast(AttemptQuestion.option_order, Text).label("order"))
        .add_columns(cast(Answer.chosen, Text).label("chosen"), Answer.answered_at)
        .add_columns(first.c.id.is_not(None).label("is_first"))
        .join(AttemptQuestion, AttemptQuestion.attempt_id == Attempt.id)
        .outerjoin(first, first.c.id == AttemptQuestion.id)
        .outerjoin(Answer, Answer.attempt_question_id == AttemptQuestion.id)
        .where(Attempt.choices_deleted_at.is_(None))
        .where(Attempt.id.in_(select(first.c.attempt_id)))
        .order_by(Attempt.id, Answer.id)
    )


def _first_responses(
    session: Session, questions: Mapping[str, Question], of: ColumnElement[bool]
) -> tuple[Mapping[str, list[Response]], Mapping[str, set[str]]]:
    """By version: the first responses, and the checks that asked it."""
    responses, checks = defaultdict[str, list[Response]](list), defaultdict[str, set[str]](set)
    reading = _Reading(questions)
    rows = session.execute(_answers_given(of).execution_options(yield_per=ROWS_AT_ONCE))
    for _, answers in groupby(rows, key=attrgetter("attempt_id")):
        for asked, response in reading.first_of(tuple(answers)):
            checks[asked.revision].add(asked.assessment)
            responses[asked.revision].append(response)
    return responses, checks


class _Reading:
    """Reads and marks stored answers: many people give the same few, and each is read once."""

    def __init__(self, questions: Mapping[str, Question]) -> None:
        self.questions = questions
        self.listed = cache(_listed)
        self.worth = cache(self._worth)

    def first_of(self, answers: Sequence[Any]) -> Iterator[tuple[Any, Response]]:
        """The responses of one attempt to what its person was asked for the first time."""
        newest = {row.asked_id: row for row in answers}  # they come in order: the last one holds
        parts = {asked: self._parts(row) for asked, row in newest.items()}
        seconds = seconds_taken(
            answers[0].started_at,
            [(row.asked_id, row.answered_at) for row in answers if row.answered_at],
        )
        for asked, row in newest.items():
            if row.is_first:
                yield (
                    row,
                    Response(
                        parts=parts[asked],
                        rest=rest_score(parts.values(), parts[asked]),
                        chosen=self.listed(row.chosen),
                        order=self.listed(row.order),
                        seconds=seconds.get(asked),
                    ),
                )

    def _parts(self, row: Any) -> int:
        lines = self.questions[row.revision].type == "matching"  # alone depends on its order
        return self.worth(row.revision, row.chosen, row.order if lines else None)

    def _worth(self, revision: str, chosen: str | None, order: str | None) -> int:
        return marking.worth(self.questions[revision], self.listed(chosen), self.listed(order))


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(json.loads(text)) if text else ()
