"""Answers about what one person learned, and in which roles."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import CompoundSelect, exists, func, null, or_, select, true, union_all
from sqlalchemy.orm import Session

from learning.assessments.models import Attempt
from learning.certificates.models import Certificate, Consent
from learning.evidence.models import Evidence, Withdrawal
from learning.home.rules.year import Kept
from learning.people.models import HeldRole, Membership, MembershipPeriod, Organisation
from learning.study.models import LessonRead


@dataclass(frozen=True)
class Certificates:
    """How many somebody has, and how many of them everyone who has the address can see."""

    number: int
    shown: int


def kept_of(session: Session, person_id: int) -> tuple[Kept, ...]:
    """The lessons somebody read and the checks they passed, in one statement."""
    return tuple(Kept(*row) for row in session.execute(_kept(person_id)))


def kept_and_certificates_of(
    session: Session, person_id: int
) -> tuple[tuple[Kept, ...], Certificates]:
    """The same, and the certificates counted, still in one statement."""
    theirs = Certificate.person_id == person_id
    counted = select(
        select(func.count()).select_from(Certificate).where(theirs).scalar_subquery().label("all"),
        select(func.count())
        .select_from(Consent)
        .join(Certificate, Certificate.id == Consent.certificate_id)
        .where(theirs, Consent.superseded_at.is_(None), Consent.shown)
        .scalar_subquery()
        .label("shown"),
    ).subquery()
    kept = _kept(person_id).subquery()
    rows = session.execute(select(counted, kept).outerjoin(kept, true())).all()
    return tuple(Kept(*row[2:]) for row in rows if row.course), Certificates(*rows[0][:2])


def _kept(person_id: int) -> CompoundSelect[Any]:
    """But a check whose evidence should never have counted: nobody is to say they passed it."""
    withdrawn = exists().where(
        Evidence.source == "assessment",
        Evidence.reference == Attempt.id,
        Evidence.superseded_at.is_(None),
        Withdrawal.evidence_id == Evidence.piece(),
        Withdrawal.superseded_at.is_(None),
        Withdrawal.effective_on <= Evidence.shown_on,
    )
    passed = select(
        Attempt.course,
        Attempt.assessment.label("name"),
        Attempt.submitted_at.label("at"),
        null().label("minutes"),
        Attempt.terms,
    ).where(Attempt.person_id == person_id, Attempt.passed.is_(True), ~withdrawn)
    read = select(
        LessonRead.course, LessonRead.lesson, LessonRead.read_at, LessonRead.minutes, null()
    ).where(LessonRead.person_id == person_id)
    return union_all(passed, read)


def roles_between(
    session: Session, person_id: int, first: date, last: date
) -> tuple[tuple[str, str], ...]:
    """(role, council) of every role somebody held on any day from `first` to `last`."""
    rows = session.execute(
        select(HeldRole.role, Organisation.name)
        .join(Membership, Membership.id == HeldRole.membership_id)
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            Membership.person_id == person_id,
            *_meets(HeldRole, first, last),
            *_meets(MembershipPeriod, first, last),
        )
        .order_by(Membership.id, HeldRole.starts_on, HeldRole.id)
    )
    return tuple((role, council) for role, council in rows)


def _meets(table: Any, first: date, last: date) -> tuple[Any, ...]:
    return (
        table.superseded_at.is_(None),
        table.starts_on <= last,
        or_(table.ends_on.is_(None), table.ends_on > first),
    )
