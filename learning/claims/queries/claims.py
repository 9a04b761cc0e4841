"""Answers about claims: a person's own, and those a lead may decide."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, aliased

from learning.claims.models import Claim, ClaimDecision, ClaimFile
from learning.database import AnySelect
from learning.people.models import Membership, Organisation, Person
from learning.people.sight import Eyes, seen

PAGE = 50
_DECIDER = aliased(Person)


@dataclass(frozen=True)
class DecisionFacts:
    """How a claim was decided."""

    outcome: str
    decided_at: datetime
    decided_by: str
    reason: str
    level: int | None
    shown_on: date | None
    expires_on: date | None


@dataclass(frozen=True)
class FileFacts:
    """The file of a claim, without its bytes."""

    name: str
    size: int


@dataclass(frozen=True)
class ClaimFacts:
    """A claim as pages show it."""

    id: int
    person_id: int
    person: str
    organisation: str
    skill: str
    level: int
    shown_on: date
    title: str
    issuer: str
    description: str
    made_at: datetime
    file: FileFacts | None
    decision: DecisionFacts | None

    @property
    def state(self) -> str:
        """Waiting, or how it was decided."""
        return self.decision.outcome if self.decision else "waiting"


def claims_of(session: Session, person_id: int, *, page: int) -> tuple[int, list[ClaimFacts]]:
    """How many claims a person has made, and one page of them, newest first."""
    mine = _claims().where(Claim.person_id == person_id)
    return _page(session, mine.order_by(Claim.made_at.desc(), Claim.id.desc()), page)


def waiting(session: Session, eyes: Eyes, *, on: date, page: int) -> tuple[int, list[ClaimFacts]]:
    """How many undecided claims a lead sees, and one page of them, oldest first."""
    found = _claims().where(_seen(eyes, on), ClaimDecision.id.is_(None))
    return _page(session, found.order_by(Claim.made_at, Claim.id), page)


def count_waiting(session: Session, eyes: Eyes, *, on: date) -> int:
    """How many undecided claims a lead sees."""
    return session.scalar(counted_waiting(eyes, on)) or 0


def counted_waiting(eyes: Eyes, on: date) -> AnySelect:
    """The same as a select, to be counted together with what else waits."""
    undecided = ~exists().where(ClaimDecision.claim_id == Claim.id)
    return select(func.count()).select_from(Claim).where(_seen(eyes, on), undecided)


def claim_of(session: Session, number: int, person_id: int) -> ClaimFacts | None:
    """A person's own claim."""
    return _one(session, Claim.id == number, Claim.person_id == person_id)


def claim_in(session: Session, number: int, eyes: Eyes, *, on: date) -> ClaimFacts | None:
    """A claim that this lead sees; one that was taken back is nobody's but the person's."""
    found = _one(session, Claim.id == number, _seen(eyes, on))
    return None if found is None or found.state == "withdrawn" else found


def file_of(session: Session, number: int) -> ClaimFile | None:
    """The file of a claim with its bytes; whose claim it is has been asked before."""
    return session.get(ClaimFile, number)


def _seen(eyes: Eyes, on: date) -> ColumnElement[bool]:
    """Claims made to the lead's organisation by people whose records the lead sees there."""
    people = select(Membership.person_id).where(seen(eyes, on))
    return (Claim.organisation_id == eyes.organisation_id) & Claim.person_id.in_(people)


def _claims() -> AnySelect:
    found: AnySelect = (
        select(
            Claim,
            Person.name.label("person"),
            Organisation.name.label("organisation"),
            ClaimFile.name.label("file_name"),
            ClaimFile.size,
            ClaimDecision,
            _DECIDER.name.label("decider"),
        )
        .join(Person, Person.id == Claim.person_id)
        .join(Organisation, Organisation.id == Claim.organisation_id)
        .outerjoin(ClaimFile, ClaimFile.claim_id == Claim.id)
        .outerjoin(ClaimDecision, ClaimDecision.claim_id == Claim.id)
        .outerjoin(_DECIDER, _DECIDER.id == ClaimDecision.decided_by)
    )
    return found


def _page(session: Session, found: AnySelect, page: int) -> tuple[int, list[ClaimFacts]]:
    total = session.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0
    rows = session.execute(found.limit(PAGE).offset((page - 1) * PAGE))
    return total, [_facts(row) for row in rows]


def _one(session: Session, *conditions: ColumnElement[bool]) -> ClaimFacts | None:
    row = session.execute(_claims().where(*conditions)).one_or_none()
    return _facts(row) if row else None


def _facts(row: Any) -> ClaimFacts:
    claim, person, organisation, name, size, decision, decider = row
    return ClaimFacts(
        id=claim.id,
        person_id=claim.person_id,
        person=person,
        organisation=organisation,
        skill=claim.skill,
        level=claim.level,
        shown_on=claim.shown_on,
        title=claim.title,
        issuer=claim.issuer,
        description=claim.description,
        made_at=claim.made_at,
        file=FileFacts(name, size) if name else None,
        decision=_decision(decision, decider) if decision else None,
    )


def _decision(decision: ClaimDecision, decider: str) -> DecisionFacts:
    return DecisionFacts(
        decision.outcome,
        decision.decided_at,
        decider,
        decision.reason,
        decision.level,
        decision.shown_on,
        decision.expires_on,
    )
