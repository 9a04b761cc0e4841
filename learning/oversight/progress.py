"""How far groups are with each path they are asked to take: counts, in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, distinct, func, literal, select, union_all
from sqlalchemy.orm import Session

from learning.dated import in_force
from learning.oversight.kinds import Kind
from learning.oversight.requested import Wanted, is_on, requests
from learning.people.models import HeldRole
from learning.people.sight import Eyes

COUNTED = (Kind.ASKED, Kind.DONE, Kind.STARTED, Kind.NOT_STARTED, Kind.OVERDUE)
EVERYBODY = ""
BY = ("tier", "service", "role")


@dataclass(frozen=True)
class Row:
    """How many people of a group stand where with a path; no group: everybody asked."""

    path: str
    group: str
    counts: Mapping[Kind, int]


def progress(session: Session, eyes: Eyes, wanted: Wanted, by: str, *, on: date) -> list[Row]:
    """A row for each path and group, everybody first; who is in two groups counts in each."""
    request = requests(eyes, wanted, on=on)
    counts = [
        func.count(distinct(case((is_on(kind, request, on=on), request.c.person_id))))
        for kind in COUNTED
    ]
    everybody = select(request.c.path, literal(EVERYBODY), *counts).group_by(request.c.path)
    group = _group(eyes, by)
    groups = (
        select(request.c.path, group, *counts)
        .join(HeldRole, HeldRole.membership_id == request.c.membership_id)
        .where(in_force(HeldRole, on), group.is_not(None))
        .group_by(request.c.path, group)
    )
    rows = session.execute(union_all(everybody, groups)).all()
    return sorted(map(_row, rows), key=lambda row: (row.path, row.group))


def _group(eyes: Eyes, by: str) -> ColumnElement[Any]:
    if by == "service":
        return HeldRole.service.expression
    if by == "role":
        return HeldRole.role.expression
    tiers = {role.slug: role.tier.value for role in eyes.catalogue.roles.values()}
    return case(tiers, value=HeldRole.role, else_=None)


def _row(row: Any) -> Row:
    path, group, *numbers = row
    return Row(path, group, dict(zip(COUNTED, numbers, strict=True)))
