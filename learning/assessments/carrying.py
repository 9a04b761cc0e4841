"""Carries extra time in checks into another organisation: there is no day without it."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from learning.assessments.models import Adjustment
from learning.dated import give_way


def carry(
    session: Session,
    people: Mapping[int, int],
    *,
    from_id: int,
    on: date,
    by: int | None,
    at: datetime,
) -> None:
    """`people` maps persons to the organisation whose leads see and end it from that day on."""
    rows = session.scalars(
        select(Adjustment)
        .where(
            Adjustment.organisation_id == from_id,
            Adjustment.person_id.in_(people),
            Adjustment.superseded_at.is_(None),
            or_(Adjustment.ends_on.is_(None), Adjustment.ends_on > on),
        )
        .order_by(Adjustment.id)
    ).all()
    give_way(session, rows, to=on, by=by, at=at)
    session.add_all(
        Adjustment(
            person_id=row.person_id,
            organisation_id=people[row.person_id],
            extra=row.extra,
            reason=row.reason,
            starts_on=max(row.starts_on, on),
            ends_on=row.ends_on,
            recorded_at=at,
            recorded_by=by,
        )
        for row in rows
    )
