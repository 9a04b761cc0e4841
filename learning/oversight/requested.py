"""Who is asked to take what, one row for each person and path: what every list is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, and_, func, select, true

from learning.assignments.masks import masks
from learning.assignments.models import Assignment
from learning.assignments.reckoning import standing
from learning.database import AnySelect
from learning.dated import in_force
from learning.oversight.kinds import SOON, Kind
from learning.people.models import HeldRole, Membership
from learning.people.sight import Eyes


@dataclass(frozen=True)
class Wanted:
    """What a list is filtered by."""

    path: str = ""
    tier: str = ""
    service: str = ""
    role: str = ""


def requests(eyes: Eyes, wanted: Wanted, *, on: date) -> CTE:
    """One row for each person seen and path asked; of two requests, that with the earlier day."""
    stand = standing(eyes, masks(eyes.catalogue), *_among(eyes, wanted, on), on=on)
    place = func.row_number().over(
        partition_by=(stand.c.membership_id, stand.c.path), order_by=(stand.c.due_on, stand.c.id)
    )
    placed = select(stand, place.label("nth")).cte("placed")
    return select(placed).where(placed.c.nth == 1).cte("request")


def _among(eyes: Eyes, wanted: Wanted, on: date) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if wanted.path:
        asked.append(Assignment.path == wanted.path)
    if wanted.role or wanted.tier or wanted.service:
        asked.append(Membership.id.in_(holders(eyes, wanted, on)))
    return asked


def holders(eyes: Eyes, wanted: Wanted, on: date) -> AnySelect:
    """The memberships with a role in the groups that are wanted."""
    found: AnySelect = select(HeldRole.membership_id).where(in_force(HeldRole, on))
    if wanted.role:
        found = found.where(HeldRole.role == wanted.role)
    if wanted.service:
        found = found.where(HeldRole.service == wanted.service)
    if wanted.tier:
        tier = [role.slug for role in eyes.catalogue.roles.values() if role.tier == wanted.tier]
        found = found.where(HeldRole.role.in_(tier))
    return found


def is_on(kind: Kind, request: Any, *, on: date) -> ColumnElement[bool]:
    """Whether a request stands on a list; `request` has the columns of `requests`."""
    undone = request.c.status != "done"
    status = request.c.status
    conditions: Mapping[Kind, tuple[ColumnElement[bool], ...]] = {
        Kind.OVERDUE: (undone, request.c.due_on < on),
        Kind.STUCK: (status == "started", request.c.is_quiet),
        Kind.NEXT: (undone, request.c.due_on.between(on, on + SOON)),
        Kind.ASKED: (),
        Kind.DONE: (status == "done",),
        Kind.STARTED: (status == "started",),
        Kind.NOT_STARTED: (status == "not started",),
        Kind.TO_RENEW: (status == "to renew",),
    }
    return and_(true(), *conditions[kind])
