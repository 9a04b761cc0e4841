"""Keeps what a council decides."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning import audit
from learning.clock import day_of
from learning.dated import amend, supersede
from learning.errors import Refusal
from learning.policies.models import Policy
from learning.policies.rules import SHAPES, Decision, Name


def decide(
    session: Session,
    said: Decision,
    *,
    organisation_id: int,
    authority: str,
    starts_on: date,
    by: int | None,
    at: datetime,
) -> Policy:
    """A decision holds from a day that is not past, in place of what was decided before."""
    if starts_on < day_of(at):
        raise Refusal("Choose today or a later day: the past stays as it was", field="starts_on")
    name = next(name for name, shape in SHAPES.items() if shape is type(said))
    before = _before(session, organisation_id, name, starts_on, by=by, at=at)
    decided = Policy(
        organisation_id=organisation_id,
        name=name.value,
        said=said.model_dump_json(),
        authority=authority,
        starts_on=starts_on,
        recorded_at=at,
        recorded_by=by,
    )
    session.add(decided)
    audit.write(
        session,
        f"{name.value}.decided",
        by=by,
        at=at,
        organisation_id=organisation_id,
        changes={
            "said": (before, decided.said),
            "authority": (None, authority),
            "starts_on": (None, starts_on),
        },
    )
    return decided


def _before(
    session: Session,
    organisation_id: int,
    name: Name,
    starts_on: date,
    *,
    by: int | None,
    at: datetime,
) -> str | None:
    """Ends what was decided before on that day; returns what it said."""
    said = None
    rows = session.scalars(
        select(Policy)
        .where(
            Policy.organisation_id == organisation_id,
            Policy.name == name.value,
            Policy.superseded_at.is_(None),
        )
        .order_by(Policy.starts_on)
    ).all()
    for row in rows:
        if row.ends_on is not None and row.ends_on <= starts_on:
            continue
        said = row.said
        if row.starts_on >= starts_on:
            supersede(session, row, at=at)
        else:
            amend(session, row, {"ends_on": starts_on}, by=by, at=at)
    return said
