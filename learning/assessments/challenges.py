"""What people say is wrong with questions, for those who write them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.assessments.models import Attempt, AttemptQuestion, Challenge, QuestionVersion
from learning.errors import Conflict, NotFound
from learning.people.actions.holding import hold_person


@dataclass(frozen=True)
class Challenged:
    """A challenge as authors read it; who made it is nobody's business."""

    course: str
    question: str
    revision: str
    text: str  # of the question, as it was asked
    words: str
    made_at: datetime


def challenge(
    session: Session, *, attempt_id: str, person_id: int, place: int, words: str, at: datetime
) -> None:
    """Keep what a person says of a question they were asked; once for each wording."""
    hold_person(session, person_id)
    revision = session.scalar(
        select(AttemptQuestion.revision)
        .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
        .where(
            Attempt.id == attempt_id,
            Attempt.person_id == person_id,
            Attempt.submitted_at.is_not(None),
            AttemptQuestion.place == place,
        )
    )
    if revision is None:
        raise NotFound
    earlier = session.scalar(
        select(Challenge.words).where(
            Challenge.person_id == person_id, Challenge.revision == revision
        )
    )
    if earlier == words:
        return  # sent twice
    if earlier is not None:
        raise Conflict("You have challenged this question already, and we have what you wrote.")
    session.add(Challenge(person_id=person_id, revision=revision, words=words, made_at=at))


def challenges(session: Session) -> tuple[Challenged, ...]:
    """All of them, the newest first."""
    rows = session.execute(
        select(Challenge, QuestionVersion)
        .join(QuestionVersion, QuestionVersion.revision == Challenge.revision)
        .order_by(Challenge.made_at.desc(), Challenge.id.desc())
    )
    return tuple(
        Challenged(
            course=version.course,
            question=version.question,
            revision=version.revision,
            text=version.wording["text"],
            words=made.words,
            made_at=made.made_at,
        )
        for made, version in rows
    )
