"""Starts a sitting, keeps each answer at once, and writes down what it came to."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learning import audit
from learning.catalogue.published import Catalogue
from learning.clock import day_of
from learning.errors import Conflict, NotFound, Refusal
from learning.evidence import actions as evidence
from learning.people.rules import Need
from learning.self_assessments import queries, rules
from learning.self_assessments.models import SelfAssessment, SelfAssessmentAnswer


def start(
    session: Session,
    *,
    person_id: int,
    needs: Sequence[Need],
    catalogue: Catalogue,
    at: datetime,
) -> SelfAssessment:
    """A sitting about all that somebody's roles need; or the one still open."""
    still_open = _open_one(session, person_id)
    if still_open is not None:
        return still_open
    questions = rules.to_ask(needs, catalogue)
    if not questions:
        raise Refusal("Your roles ask for no skills today, so there is nothing to assess.")
    asks = [[question.skill.slug, question.tier.value] for question in questions]
    sitting = SelfAssessment(person_id=person_id, asks=asks, started_at=at)
    try:
        with session.begin_nested():
            session.add(sitting)
            session.flush()  # its number stands in the next address
    except IntegrityError:  # started in another tab at the same moment: that one is open
        return _open_one(session, person_id) or sitting
    return sitting


def _open_one(session: Session, person_id: int) -> SelfAssessment | None:
    return session.scalar(
        select(SelfAssessment).where(
            SelfAssessment.person_id == person_id, SelfAssessment.finished_at.is_(None)
        )
    )


def answer(
    session: Session,
    *,
    number: int,
    person_id: int,
    skill: str,
    chosen: Sequence[str],
    catalogue: Catalogue,
    at: datetime,
) -> None:
    """Keep where somebody puts themselves; the newest answer holds until they finish."""
    sitting = _own(session, number, person_id)
    question = queries.question_in(sitting.asks, skill, catalogue)
    if sitting.finished_at is not None:
        raise Conflict("You have finished this self-assessment. Start another to change your view.")
    choice = question.choice(chosen[0]) if len(chosen) == 1 else None
    if choice is None:
        raise Refusal("Choose a sentence, or “Not yet”", field="answer")
    session.add(
        SelfAssessmentAnswer(
            self_assessment_id=sitting.id,
            skill=skill,
            level=choice.level,
            words=choice.words,
            answered_at=at,
        )
    )


def _own(session: Session, number: int, person_id: int) -> SelfAssessment:
    """The person's own sitting, held so that an answer and the finish queue."""
    sitting = session.scalar(
        select(SelfAssessment)
        .where(SelfAssessment.id == number, SelfAssessment.person_id == person_id)
        .with_for_update()
    )
    if sitting is None:
        raise NotFound
    return sitting


def finish(session: Session, *, number: int, person_id: int, at: datetime) -> SelfAssessment:
    """What was answered becomes one's view of today; finishing again changes nothing.

    The view before ends that day. A skill without an answer keeps its view.
    """
    sitting = _own(session, number, person_id)
    if sitting.finished_at is not None:
        return sitting
    (kept,) = queries.sittings_of(session, person_id, number=number)
    if not kept.answers:
        raise Refusal("Answer one question at least. Nothing has been lost.")
    sitting.finished_at = at
    today = day_of(at)
    renewed = queries.standing_views(session, person_id, kept.answers, on=today)
    for piece in renewed:
        evidence.end(
            session,
            piece,
            effective_on=today,
            reason="A newer self-assessment takes its place.",
            by=person_id,
            at=at,
        )
    if renewed:
        audit.write(session, "self-assessment.renewed", by=person_id, at=at, person_id=person_id)
    for skill, level in kept.answers.items():
        if level >= 1:
            _record(session, sitting, skill, level, at=at)
    return sitting


def _record(
    session: Session, sitting: SelfAssessment, skill: str, level: int, *, at: datetime
) -> None:
    evidence.record(
        session,
        person_id=sitting.person_id,
        skill=skill,
        level=level,
        source="self-assessment",
        shown_on=day_of(at),
        lasts_months=None,
        reference=f"self-assessment-{sitting.id}",
        summary="Self-assessment: own view, not counted",
        by=sitting.person_id,
        at=at,
    )
