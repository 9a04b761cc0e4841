"""Who is exempt in an organisation."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.assignments.exemptions import Exemption
from learning.database import AnySelect
from learning.people.models import Membership, Particulars, Person
from learning.people.sight import Eyes, said_here, seen
from learning.staffing.queries.people import NAME

PAGE = 50


@dataclass(frozen=True)
class Listed:
    """An exemption in an organisation's list."""

    id: int
    code: str
    name: str
    path: str
    authority: str
    clause: str
    reason: str
    ends_on: date


def exemptions_in(
    session: Session, eyes: Eyes, *, on: date, before: date | None, page: int
) -> tuple[int, tuple[Listed, ...]]:
    """How many exemptions of today and to come a lead sees, and a page, the first to end first.

    With `before`, those alone that end before that day.
    """
    here = (
        select(
            Membership.person_id,
            func.min(Membership.person_code).label("code"),
            func.max(NAME).label("name"),
        )
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Particulars, said_here())
        .where(seen(eyes, on))
        .group_by(Membership.person_id)
        .subquery()
    )
    found: AnySelect = (
        select(
            Exemption.id,
            here.c.code,
            here.c.name,
            Exemption.path,
            Exemption.authority,
            Exemption.clause,
            Exemption.reason,
            Exemption.ends_on,
        )
        .join(here, here.c.person_id == Exemption.person_id)
        .where(
            Exemption.organisation_id == eyes.organisation_id,
            Exemption.superseded_at.is_(None),
            Exemption.ends_on > on,
        )
    )
    if before is not None:
        found = found.where(Exemption.ends_on < before)
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    rows = session.execute(
        found.order_by(Exemption.ends_on, Exemption.id).limit(PAGE).offset((page - 1) * PAGE)
    )
    return total, tuple(Listed(*row) for row in rows)
