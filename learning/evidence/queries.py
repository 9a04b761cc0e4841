"""Answers about what people have shown."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from learning.evidence.models import Evidence, Withdrawal
from learning.evidence.rules import COUNTED, RENEWAL_WINDOW, Shown


def is_live(on: date) -> ColumnElement[bool]:
    """Counted evidence in force that is live on a day."""
    withdrawn = exists().where(
        Withdrawal.evidence_id == Evidence.piece(),
        Withdrawal.superseded_at.is_(None),
        Withdrawal.effective_on <= on,
    )
    return and_(
        Evidence.superseded_at.is_(None),
        Evidence.source.in_(COUNTED),
        Evidence.shown_on <= on,
        or_(Evidence.expires_on.is_(None), Evidence.expires_on > on),
        ~withdrawn,
    )


def evidence_of(session: Session, person_id: int) -> tuple[Shown, ...]:
    """Everything a person has shown, newest first, expired and withdrawn included."""
    rows = session.execute(
        select(Evidence, Withdrawal.effective_on)
        .outerjoin(
            Withdrawal,
            and_(Withdrawal.evidence_id == Evidence.piece(), Withdrawal.superseded_at.is_(None)),
        )
        .where(Evidence.person_id == person_id, Evidence.superseded_at.is_(None))
        .order_by(Evidence.shown_on.desc(), Evidence.id.desc())
    )
    return tuple(
        Shown(
            id=row.id,
            skill=row.skill,
            level=row.level,
            source=row.source,
            summary=row.summary,
            reference=row.reference,
            shown_on=row.shown_on,
            expires_on=row.expires_on,
            withdrawn_on=effective_on,
        )
        for row, effective_on in rows
    )


_ON: Any = bindparam("on", type_=Date())
# Built once: putting it together takes longer than the database takes to answer it.
_RENEWED = select(func.max(Evidence.expires_on)).where(
    Evidence.person_id == bindparam("person_id"),
    Evidence.skill == bindparam("skill"),
    Evidence.level <= bindparam("level"),
    Evidence.expires_on <= bindparam("until"),
    is_live(_ON),
)


def renewed_by(
    session: Session, *, person_id: int, skill: str, level: int, on: date
) -> date | None:
    """When the evidence that this level, shown on a day, renews runs out; None where none is.

    Renewed is what the new level covers and what runs out within the window.
    """
    until = on + RENEWAL_WINDOW
    values = {"person_id": person_id, "skill": skill, "level": level, "on": on, "until": until}
    return session.scalar(_RENEWED, values)
