"""Answers about who may be asked: by which council, and what they were asked before."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from learning.dated import in_force
from learning.evidence.models import Evidence
from learning.outcomes.models import OutcomeAnswer, OutcomeQuestion
from learning.outcomes.rules.asking import EARLIEST, LATEST, Asked
from learning.people.models import Address, Membership, Pause, Person
from learning.people.sight import is_member
from learning.policies.models import Policy
from learning.policies.rules import Name, Outcomes

ON = Outcomes(on=True).model_dump_json()  # as the decision is kept


def asks(organisation: Any, on: date) -> ColumnElement[bool]:
    """Whether a council, by a column that names it, has decided to ask on a day."""
    return exists().where(
        Policy.organisation_id == organisation,
        Policy.name == Name.OUTCOMES.value,
        Policy.said == ON,
        in_force(Policy, on),
    )


def belongs(person: Any, organisation: Any, on: date) -> ColumnElement[bool]:
    """Whether a person belongs to a council on a day, both by columns that name them."""
    return exists().where(
        Membership.person_id == person,
        Membership.organisation_id == organisation,
        Membership.erased_at.is_(None),
        is_member(on),
    )


def candidates(session: Session, *, on: date, after: int, most: int) -> dict[int, int]:
    """The next people, by id, with a check of the right age: person → the council that asks.

    Of several councils that ask, and where somebody is not away, it is the first by number.
    """
    away = exists().where(
        Pause.membership_id == Membership.id,
        Pause.superseded_at.is_(None),
        Pause.paused_from <= on,
        or_(Pause.paused_until.is_(None), Pause.paused_until > on),
    )
    passed = select(Evidence.person_id).where(
        Evidence.superseded_at.is_(None),
        Evidence.source == "assessment",
        Evidence.shown_on.between(on - timedelta(days=EARLIEST), on - timedelta(days=LATEST)),
    )
    rows = session.execute(
        select(Membership.person_id, func.min(Membership.organisation_id))
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.person_id > after,
            Membership.person_id.in_(passed),
            Membership.erased_at.is_(None),
            Person.linked_to.is_(None),
            is_member(on),
            ~away,
            asks(Membership.organisation_id, on),
        )
        .group_by(Membership.person_id)
        .order_by(Membership.person_id)
        .limit(most)
    )
    return {row[0]: row[1] for row in rows}


def asked_before(session: Session, people: Collection[int]) -> dict[int, list[Asked]]:
    """What each of these people was asked before, by whichever council."""
    found: dict[int, list[Asked]] = defaultdict(list)
    answered = exists().where(
        OutcomeAnswer.question_id == OutcomeQuestion.id, OutcomeAnswer.superseded_at.is_(None)
    )
    rows = session.execute(
        select(
            OutcomeQuestion.person_id,
            OutcomeQuestion.skill,
            OutcomeQuestion.level,
            Evidence.reference,
            OutcomeQuestion.asked_on,
            answered,
        )
        .join(Evidence, Evidence.id == OutcomeQuestion.evidence_id)
        .where(OutcomeQuestion.person_id.in_(people))
        .order_by(OutcomeQuestion.id)
    )
    for row in rows:
        found[row[0]].append(Asked(*row[1:]))
    return found


def first_rows(session: Session, pieces: Sequence[int]) -> dict[int, int]:
    """Row of evidence → the first row of its piece, which a correction points to."""
    rows = session.execute(select(Evidence.id, Evidence.piece()).where(Evidence.id.in_(pieces)))
    return {row[0]: row[1] for row in rows}


def member_by_verified_address(
    session: Session, organisation_id: int, key: str, *, on: date
) -> int | None:
    """A member of a council by an address that its owner has verified."""
    from_address = select(Address.person_id).where(
        Address.key == key, Address.verified_at.is_not(None)
    )
    return session.scalar(
        select(Membership.person_id)
        .where(
            and_(
                Membership.organisation_id == organisation_id,
                Membership.person_id.in_(from_address),
                Membership.erased_at.is_(None),
                is_member(on),
            )
        )
        .limit(1)
    )
