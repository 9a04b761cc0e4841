"""Answers about certificates."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Date, and_, bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased

from learning.certificates.models import Certificate, Consent
from learning.certificates.rules import (
    NOTHING,
    Choices,
    Facts,
    Gift,
    Piece,
    as_it_stands,
    history,
    withdrawn,
)
from learning.clock import day_of
from learning.database import AnySelect
from learning.dated import in_force
from learning.evidence.models import Evidence, Withdrawal
from learning.people.models import Membership, MembershipPeriod, Organisation, Person

SOURCE = "assessment"  # what certificates rest on
PAGE = 50


_ON: Any = bindparam("on", type_=Date())
# Built once: putting it together takes longer than the database takes to answer it.
_COUNCIL = (
    select(Organisation)
    .join(Membership, Membership.organisation_id == Organisation.id)
    .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
    .where(Membership.person_id == bindparam("person_id"), in_force(MembershipPeriod, _ON))
    .order_by(Membership.id)
    .limit(1)
)


def council_of(session: Session, person_id: int, *, on: date) -> Organisation | None:
    """Where somebody serves on a day: the first of their councils."""
    return session.scalar(_COUNCIL, {"person_id": person_id, "on": on})


def said_of(council: Organisation) -> str:
    """Its name, for good; what is made up says so."""
    return f"{council.name} (made up)" if council.made_up else council.name


def choices_of(consent: Consent) -> Choices:
    """What the holder agreed to."""
    return Choices(consent.shown, consent.with_name, consent.with_badge)


def evidence_behind(session: Session, certificate: Certificate) -> Sequence[Evidence]:
    """The evidence of a certificate that has not been withdrawn."""
    gone = exists().where(
        Withdrawal.evidence_id == Evidence.piece(), Withdrawal.superseded_at.is_(None)
    )
    return session.scalars(
        select(Evidence)
        .where(
            Evidence.source == SOURCE,
            Evidence.reference == certificate.reference,
            Evidence.superseded_at.is_(None),
            ~gone,
        )
        .order_by(Evidence.id)
    ).all()


def facts_by_code(session: Session, code: str) -> Facts | None:
    """Everything known of one certificate; who may see what of it, `rules.sheet` decides."""
    found = _facts(session, _CERTIFICATES.where(Certificate.code == code))
    return found[0] if found else None


def held_by(session: Session, person_id: int, *, page: int = 1) -> tuple[int, list[Facts]]:
    """How many certificates somebody has, and a page of them, the newest first."""
    theirs = Certificate.person_id == person_id
    total = session.scalar(select(func.count()).select_from(Certificate).where(theirs)) or 0
    wanted = _CERTIFICATES.where(theirs).limit(PAGE).offset((page - 1) * PAGE)
    return total, _facts(session, wanted)


_CERTIFICATES: AnySelect = (
    select(Certificate, Person.name, Consent, Organisation.slug)
    .join(Person, Person.id == Certificate.person_id)
    .outerjoin(Organisation, Organisation.id == Certificate.organisation_id)
    .outerjoin(
        Consent,
        and_(Consent.certificate_id == Certificate.id, Consent.superseded_at.is_(None)),
    )
    .order_by(Certificate.shown_on.desc(), Certificate.id.desc())
)


def _facts(session: Session, wanted: AnySelect) -> list[Facts]:
    rows = session.execute(wanted).all()
    pieces = _pieces(session, [row.Certificate.reference for row in rows]) if rows else {}
    return [_of(row, pieces.get(row.Certificate.reference, ())) for row in rows]


def _of(row: Any, pieces: Sequence[Piece]) -> Facts:
    certificate: Certificate = row.Certificate
    gifts = tuple(map(_gift, certificate.gives))
    return Facts(
        id=certificate.id,
        code=certificate.code,
        person_id=certificate.person_id,
        organisation_id=certificate.organisation_id,
        organisation_name=certificate.organisation_name,
        organisation_slug=row.slug,
        title=certificate.title,
        gifts=as_it_stands(gifts, pieces),
        minutes=certificate.minutes,
        shown_on=certificate.shown_on,
        history=history(gifts, pieces, awarded_on=day_of(certificate.awarded_at)),
        awarded_at=certificate.awarded_at,
        salt=certificate.salt,
        name=row.name,
        choices=choices_of(row.Consent) if row.Consent else NOTHING,
        withdrawn=withdrawn(gifts, pieces),
    )


def _gift(said: dict[str, Any]) -> Gift:
    until = said["expires_on"]
    return Gift(**{**said, "expires_on": date.fromisoformat(until) if until else None})


def _pieces(session: Session, references: Sequence[str]) -> dict[str, list[Piece]]:
    """The evidence behind certificates, by reference: each row of it, the newest last."""
    newest = aliased(Evidence)
    # By person first: indexes know references of what is in force alone.
    same = and_(newest.person_id == Evidence.person_id, newest.piece() == Evidence.piece())
    rows = session.execute(
        select(Evidence, Withdrawal.effective_on, Withdrawal.reason)
        .join(newest, same)
        .outerjoin(
            Withdrawal,
            and_(Withdrawal.evidence_id == Evidence.piece(), Withdrawal.superseded_at.is_(None)),
        )
        .where(
            newest.source == SOURCE,
            newest.reference.in_(references),
            newest.superseded_at.is_(None),
        )
        .order_by(Evidence.id)
    )
    found = defaultdict(list)
    for piece, effective_on, reason in rows:
        recorded_on = day_of(piece.recorded_at)
        found[piece.reference].append(
            Piece(
                piece.skill, piece.level, piece.expires_on, recorded_on, effective_on, reason or ""
            )
        )
    return found
