"""Answers about what a council has decided."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.dated import in_force
from learning.policies.models import Policy
from learning.policies.rules import SHAPES, Decided, Name, Policies, Purpose


def policies_of(session: Session, organisation_id: int, *, on: date) -> Policies:
    """Everything a council has decided that holds on a day, in one statement."""
    return policies_of_all(session, [organisation_id], on=on)[organisation_id]


def policies_of_all(session: Session, organisations: list[int], *, on: date) -> dict[int, Policies]:
    """The same for several councils, in one statement."""
    found: dict[int, dict[Name, Decided]] = {one: {} for one in organisations}
    rows = session.scalars(
        select(Policy)
        .where(Policy.organisation_id.in_(organisations), in_force(Policy, on))
        .order_by(Policy.id)
    )
    for row in rows:
        name = Name(row.name)
        said = SHAPES[name].model_validate_json(row.said)
        found[row.organisation_id][name] = Decided(said, row.authority, row.starts_on)
    return {one: Policies(decided) for one, decided in found.items()}


def is_adopted(session: Session, organisation_id: int, *, on: date) -> bool:
    """Whether the council has said what the results are for: before that nobody is imported."""
    said = policies_of(session, organisation_id, on=on).of(Purpose)
    return bool(said.text.strip())
