"""Parts of the statement that finds each pair of a line, with who it is about."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, and_, case, func, or_, select, true

from learning.coverage.rules.figures import Filters
from learning.coverage.whens import ORGANISATION, A, is_live, roles_held
from learning.database import AnySelect
from learning.evidence.models import Evidence
from learning.evidence.rules import COUNTED, EXPIRES_SOON
from learning.people.models import Membership, Particulars, Person
from learning.people.requirements import requirements_in_force
from learning.people.sight import Eyes, name_here, said_here
from learning.staffing.queries.people import is_called

FOR_EVER = date.max


@dataclass(frozen=True)
class Cell:
    """The people and pairs of a line, as a lead sees them at a day and a moment."""

    eyes: Eyes
    filters: Filters
    as_at: date
    known_at: datetime
    code: str | None = None  # one person alone

    @property
    def values(self) -> dict[str, Any]:
        """What the statements are given."""
        return {
            "organisation": self.eyes.organisation_id,
            "day_a": self.as_at,
            "moment_a": self.known_at,
            "soon_a": self.as_at + EXPIRES_SOON,
            "lead_id": self.eyes.lead_id,
        }


def people_of(cell: Cell, roles: CTE | None = None) -> AnySelect:
    """(person) of everybody in the line's group; `cell.values` go with it.

    A statement that has `present` already hands it in.
    """
    everybody = present(cell) if roles is None else roles
    return select(everybody.c.person_id).where(*_chosen(cell, everybody)).distinct()


def present(cell: Cell) -> CTE:
    """(person, role, service) of everybody who counts."""
    roles = roles_held(A, has_lead=True).subquery()
    found = select(roles.c.person_id, roles.c.role, roles.c.service).where(
        roles.c.is_away.is_(False)
    )
    if cell.code is not None:
        coded = select(Membership.person_id).where(
            Membership.organisation_id == ORGANISATION, Membership.person_code == cell.code
        )
        found = found.where(roles.c.person_id.in_(coded))
    return found.cte("present")


def _chosen(cell: Cell, roles: CTE) -> list[ColumnElement[bool]]:
    """People whom the scope and every filter hold, each through any of their roles."""
    eyes, filters = cell.eyes, cell.filters

    def of_tiers(tiers: Collection[str]) -> ColumnElement[bool]:
        slugs = [r.slug for r in eyes.catalogue.roles.values() if r.tier.value in tiers]
        return roles.c.role.in_(slugs)

    conditions = []
    if not eyes.scope.whole:
        conditions.append(or_(of_tiers(eyes.scope.tiers), roles.c.service.in_(eyes.scope.services)))
    if filters.role:
        conditions.append(roles.c.role == filters.role)
    if filters.tier:
        conditions.append(of_tiers({filters.tier}))
    if filters.service:
        conditions.append(roles.c.service == filters.service)
    return [roles.c.person_id.in_(select(roles.c.person_id).where(one)) for one in conditions]


def _needed(cell: Cell) -> CTE:
    """(person, skill, level): the highest level that any of their roles asks."""
    roles = present(cell)
    asked = requirements_in_force(
        [cell.eyes.organisation_id], on=cell.as_at, known_at=cell.known_at
    ).subquery()
    skill = cell.filters.skill
    return (
        select(roles.c.person_id, asked.c.skill, func.max(asked.c.level).label("level"))
        .join(asked, asked.c.role == roles.c.role)
        .where(asked.c.level >= 1, *_chosen(cell, roles))
        .where(asked.c.skill == skill if skill else true())
        .group_by(roles.c.person_id, asked.c.skill)
        .cte("needed")
    )


def pairs(cell: Cell) -> CTE:
    """(person, skill, level, held, kept, runs_out): every pair, with nothing shown too."""
    needed = _needed(cell)
    stays = or_(Evidence.expires_on.is_(None), Evidence.expires_on > A.soon)
    lasts = func.coalesce(Evidence.expires_on, FOR_EVER)
    live = and_(
        Evidence.person_id == needed.c.person_id,
        Evidence.skill == needed.c.skill,
        Evidence.source.in_(COUNTED),
        is_live(A),
    )
    return (
        select(
            needed.c.person_id,
            needed.c.skill,
            needed.c.level,
            func.coalesce(func.max(Evidence.level), 0).label("held"),
            func.coalesce(func.max(case((stays, Evidence.level))), 0).label("kept"),
            func.max(case((Evidence.level >= needed.c.level, lasts))).label("runs_out"),
        )
        .select_from(needed)
        .outerjoin(Evidence, live)
        .group_by(needed.c.person_id, needed.c.skill, needed.c.level)
        .cte("pairs")
    )


def named(text: str) -> CTE:
    """(person, code, name) of everybody who was ever here, or of those who are called so."""
    found: Any = (
        select(
            Membership.person_id,
            func.min(Membership.person_code).label("code"),
            func.max(name_here()).label("name"),
        )
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Particulars, said_here())
        .where(Membership.organisation_id == ORGANISATION)
        .group_by(Membership.person_id)
    )
    called: CTE = (found.where(is_called(text)) if text else found).cte("named")
    return called
