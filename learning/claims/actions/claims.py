"""Makes claims of prior learning."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from learning import audit
from learning.claims.models import Claim, ClaimDecision, ClaimFile
from learning.claims.rules.files import MOST_PROOF, MOST_WAITING, Proof
from learning.clock import day_of
from learning.errors import Refusal, TooLarge
from learning.once import made_before, make_once
from learning.people.actions.holding import hold_person


@dataclass(frozen=True)
class Asked:
    """What somebody claims, to which of their councils."""

    organisation_id: int
    skill: str
    level: int
    shown_on: date
    title: str
    issuer: str
    description: str
    proof: Proof | None

    @property
    def form_hash(self) -> str:
        """Tells one form from another."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def claim(session: Session, asked: Asked, *, person_id: int, form_key: str, at: datetime) -> Claim:
    """Somebody claims what they learned elsewhere; the same form sent twice makes one claim."""
    hold_person(session, person_id)  # two claims are not counted past each other
    theirs = Claim.person_id == person_id
    before = made_before(session, Claim, theirs, form_key=form_key, form_hash=asked.form_hash)
    if before is not None:
        return before
    _leaves_room(session, asked, person_id)
    if asked.shown_on > day_of(at):
        raise Refusal("Choose a day that is not in the future", field="shown_on")
    wanted = Claim(
        person_id=person_id,
        organisation_id=asked.organisation_id,
        skill=asked.skill,
        level=asked.level,
        shown_on=asked.shown_on,
        title=asked.title,
        issuer=asked.issuer,
        description=asked.description,
        made_at=at,
        form_key=form_key,
        form_hash=asked.form_hash,
    )
    made = make_once(session, wanted, theirs)
    if made is not wanted:
        return made
    _keep(session, made, asked.proof)
    audit.write(
        session,
        "claim.made",
        by=person_id,
        at=at,
        organisation_id=made.organisation_id,
        person_id=person_id,
        changes={"skill": (None, made.skill), "level": (None, made.level)},
    )
    return made


def _leaves_room(session: Session, asked: Asked, person_id: int) -> None:
    """Refuses more than leads can look at, and more proof than is kept while a claim waits."""
    waiting = (
        select(func.count(Claim.id), func.coalesce(func.sum(ClaimFile.size), 0))
        .outerjoin(ClaimFile, ClaimFile.claim_id == Claim.id)
        .where(
            Claim.person_id == person_id,
            ~exists().where(ClaimDecision.claim_id == Claim.id),
        )
    )
    claims, size = session.execute(waiting).one()
    if claims >= MOST_WAITING:
        raise Refusal(
            f"{MOST_WAITING} of your claims wait for a decision, and more cannot wait at a time. "
            "Send this one when some have been decided, or take one back",
            field="title",
        )
    if asked.proof is not None and size + len(asked.proof.content) > MOST_PROOF:
        raise TooLarge(
            f"The files of your claims that wait have {size / 1024 / 1024:.1f} MB, and they can "
            f"have {MOST_PROOF // 1024 // 1024} MB together. Send a smaller file, or wait for a "
            "decision",
            field="file",
        )


def _keep(session: Session, made: Claim, proof: Proof | None) -> None:
    if proof is None:
        return
    session.add(
        ClaimFile(
            claim_id=made.id,
            name=proof.name,
            media_type=proof.media_type,
            size=len(proof.content),
            content=proof.content,
        )
    )
