"""Keeps what somebody says of what they learned, changes it, and takes it back.

Nothing of it goes into the audit trail, which training leads read.
"""

import secrets
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.clock import day_of
from learning.dated import supersede
from learning.errors import Conflict, NotFound, Refusal
from learning.notices import actions as notices
from learning.outcomes.models import Confirmation, OutcomeAnswer, OutcomeQuestion
from learning.outcomes.queries.asking import member_by_verified_address
from learning.outcomes.queries.own import question_of
from learning.outcomes.rules.answering import (
    CONFIRMED_WITHIN,
    MOST_NAMED,
    Said,
    is_same_address,
)
from learning.people.models import Address
from learning.people.rules import address_key

CONFIRM_AT = "/confirmations/{}"


def answer(session: Session, number: int, said: Said, *, person_id: int, at: datetime) -> None:
    """What the person now says; said again, it changes nothing and asks no colleague twice."""
    question = _own_question(session, number, person_id)
    facts = question_of(session, number, person_id, on=day_of(at))
    if facts is None or not facts.is_asked:
        raise Conflict("Your council does not ask this any more. Nothing was kept.")
    before = _in_force(session, question.id)
    is_same = before is not None and (before.answer, before.words) == (said.answer, said.words)
    asked = _open(session, question.id)
    if asked is not None and not (is_same and is_same_address(asked.named, said.colleague)):
        asked.ended_at = at
        session.flush()  # before another: one at most is open
        asked = None
    if not is_same:
        if before is not None:
            supersede(session, before, at=at)
        session.add(
            OutcomeAnswer(
                question_id=question.id,
                answer=said.answer,
                words=said.words,
                recorded_at=at,
                recorded_by=person_id,
            )
        )
    if said.colleague and asked is None:
        _ask_colleague(session, question, said.colleague, at=at)


def take_back(session: Session, number: int, *, person_id: int, at: datetime) -> None:
    """From now on the person has said nothing; a colleague's link opens nothing."""
    question = _own_question(session, number, person_id)
    before, asked = _in_force(session, question.id), _open(session, question.id)
    if before is not None:
        supersede(session, before, at=at)
    if asked is not None:
        asked.ended_at = at


def _own_question(session: Session, number: int, person_id: int) -> OutcomeQuestion:
    """Their question, held so that two browsers answer it one after the other."""
    found = session.scalar(
        select(OutcomeQuestion)
        .where(OutcomeQuestion.id == number, OutcomeQuestion.person_id == person_id)
        .with_for_update()
    )
    if found is None:
        raise NotFound
    return found


def _in_force(session: Session, question_id: int) -> OutcomeAnswer | None:
    return session.scalar(
        select(OutcomeAnswer).where(
            OutcomeAnswer.question_id == question_id, OutcomeAnswer.superseded_at.is_(None)
        )
    )


def _open(session: Session, question_id: int) -> Confirmation | None:
    return session.scalar(
        select(Confirmation).where(
            Confirmation.question_id == question_id, Confirmation.ended_at.is_(None)
        )
    )


def _ask_colleague(
    session: Session, question: OutcomeQuestion, address: str, *, at: datetime
) -> None:
    """The colleague, where a member of the council has verified this address; else nobody.

    Both look the same to the person: who has an account is not theirs to find out.
    """
    key = address_key(address)
    own = select(Address.id).where(Address.person_id == question.person_id, Address.key == key)
    if session.scalar(own) is not None:
        raise Refusal(
            "This is your own address. Name somebody who works with you", field="colleague"
        )
    named = select(func.count()).where(Confirmation.question_id == question.id)
    if (session.scalar(named) or 0) >= MOST_NAMED:
        raise Refusal(
            f"You have named {MOST_NAMED} colleagues for this already. Leave this empty",
            field="colleague",
        )
    colleague = member_by_verified_address(session, question.organisation_id, key, on=day_of(at))
    asked = Confirmation(
        question_id=question.id,
        colleague_id=colleague,
        named=address,
        mark=secrets.token_hex(16),
        asked_at=at,
        expires_at=at + CONFIRMED_WITHIN,
    )
    session.add(asked)
    if colleague is not None:
        _tell(session, colleague, asked.mark, at=at)


def _tell(session: Session, colleague: int, mark: str, *, at: datetime) -> None:
    """In the weekly e-mail, without a name or a word of it: training leads read what was told."""
    notices.tell(
        session,
        person_id=colleague,
        kind="outcome.confirm",
        subject="A colleague asks you: did you see this?",
        body="They say that they do something differently at work since a course, and named you as "
        "somebody who may have seen it. It is one question with a button. You need not answer.",
        link=CONFIRM_AT.format(mark),
        at=at,
    )
