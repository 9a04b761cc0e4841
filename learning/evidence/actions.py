"""Records what people show, and withdraws or corrects it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from learning import audit
from learning.clock import day_of
from learning.database import insert_of
from learning.dated import replace, supersede
from learning.errors import Refusal
from learning.evidence import queries, rules
from learning.evidence.models import Evidence, Withdrawal
from learning.evidence.rules import Piece


def record(
    session: Session,
    *,
    person_id: int,
    skill: str,
    level: int,
    source: str,
    shown_on: date,
    lasts_months: int | None,
    expires_on: date | None = None,
    reference: str,
    summary: str,
    by: int | None,
    at: datetime,
) -> Evidence:
    """One piece of evidence; it counts for `lasts_months` from when it was shown, None: for good.

    Where it renews what runs out within 90 days, the new months begin when the old ones end.
    `expires_on` is for a day that somebody set; it holds as it is, whatever was shown before.
    Refused for a day in the future, and for an end that is not after the day it was shown.
    """
    if shown_on > day_of(at):
        raise Refusal("Choose a day that is not in the future", field="shown_on")
    if expires_on is not None and expires_on <= shown_on:
        raise Refusal("Choose a day after the day it was shown", field="expires_on")
    renewed = None
    if lasts_months is not None:
        renewed = queries.renewed_by(
            session, person_id=person_id, skill=skill, level=level, on=shown_on
        )
    evidence = Evidence(
        person_id=person_id,
        skill=skill,
        level=level,
        source=source,
        shown_on=shown_on,
        expires_on=expires_on
        or rules.expiry(shown_on, lasts_months=lasts_months, runs_out_on=renewed),
        reference=reference,
        summary=summary,
        recorded_at=at,
        recorded_by=by,
    )
    session.add(evidence)
    return evidence


def record_all(
    session: Session, pieces: Sequence[Piece], *, source: str, by: int | None, at: datetime
) -> int:
    """Many pieces at once; returns how many were new.

    A piece whose source, reference and skill are recorded already is left as it stands, so
    recording the same pieces twice records them once.
    """
    if any(piece.shown_on > day_of(at) for piece in pieces):
        raise Refusal("Nothing can have been shown on a day in the future")
    if not pieces:
        return 0
    statement = (
        insert_of(session)(Evidence)
        .on_conflict_do_nothing(
            index_elements=["source", "reference", "skill"],
            index_where=text("superseded_at IS NULL"),
        )
        .returning(Evidence.id)
    )
    said = {"source": source, "recorded_at": at, "recorded_by": by}
    rows = [{**asdict(piece), **said} for piece in pieces]
    return len(session.scalars(statement, rows).all())


def withdraw(
    session: Session,
    evidence: Evidence,
    *,
    effective_on: date,
    reason: str,
    by: int | None,
    at: datetime,
) -> Withdrawal:
    """The evidence stops counting from a day between when it was shown and today.

    Withdrawn again, it stops on the day said last. Refused for any other day.
    """
    withdrawal, before = end(
        session, evidence, effective_on=effective_on, reason=reason, by=by, at=at
    )
    audit.write(
        session,
        "evidence.withdrawn",
        by=by,
        at=at,
        person_id=evidence.person_id,
        changes={
            "skill": (None, evidence.skill),
            "level": (None, evidence.level),
            "effective_on": (before, effective_on),
        },
    )
    return withdrawal


def end(
    session: Session,
    evidence: Evidence,
    *,
    effective_on: date,
    reason: str,
    by: int | None,
    at: datetime,
) -> tuple[Withdrawal, date | None]:
    """The same, with the day said before; the caller writes to the audit trail what it was."""
    if not evidence.shown_on <= effective_on <= day_of(at):
        raise Refusal("Choose a day between the day it was shown and today", field="effective_on")
    piece_id = evidence.first_id or evidence.id
    earlier = session.scalar(
        select(Withdrawal).where(
            Withdrawal.evidence_id == piece_id, Withdrawal.superseded_at.is_(None)
        )
    )
    if earlier is not None:
        supersede(session, earlier, at=at)
    withdrawal = Withdrawal(
        evidence_id=piece_id,
        effective_on=effective_on,
        reason=reason,
        recorded_at=at,
        recorded_by=by,
    )
    session.add(withdrawal)
    return withdrawal, earlier.effective_on if earlier else None


def correct(
    session: Session,
    evidence: Evidence,
    *,
    level: int,
    shown_on: date,
    expires_on: date | None,
    by: int,
    at: datetime,
) -> Evidence:
    """The piece was recorded wrongly: from `at` on it says this, and its withdrawals stay."""
    if shown_on > day_of(at):
        raise Refusal("Choose a day that is not in the future", field="shown_on")
    if expires_on is not None and expires_on <= shown_on:
        raise Refusal("It runs out after the day it was shown", field="expires_on")
    successor = Evidence(
        person_id=evidence.person_id,
        skill=evidence.skill,
        level=level,
        source=evidence.source,
        shown_on=shown_on,
        expires_on=expires_on,
        reference=evidence.reference,
        summary=evidence.summary,
        first_id=evidence.first_id or evidence.id,
        recorded_at=at,
        recorded_by=by,
    )
    audit.write(
        session,
        "evidence.corrected",
        by=by,
        at=at,
        person_id=evidence.person_id,
        changes={
            "skill": (None, evidence.skill),
            "level": (evidence.level, level),
            "shown_on": (evidence.shown_on, shown_on),
            "counts_until": (evidence.expires_on, expires_on),
        },
    )
    return replace(session, evidence, successor, at=at)
