"""Decides each claim once: accepted or declined by a lead, or taken back by its person."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from learning import audit
from learning.claims.models import Claim, ClaimDecision, ClaimFile
from learning.claims.queries.acceptance import rules_of
from learning.claims.rules.acceptance import Limit, limit
from learning.errors import Conflict, Refusal
from learning.evidence import actions as evidence
from learning.notices import actions as notices

HIGHEST_OF_A_COURSE = 3


@dataclass(frozen=True)
class Grant:
    """What a lead accepts: from which day, at which level, for how long."""

    level: int
    shown_on: date
    lasts_months: int | None = None
    expires_on: date | None = None
    reason: str = ""  # why it goes beyond the council's rules
    practice_verified: bool = False


@dataclass(frozen=True)
class Said:
    """What somebody decided; said twice it is one decision."""

    outcome: str
    by: int
    reason: str = ""
    level: int | None = None
    shown_on: date | None = None


def accept(session: Session, claim: Claim, grant: Grant, *, by: int, at: datetime) -> None:
    """The claim becomes evidence at its true date, within the rules or with a reason."""
    said = Said("accepted", by, grant.reason, grant.level, grant.shown_on)
    if _is_decided(session, claim, said):
        return
    _may_decide(claim, by)
    _hold_against(claim, grant, limit_for(session, claim, grant.shown_on))
    piece = evidence.record(
        session,
        person_id=claim.person_id,
        skill=claim.skill,
        level=grant.level,
        source="prior-learning",
        shown_on=grant.shown_on,
        lasts_months=grant.lasts_months,
        expires_on=grant.expires_on,
        reference=f"claim-{claim.id}",
        summary=f"{claim.title}, {claim.issuer}"[:300],
        by=by,
        at=at,
    )
    decision = ClaimDecision(
        claim_id=claim.id,
        outcome="accepted",
        decided_at=at,
        decided_by=by,
        reason=grant.reason,
        level=grant.level,
        shown_on=grant.shown_on,
        expires_on=piece.expires_on,
    )
    _decide(session, claim, decision, {"level": (claim.level, grant.level)})
    _tell(session, claim, "Accepted", "It counts in your skills record.", at=at)


def limit_for(session: Session, claim: Claim, on: date) -> Limit | None:
    """How far the council's rules go for a claim of something shown on a day."""
    return limit(
        rules_of(session, claim.organisation_id),
        issuer=claim.issuer,
        course=claim.title,
        skill=claim.skill,
        on=on,
    )


def _hold_against(claim: Claim, grant: Grant, within: Limit | None) -> None:
    if grant.level > claim.level:
        raise Refusal(
            f"Level {claim.level} was claimed: accept that or a lower level", field="level"
        )
    if grant.level > HIGHEST_OF_A_COURSE and not grant.practice_verified:
        raise Refusal(
            "Level 4 is shown by practice alone. Say that you have verified it, or choose a "
            "lower level",
            field="practice_verified",
        )
    if within is None or grant.reason:
        return
    if not within.allows(
        level=grant.level,
        shown_on=grant.shown_on,
        lasts_months=grant.lasts_months,
        expires_on=grant.expires_on,
    ):
        lasts = f"for {within.lasts_months} months" if within.lasts_months else "for good"
        raise Refusal(
            f"Your council’s rules go as far as level {within.level} {lasts}. "
            "Say why you go beyond them, or stay within them",
            field="reason",
        )


def decline(session: Session, claim: Claim, *, reason: str, by: int, at: datetime) -> None:
    """The claim gives nothing, and the person is told why."""
    if _is_decided(session, claim, Said("declined", by, reason)):
        return
    _may_decide(claim, by)
    decision = ClaimDecision(
        claim_id=claim.id, outcome="declined", decided_at=at, decided_by=by, reason=reason
    )
    _decide(session, claim, decision, {"outcome": (None, "declined")})
    _tell(session, claim, "Not accepted", reason, at=at)


def withdraw(session: Session, claim: Claim, *, by: int, at: datetime) -> None:
    """The person takes back a claim that nobody has decided; its file goes at once."""
    if _is_decided(session, claim, Said("withdrawn", by)):
        return
    decision = ClaimDecision(claim_id=claim.id, outcome="withdrawn", decided_at=at, decided_by=by)
    _decide(session, claim, decision, {"outcome": (None, "withdrawn")})
    session.execute(delete(ClaimFile).where(ClaimFile.claim_id == claim.id))


def _may_decide(claim: Claim, by: int) -> None:
    if claim.person_id == by:
        raise Refusal("This claim is your own: another training lead has to decide it")


def _is_decided(session: Session, claim: Claim, said: Said) -> bool:
    """Whether the same person decided the same before; any other decision is a conflict."""
    # Of two who decide at one moment, the second waits here and then sees the first's decision.
    session.execute(select(Claim.id).where(Claim.id == claim.id).with_for_update())
    before = session.scalar(select(ClaimDecision).where(ClaimDecision.claim_id == claim.id))
    if before is None:
        return False
    decided = Said(before.outcome, before.decided_by, before.reason, before.level, before.shown_on)
    if decided == said:
        return True
    raise Conflict(
        "This claim has been decided meanwhile. Look at it again: what you sent has changed nothing"
    )


def _decide(
    session: Session,
    claim: Claim,
    decision: ClaimDecision,
    changes: dict[str, tuple[object, object]],
) -> None:
    session.add(decision)
    audit.write(
        session,
        f"claim.{decision.outcome}",
        by=decision.decided_by,
        at=decision.decided_at,
        organisation_id=claim.organisation_id,
        person_id=claim.person_id,
        changes=changes,
    )


def _tell(session: Session, claim: Claim, what: str, why: str, *, at: datetime) -> None:
    notices.tell(
        session,
        person_id=claim.person_id,
        kind="claim.decided",
        subject=f"{what}: your claim “{claim.title}”"[:200],
        body=why,
        link=f"/record/claims/{claim.id}",
        organisation_id=claim.organisation_id,
        at=at,
    )
