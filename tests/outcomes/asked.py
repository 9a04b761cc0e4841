"""A council that asks, and people who were asked."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import add_months, day_of, now
from learning.evidence.models import Evidence
from learning.outcomes.models import Confirmation, OutcomeQuestion
from learning.people.models import Membership
from learning.policies.actions import decide
from learning.policies.rules import Outcomes
from tests.builders import LONG_AGO, some_evidence

SKILL = "cyber-security"


def switch(session: Session, organisation: int, *, on: bool, at: datetime | None = None) -> None:
    """The council decides to ask, or no longer to."""
    moment = at or LONG_AGO
    decide(
        session,
        Outcomes(on=on),
        organisation_id=organisation,
        authority="Evaluation plan",
        starts_on=day_of(moment),
        by=None,
        at=moment,
    )


def passed(
    session: Session, person: int, *, skill: str = SKILL, level: int = 1, on: date | None = None
) -> Evidence:
    """A check that was passed three months and some days ago."""
    day = on or add_months(day_of(now()), -3) - timedelta(days=2)
    return some_evidence(session, person, skill, level, shown_on=day, source="assessment")


def a_question(session: Session, person: int, *, skill: str = SKILL) -> int:
    """Somebody was asked, today, by their first council; the question's number."""
    piece = passed(session, person, skill=skill)
    session.flush()
    theirs = select(Membership).where(Membership.person_id == person)
    member = session.scalars(theirs.order_by(Membership.id)).first()
    assert member is not None
    question = OutcomeQuestion(
        person_id=person,
        organisation_id=member.organisation_id,
        evidence_id=piece.id,
        skill=skill,
        level=1,
        title="Ropes and knots",
        passed_on=piece.shown_on,
        asked_on=day_of(now()),
        asked_at=now(),
    )
    session.add(question)
    session.flush()
    return question.id


def the_confirmation(session: Session, number: int) -> Confirmation:
    """What a colleague is asked of a question, where it is open."""
    return session.scalars(
        select(Confirmation).where(
            Confirmation.question_id == number, Confirmation.ended_at.is_(None)
        )
    ).one()
