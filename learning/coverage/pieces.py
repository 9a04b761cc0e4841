"""Everything one person has shown of one skill, with what stands behind it; for leads.

The figures know evidence alone. Here is looked up which check, claim or certificate a piece came
from: never an answer, a score or how often somebody tried.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, and_, cast, func, literal, select
from sqlalchemy.orm import Session

from learning.assessments.models import Attempt
from learning.certificates.models import Certificate
from learning.claims.models import Claim
from learning.clock import day_of
from learning.coverage import pairing
from learning.coverage.pairing import Cell
from learning.coverage.rules.pieces import Piece
from learning.dated import known
from learning.evidence.models import Evidence, Withdrawal
from learning.people.models import Membership, Person
from learning.people.sight import Eyes, looked_after, name_here

_LAST_SHOWN = func.max(Evidence.shown_on).over(partition_by=Evidence.piece())


@dataclass(frozen=True)
class Someone:
    """A person who stands in the figures of a day."""

    person_id: int
    code: str
    name: str  # empty where the record was erased
    roles: tuple[tuple[str, str | None], ...]  # (role, service), those that count on the day
    has_page: bool  # this lead looks after them today too


@dataclass(frozen=True)
class Check:
    """The check that somebody passed."""

    course: str
    passed_on: date


@dataclass(frozen=True)
class Source:
    """A piece of evidence and what stands behind it."""

    piece: Piece
    summary: str | None  # none: of prior learning that this council did not bring in itself
    check: Check | None
    claim: int | None  # this council's own
    has_certificate: bool


def someone(session: Session, cell: Cell, *, on: date) -> Someone | None:
    """The person whose code the cell names, where they count in it; `on` is today."""
    present = pairing.present(cell)
    has_page = (
        select(Membership.id)
        .where(Membership.person_code == cell.code, looked_after(cell.eyes, on))
        .exists()
    )
    rows = session.execute(
        select(present, name_here().label("name"), has_page.label("has_page"))
        .join(Membership, Membership.person_id == present.c.person_id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.organisation_id == cell.eyes.organisation_id,
            Membership.person_code == cell.code,
            present.c.person_id.in_(pairing.people_of(cell, present)),
        )
        .distinct()
        .order_by(present.c.role, present.c.service),
        cell.values,
    ).all()
    if not rows:
        return None
    return Someone(
        person_id=rows[0].person_id,
        code=str(cell.code),
        name=max(row.name for row in rows),
        roles=tuple(dict.fromkeys((row.role, row.service) for row in rows)),
        has_page=bool(rows[0].has_page),
    )


def sources_of(
    session: Session, eyes: Eyes, person_id: int, skill: str, *, as_at: date, known_at: datetime
) -> tuple[Source, ...]:
    """What was recorded by the moment: the newest piece first, each before what it corrected."""
    is_claims = and_(
        Claim.person_id == Evidence.person_id,
        Claim.organisation_id == eyes.organisation_id,
        Evidence.source == "prior-learning",
        Evidence.reference == literal("claim-") + cast(Claim.id, String),
    )
    is_attempts = and_(
        Attempt.id == Evidence.reference,
        Attempt.person_id == Evidence.person_id,
        Evidence.source == "assessment",
    )
    is_certificates = and_(
        Certificate.reference == Evidence.reference, Certificate.person_id == Evidence.person_id
    )
    rows = session.execute(
        select(
            Evidence,
            Withdrawal.effective_on,
            Withdrawal.reason,
            Attempt.course,
            Attempt.submitted_at,
            Claim.id.label("claim"),
            Certificate.id.label("certificate"),
        )
        .outerjoin(
            Withdrawal,
            and_(Withdrawal.evidence_id == Evidence.piece(), known(Withdrawal, known_at)),
        )
        .outerjoin(Attempt, is_attempts)
        .outerjoin(Claim, is_claims)
        .outerjoin(Certificate, is_certificates)
        .where(
            Evidence.person_id == person_id,
            Evidence.skill == skill,
            Evidence.recorded_at <= known_at,
            Evidence.shown_on <= as_at,
        )
        .order_by(_LAST_SHOWN.desc(), Evidence.piece().desc(), Evidence.id.desc())
    ).all()
    return tuple(_source(row, eyes, known_at) for row in rows)


def _source(row: Any, eyes: Eyes, known_at: datetime) -> Source:
    one: Evidence = row.Evidence
    superseded_at = one.superseded_at
    piece = Piece(
        number=one.first_id or one.id,
        level=one.level,
        source=one.source,
        shown_on=one.shown_on,
        expires_on=one.expires_on,
        recorded_at=one.recorded_at,
        superseded_at=superseded_at if superseded_at and superseded_at <= known_at else None,
        withdrawn_on=row.effective_on,
        withdrawn_because=row.reason or "",
    )
    # The words of a claim are for who decides it: its own page judges that.
    is_ours = one.reference.startswith(f"completion-{eyes.organisation_id}-")
    check = Check(row.course, day_of(row.submitted_at)) if row.submitted_at else None
    return Source(
        piece=piece,
        summary=one.summary if is_ours or one.source != "prior-learning" else None,
        check=check,
        claim=row.claim,
        has_certificate=row.certificate is not None,
    )
