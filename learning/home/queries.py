"""Answers about what one person needs."""

from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from learning.clock import day_of
from learning.dated import in_force
from learning.people.models import HeldRole, Membership
from learning.people.requirements import requirements_in_force
from learning.people.standing import Visitor


def needed_by(session: Session, who: Visitor, *, at: datetime) -> dict[str, int]:
    """The highest level that any of their councils asks of them today, by skill."""
    councils = [place.organisation.id for place in who.places]
    memberships = [place.membership_id for place in who.places]
    asked = requirements_in_force(councils, on=day_of(at), known_at=at).subquery()
    rows = session.execute(
        select(asked.c.skill, func.max(asked.c.level).label("level"))
        .join(Membership, Membership.organisation_id == asked.c.organisation_id)
        .join(
            HeldRole,
            and_(HeldRole.membership_id == Membership.id, HeldRole.role == asked.c.role),
        )
        .where(Membership.id.in_(memberships), in_force(HeldRole, day_of(at)), asked.c.level >= 1)
        .group_by(asked.c.skill)
    )
    return {row.skill: row.level for row in rows}
