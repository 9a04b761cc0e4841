"""Marks attempts again where a question's key was wrong: forward only in the learner's favour."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from learning import audit
from learning.assessments import actions, queries, rules
from learning.assessments.models import (
    Attempt,
    AttemptQuestion,
    Correction,
    QuestionVersion,
    Remarking,
)
from learning.catalogue.content import Question
from learning.catalogue.loading import question_revision
from learning.clock import day_of
from learning.database import insert_of
from learning.notices import actions as notices


@dataclass(frozen=True)
class Corrected:
    """A correction of one question, put into effect."""

    course: str
    change: str  # its id
    question: Question  # as it reads now
    replaced: frozenset[str]  # the revisions that were wrong
    note: str


def correct(session: Session, made: Corrected, *, at: datetime) -> tuple[Remarking, ...]:
    """From now on answers to the wrong versions earn what the corrected one gives, if more.

    Returns the attempts that were submitted already and gained by it.
    """
    wrong = _store(session, made, at=at)
    asked = select(AttemptQuestion.attempt_id).where(AttemptQuestion.revision.in_(wrong))
    attempts = (
        select(Attempt)
        .where(Attempt.id.in_(asked), Attempt.submitted_at.is_not(None))
        .order_by(Attempt.id)
        .with_for_update()
    )
    return tuple(_remarked(session, session.scalars(attempts).all(), made, at=at))


def _store(session: Session, made: Corrected, *, at: datetime) -> Collection[str]:
    """Points every wrong version that was ever asked to the one that first corrected it."""
    revision = question_revision(made.question)
    asked = select(QuestionVersion.revision).where(QuestionVersion.revision.in_(made.replaced))
    wrong = session.scalars(asked.where(QuestionVersion.revision != revision)).all()
    if not wrong:
        return ()
    version = {
        "revision": revision,
        "course": made.course,
        "question": made.question.id,
        "wording": made.question.model_dump(mode="json", by_alias=True),
    }
    insert = insert_of(session)
    session.execute(insert(QuestionVersion).values(version).on_conflict_do_nothing())
    pointing = {"corrected_by": revision, "note": made.note, "corrected_at": at}
    stored = insert(Correction).values([{"revision": one} | pointing for one in wrong])
    # The same correction leads to the wording of today; an earlier one keeps what it led to,
    # which is wrong now, and leads on from there.
    session.execute(
        stored.on_conflict_do_update(
            index_elements=["revision"],
            set_={"corrected_by": revision},
            where=Correction.note == made.note,
        )
    )
    # Where an earlier one was taken back and the question corrected anew, the way leads round.
    known = queries.corrections_of(session, wrong)
    astray = [one for one in wrong if revision not in {on.revision for on in known[one]}]
    session.execute(update(Correction).where(Correction.revision.in_(astray)).values(pointing))
    return wrong


def _remarked(
    session: Session, attempts: Collection[Attempt], made: Corrected, *, at: datetime
) -> Iterator[Remarking]:
    for attempt in attempts:
        asked = queries.asked_in(session, attempt.id)
        result = rules.mark([one.parts for one in asked], pass_mark=attempt.terms["pass_mark"])
        if result.parts > (attempt.parts or 0):
            actions.keep_shown(attempt, asked)
            yield _raise(session, attempt, result, made, at=at)


def _raise(
    session: Session, attempt: Attempt, result: rules.Marking, made: Corrected, *, at: datetime
) -> Remarking:
    passed_before = bool(attempt.passed)
    remarking = Remarking(
        attempt_id=attempt.id,
        change=f"{made.course}/{made.change}",
        parts_before=attempt.parts or 0,
        parts_after=result.parts,
        passed_before=passed_before,
        passed_after=passed_before or result.passed,
        remarked_at=at,
    )
    session.add(remarking)
    attempt.parts = result.parts
    # No value and no council: that a try had not passed is nobody's business but the person's.
    audit.write(session, "attempt.remarked", by=None, at=at, person_id=attempt.person_id)
    if result.passed and not passed_before:
        attempt.passed = True
        shown_on = day_of(attempt.submitted_at or at)  # they showed it then
        actions.give(session, attempt, shown_on=shown_on, at=at)
    else:
        _tell(session, attempt, made, at=at)
    return remarking


def _tell(session: Session, attempt: Attempt, made: Corrected, *, at: datetime) -> None:
    notices.tell(
        session,
        person_id=attempt.person_id,
        kind="check.remarked",
        subject=f"A question of {attempt.terms['title']} was corrected in your favour",
        body=f"{made.note} Your answer earns more than we had said.",
        link=f"/attempts/{attempt.id}",
        at=at,
    )
