"""The statement that finds who stood elsewhere, or held another level, on another day.

Two days and two moments are asked about, `a` and then `b`. Whoever stands and holds the same on
both is counted in the places alone. Built once for each kind of question, as every large
statement is.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from learning.coverage.holding import ended, held
from learning.coverage.rules.moves import AWAY
from learning.coverage.whens import ORGANISATION, A, B, WhenAsked, roles_held
from learning.database import AnySelect
from learning.people.models import Membership, Person
from learning.people.sight import name_here

_CHANGED: Any = bindparam("changed", expanding=True)  # skills of which a role asks otherwise
_ANY_CHANGED: Any = bindparam("any_changed", type_=Integer())


@dataclass(frozen=True)
class Kind:
    """What of a question makes another statement of it."""

    has_lead: bool
    by_person: bool = False  # a row for each person who differs, with code and name
    of_people_alone: bool = False  # where people stand, and nothing of what they hold
    one_skill: bool = False


@cache
def statement(kind: Kind) -> AnySelect:
    """Rows (kind, move, one, two, code, name, people, held_before, held_after) of two kinds.

    `move`: where people stood (one) and stand (two), as `stay_of` reads it. `cell`: of those, who
    hold other levels of a skill (one), and what ended those that they held (two).
    """
    moves = _moves(kind)
    placed, sizes = _placed(kind, moves)
    if kind.of_people_alone:
        return select(sizes.subquery())
    cells = _cells(kind, moves, placed)
    if kind.by_person:
        sizes = sizes.where(_differs(placed, cells))
    grouped = select(
        literal("cell"),
        cells.c.move,
        cells.c.skill,
        cells.c.ends,
        cast(null(), String),
        cast(null(), String),
        func.count(),
        cells.c.before,
        cells.c.after,
    ).group_by(cells.c.move, cells.c.skill, cells.c.ends, cells.c.before, cells.c.after)
    return select(union_all(sizes, grouped).subquery())


def _stands(kind: Kind, when: WhenAsked, name: str) -> CTE:
    """(person, places): the roles somebody holds in the council, on leave or not."""
    roles = roles_held(when, has_lead=kind.has_lead).subquery()
    role = roles.c.role + ":" + func.coalesce(roles.c.service, "") + ":"
    place = role + case((roles.c.is_away, AWAY), else_="")
    return (
        select(roles.c.person_id, func.aggregate_strings(place, ",").label("places"))
        .group_by(roles.c.person_id)
        .cte(name)
    )


def _moves(kind: Kind) -> CTE:
    """(person, before, after): where everybody of either day stood and stands."""
    a, b = _stands(kind, A, "stood"), _stands(kind, B, "stands")
    people = select(a.c.person_id).union(select(b.c.person_id)).cte("people")
    return (
        select(
            people.c.person_id,
            func.coalesce(a.c.places, "").label("before"),
            func.coalesce(b.c.places, "").label("after"),
        )
        .outerjoin(a, a.c.person_id == people.c.person_id)
        .outerjoin(b, b.c.person_id == people.c.person_id)
        .cte("moves")
    )


def _placed(kind: Kind, moves: CTE) -> tuple[CTE, AnySelect]:
    """(person, move, before, after), and a row for each move: it goes by one of its people."""
    if kind.by_person:
        placed = select(moves, moves.c.person_id.label("move")).cte("placed")
        named = _names()
        sizes = select(
            *_row("move", placed.c.move, placed.c.before, placed.c.after),
            named.c.code,
            named.c.name,
            *_counted(literal(1)),
        ).join(named, named.c.person_id == placed.c.person_id)
        return placed, sizes
    alike = (
        select(
            moves.c.before,
            moves.c.after,
            func.count().label("people"),
            func.min(moves.c.person_id).label("move"),
        )
        .group_by(moves.c.before, moves.c.after)
        .cte("alike")
    )
    same = and_(alike.c.before == moves.c.before, alike.c.after == moves.c.after)
    placed = select(moves, alike.c.move).join(alike, same).cte("placed")
    return placed, select(
        *_row("move", alike.c.move, alike.c.before, alike.c.after),
        cast(null(), String).label("code"),
        cast(null(), String).label("name"),
        *_counted(alike.c.people),
    )


def _row(kind: str, move: Any, one: Any, two: Any) -> list[Any]:
    return [literal(kind).label("kind"), move.label("move"), one.label("one"), two.label("two")]


def _counted(people: Any) -> list[Any]:
    nothing = cast(null(), Integer)
    return [people.label("people"), nothing.label("held_before"), nothing.label("held_after")]


def _names() -> CTE:
    """(person, code, name) of everybody who was ever here; no name where the council let go."""
    return (
        select(
            Membership.person_id,
            func.min(Membership.person_code).label("code"),
            func.max(name_here()).label("name"),
        )
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.organisation_id == ORGANISATION)
        .group_by(Membership.person_id)
        .cte("named")
    )


def _cells(kind: Kind, moves: CTE, placed: CTE) -> CTE:
    """(person, move, skill, before, after, ends) of everything that may count otherwise."""
    people: AnySelect = select(moves.c.person_id)
    levels = held(people, one_skill=kind.one_skill)
    stopped = ended(people, one_skill=kind.one_skill)
    same = and_(stopped.c.person_id == levels.c.person_id, stopped.c.skill == levels.c.skill)
    fell = levels.c.after < levels.c.before
    ends = case((fell, func.coalesce(stopped.c.ends, "----")), else_="----")
    return (
        select(
            levels.c.person_id,
            placed.c.move,
            levels.c.skill,
            levels.c.before,
            levels.c.after,
            ends.label("ends"),
        )
        .join(placed, placed.c.person_id == levels.c.person_id)
        .outerjoin(stopped, same)
        .where(
            or_(
                levels.c.before != levels.c.after,
                placed.c.before != placed.c.after,
                levels.c.skill.in_(_CHANGED),
            )
        )
        .cte("cells")
    )


def _differs(placed: CTE, cells: CTE) -> ColumnElement[bool]:
    """People who may stand in any part."""
    return or_(
        placed.c.before != placed.c.after,
        _ANY_CHANGED == 1,
        placed.c.person_id.in_(select(cells.c.person_id)),
    )
