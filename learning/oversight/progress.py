"""How far groups are with each path they are asked to take: counts, in two statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    case,
    distinct,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from learning.dated import in_force
from learning.oversight.exempted import exempt_by
from learning.oversight.kinds import Kind
from learning.oversight.requested import Wanted, is_on, requests
from learning.people.models import HeldRole
from learning.people.sight import Eyes

COUNTED = (
    Kind.ASKED,
    Kind.DONE,
    Kind.STARTED,
    Kind.NOT_STARTED,
    Kind.TO_RENEW,
    Kind.OVERDUE,
)
EVERYBODY = ""
NONE = (0,) * len(COUNTED)
BY = ("tier", "service", "role")


@dataclass(frozen=True)
class Row:
    """How many people of a group stand where with a path; no group: everybody asked."""

    path: str
    group: str
    counts: Mapping[Kind, int]
    exempt: int


def progress(session: Session, eyes: Eyes, wanted: Wanted, by: str, *, on: date) -> list[Row]:
    """A row for each path and group, everybody first; who is in two groups counts in each."""
    request = requests(eyes, wanted, on=on)
    counts = [
        func.count(distinct(case((is_on(kind, request, on=on), request.c.person_id))))
        for kind in COUNTED
    ]
    asked = session.execute(_by_groups(request, counts, eyes, by, on)).all()
    exempt = exempt_by(eyes, wanted, on=on).cte("exempt")
    number = [func.count(distinct(exempt.c.membership_id))]
    lifted = {
        (path, group): found
        for path, group, found in session.execute(_by_groups(exempt, number, eyes, by, on))
    }
    rows = {(path, group): numbers for path, group, *numbers in asked}
    return [
        Row(*key, dict(zip(COUNTED, rows.get(key, NONE), strict=True)), lifted.get(key, 0))
        for key in sorted({*rows, *lifted})
    ]


def _by_groups(
    table: CTE, counts: Sequence[Any], eyes: Eyes, by: str, on: date
) -> CompoundSelect[Any]:
    """(path, group, counts) for everybody and for each group of the memberships of a table."""
    everybody = select(table.c.path, literal(EVERYBODY), *counts).group_by(table.c.path)
    group = _group(eyes, by)
    groups = (
        select(table.c.path, group, *counts)
        .join(HeldRole, HeldRole.membership_id == table.c.membership_id)
        .where(in_force(HeldRole, on), group.is_not(None))
        .group_by(table.c.path, group)
    )
    return union_all(everybody, groups)


def _group(eyes: Eyes, by: str) -> ColumnElement[Any]:
    if by == "service":
        return HeldRole.service.expression
    if by == "role":
        return HeldRole.role.expression
    tiers = {role.slug: role.tier.value for role in eyes.catalogue.roles.values()}
    return case(tiers, value=HeldRole.role, else_=None)
