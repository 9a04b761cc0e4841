"""Answers about a council's acceptance rules."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.claims.models import AcceptanceRule
from learning.claims.rules.acceptance import Rule


def rules_of(session: Session, organisation_id: int) -> tuple[Rule, ...]:
    """Every rule of a council in force, ended ones included, by issuer and course."""
    rows = session.scalars(
        select(AcceptanceRule)
        .where(
            AcceptanceRule.organisation_id == organisation_id,
            AcceptanceRule.superseded_at.is_(None),
        )
        .order_by(AcceptanceRule.issuer_key, AcceptanceRule.course_key, AcceptanceRule.id)
    )
    return tuple(
        Rule(
            id=row.id,
            issuer=row.issuer,
            course=row.course,
            skill=row.skill,
            level=row.level,
            lasts_months=row.lasts_months,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
        )
        for row in rows
    )


def rule_of(session: Session, number: int, organisation_id: int) -> AcceptanceRule | None:
    """One rule of a council that can still be ended."""
    return session.scalar(
        select(AcceptanceRule).where(
            AcceptanceRule.id == number,
            AcceptanceRule.organisation_id == organisation_id,
            AcceptanceRule.superseded_at.is_(None),
        )
    )
