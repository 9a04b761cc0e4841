"""Awards certificates, keeps what their holders agree to show, and withdraws them."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning import audit
from learning.catalogue.framework import LEVEL_NAMES, Skill
from learning.certificates import queries
from learning.certificates.models import Certificate, Consent
from learning.certificates.rules import NOTHING, Choices
from learning.clock import day_in_words
from learning.dated import replace
from learning.errors import Conflict, NotFound, Refusal
from learning.evidence import actions as evidence
from learning.evidence.models import Evidence
from learning.notices import actions as notices

CODE_BYTES = 16  # 128 random bits, as 32 characters that can be read out


def award(
    session: Session,
    *,
    title: str,
    pieces: Sequence[Evidence],
    skills: Mapping[str, Skill],
    minutes: int,
    at: datetime,
) -> Certificate:
    """One certificate for what one check showed: `pieces` is the evidence it gave.

    Its words are those of today and stay, whatever becomes of the course or the framework.
    """
    first = pieces[0]
    council = queries.council_of(session, first.person_id, on=first.shown_on)
    ends = [piece.expires_on for piece in pieces if piece.expires_on is not None]
    certificate = Certificate(
        code=secrets.token_hex(CODE_BYTES),
        person_id=first.person_id,
        organisation_id=council.id if council else None,
        organisation_name=queries.said_of(council) if council else "",
        reference=first.reference,
        title=title,
        gives=[_gift(piece, skills[piece.skill]) for piece in pieces],
        minutes=minutes,
        shown_on=first.shown_on,
        expires_on=min(ends, default=None),
        awarded_at=at,
        salt=secrets.token_hex(16),
    )
    session.add(certificate)
    return certificate


def _gift(piece: Evidence, skill: Skill) -> dict[str, object]:
    return {
        "skill": skill.slug,
        "name": skill.name,
        "level": piece.level,
        "level_name": LEVEL_NAMES[piece.level],
        "about": skill.about,
        "expires_on": piece.expires_on.isoformat() if piece.expires_on else None,
    }


def choose(
    session: Session, *, code: str, person_id: int, choices: Choices, at: datetime
) -> Choices:
    """What the holder agrees to show from now on; choosing the same again changes nothing."""
    certificate = _held(session, code)
    if certificate.person_id != person_id:
        raise NotFound
    now_in_force = session.scalar(
        select(Consent).where(
            Consent.certificate_id == certificate.id, Consent.superseded_at.is_(None)
        )
    )
    if choices == (queries.choices_of(now_in_force) if now_in_force else NOTHING):
        return choices
    chosen = Consent(
        certificate_id=certificate.id,
        shown=choices.shown,
        with_name=choices.with_name,
        with_badge=choices.with_badge,
        recorded_at=at,
        recorded_by=person_id,
    )
    if now_in_force is None:
        session.add(chosen)
    else:
        replace(session, now_in_force, chosen, at=at)
    return choices


def _held(session: Session, code: str) -> Certificate:
    """The certificate, held so that two changes at one moment queue."""
    certificate = session.scalar(
        select(Certificate).where(Certificate.code == code).with_for_update()
    )
    if certificate is None:
        raise NotFound
    return certificate


def withdraw(
    session: Session, *, code: str, effective_on: date, reason: str, by: int, at: datetime
) -> None:
    """The certificate no longer holds from a day, nor does its evidence; its holder is told."""
    try:
        certificate = _held(session, code)
    except NotFound:
        raise Refusal("There is no certificate with this address", field="code") from None
    pieces = queries.evidence_behind(session, certificate)
    if not pieces:
        raise Conflict("This certificate has been withdrawn already. Nothing has been changed.")
    for piece in pieces:
        evidence.withdraw(session, piece, effective_on=effective_on, reason=reason, by=by, at=at)
    audit.write(
        session,
        "certificate.withdrawn",
        by=by,
        at=at,
        organisation_id=certificate.organisation_id,
        person_id=certificate.person_id,
        changes={"effective_on": (None, effective_on)},
    )
    notices.tell(
        session,
        person_id=certificate.person_id,
        kind="certificate.withdrawn",
        subject=f"Your certificate was withdrawn: {certificate.title}"[:200],
        body=f"It no longer counts from {day_in_words(effective_on)}. The reason given: {reason}"
        " If you think this is wrong, tell your training lead.",
        link=f"/certificates/{certificate.code}",
        at=at,
    )
