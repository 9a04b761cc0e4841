"""Hands claims that wait on to the council that follows, with the people who made them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from learning import audit
from learning.claims.models import Claim, ClaimDecision, CompletionUpload


def hand_on(
    session: Session,
    people: Mapping[int, int],
    *,
    from_id: int,
    by: int | None,
    at: datetime,
) -> Sequence[int]:
    """`people` maps persons to the council whose leads decide from now on; the claims' numbers."""
    waiting = session.scalars(
        select(Claim)
        .where(
            Claim.organisation_id == from_id,
            Claim.person_id.in_(people),
            ~exists().where(ClaimDecision.claim_id == Claim.id),
        )
        .order_by(Claim.id)
        .with_for_update()
    ).all()
    for claim in waiting:
        _move(session, claim, people[claim.person_id], by=by, at=at)
    return [claim.id for claim in waiting]


def hand_back(
    session: Session,
    claims: Mapping[int, int],
    *,
    by: int | None,
    at: datetime,
) -> None:
    """`claims` maps claims to their councils before; what was decided meanwhile stays decided."""
    handed_on = session.scalars(
        select(Claim).where(Claim.id.in_(claims)).order_by(Claim.id).with_for_update()
    )
    for claim in handed_on:
        _move(session, claim, claims[claim.id], by=by, at=at)


def _move(session: Session, claim: Claim, to: int, *, by: int | None, at: datetime) -> None:
    audit.write(
        session,
        "claim.handed-on",
        by=by,
        at=at,
        organisation_id=to,
        person_id=claim.person_id,
        changes={"organisation": (claim.organisation_id, to)},
    )
    claim.organisation_id = to


def let_go(session: Session, organisation_id: int) -> Sequence[int]:
    """Completions that were sent and not applied never are; returns who sent them."""
    sent = session.scalars(
        select(CompletionUpload).where(
            CompletionUpload.organisation_id == organisation_id,
            CompletionUpload.applied_at.is_(None),
            CompletionUpload.completions.is_not(None),
        )
    ).all()
    for one in sent:
        one.completions = None
    return [one.uploaded_by for one in sent]
