"""Who is asked to take what, one row for each person and path: what every list is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import CTE, ColumnElement, and_, func, or_, select, true

from learning.assignments.models import Assignment
from learning.clock import start_of
from learning.database import AnySelect
from learning.dated import in_force
from learning.oversight.kinds import SOON, STUCK_AFTER, Kind
from learning.oversight.standings import standing
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
    stand = standing(eyes, *_among(eyes, wanted, on), on=on)
    place = func.row_number().over(
        partition_by=(stand.c.membership_id, stand.c.path), order_by=(stand.c.due_on, stand.c.id)
    )
    placed = select(stand, place.label("nth")).cte("placed")
    return select(placed).where(placed.c.nth == 1).cte("request")


def _among(eyes: Eyes, wanted: Wanted, on: date) -> list[ColumnElement[bool]]:
    asked = [Assignment.organisation_id == eyes.organisation_id]
    if wanted.path:
        asked.append(Assignment.path == wanted.path)
    if wanted.role or wanted.tier or wanted.service:
        asked.append(Membership.id.in_(_holders(eyes, wanted, on)))
    return asked


def _holders(eyes: Eyes, wanted: Wanted, on: date) -> AnySelect:
    holders: AnySelect = select(HeldRole.membership_id).where(in_force(HeldRole, on))
    if wanted.role:
        holders = holders.where(HeldRole.role == wanted.role)
    if wanted.service:
        holders = holders.where(HeldRole.service == wanted.service)
    if wanted.tier:
        tier = [role.slug for role in eyes.catalogue.roles.values() if role.tier == wanted.tier]
        holders = holders.where(HeldRole.role.in_(tier))
    return holders


def is_on(kind: Kind, request: Any, *, on: date) -> ColumnElement[bool]:
    """Whether a request stands on a list; `request` has the columns of `requests`."""
    undone = request.c.status != "done"
    started = request.c.status == "started"
    long_ago = on - STUCK_AFTER
    quiet = or_(
        request.c.last_at.is_(None), request.c.last_at < start_of(long_ago + timedelta(days=1))
    )
    conditions: Mapping[Kind, tuple[ColumnElement[bool], ...]] = {
        Kind.OVERDUE: (undone, request.c.due_on < on),
        Kind.STUCK: (started, request.c.asked_on <= long_ago, quiet),
        Kind.NEXT: (undone, request.c.due_on >= on, request.c.due_on <= on + SOON),
        Kind.ASKED: (),
        Kind.DONE: (request.c.status == "done",),
        Kind.STARTED: (started,),
        Kind.NOT_STARTED: (request.c.status == "not started",),
    }
    return and_(true(), *conditions[kind])
