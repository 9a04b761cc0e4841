"""Keeps what a lead uploads, and records what it gives once they have seen it."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from learning import audit
from learning.claims.models import CompletionUpload
from learning.claims.rules.columns import Completion, packed
from learning.claims.rules.completions import SOURCE, Plan
from learning.errors import Conflict
from learning.evidence import actions as evidence
from learning.notices import actions as notices


def upload(
    session: Session,
    completions: tuple[Completion, ...],
    *,
    organisation_id: int,
    name: str,
    month_first: bool,
    by: int,
    at: datetime,
) -> CompletionUpload:
    """The rows of a file, kept until they are applied, and for as long as the council says."""
    sent = CompletionUpload(
        organisation_id=organisation_id,
        name=name,
        completions=packed(completions, month_first=month_first),
        uploaded_at=at,
        uploaded_by=by,
    )
    session.add(sent)
    session.flush()  # its number is its address
    return sent


def empty_old(session: Session, *, organisation_id: int, before: datetime) -> None:
    """The rows of files sent before a moment go; that they were sent stays."""
    session.execute(
        update(CompletionUpload)
        .where(
            CompletionUpload.organisation_id == organisation_id,
            CompletionUpload.uploaded_at < before,
            CompletionUpload.completions.is_not(None),
        )
        .values(completions=None)
    )


def apply(
    session: Session,
    sent: CompletionUpload,
    plan: Plan,
    *,
    fingerprint: str,
    by: int,
    at: datetime,
) -> None:
    """Records what was shown in the dry run, and only that; applying twice changes nothing."""
    if sent.applied_at is not None:
        return
    if plan.fingerprint != fingerprint:
        raise Conflict(
            "Something has changed since you looked: people, rules or what is recorded. "
            "Nothing has been recorded. Go back and look at the result again"
        )
    sent.recorded = record(session, sent.organisation_id, plan, by=by, at=at)
    sent.applied_at = at


def record(
    session: Session, organisation_id: int, plan: Plan, *, by: int | None, at: datetime
) -> int:
    """Everything a plan would record, with a notice for each person; returns how many pieces."""
    if not plan.pieces:
        return 0
    recorded = evidence.record_all(session, plan.pieces, source=SOURCE, by=by, at=at)
    people = sorted({piece.person_id for piece in plan.pieces})
    notices.tell_all(
        session,
        people,
        kind="completions.recorded",
        subject="Learning you did elsewhere now counts",
        body="Your council has recorded what you completed elsewhere in your skills record.",
        link="/record",
        organisation_id=organisation_id,
        at=at,
    )
    audit.write(
        session,
        "completions.imported",
        by=by,
        at=at,
        organisation_id=organisation_id,
        changes={"recorded": (None, recorded), "people": (None, len(people))},
    )
    return recorded
