"""The statement that finds who stood elsewhere, or held another level, on another day.

Two days and two moments are asked about, `a` and then `b`. Everybody is counted by where they
stood and stand and what they held and hold, so the figures of both days come out of it too. Built
once for each kind of question, as every large statement is.
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
from learning.coverage.rules.changes import NOTHING_ENDED
from learning.coverage.rules.moves import AWAY
from learning.coverage.whens import ORGANISATION, A, B, WhenAsked, roles_held
from learning.database import AnySelect
from learning.people.models import Membership, Person
from learning.people.sight import name_here

_CHANGED: Any = bindparam("changed", expanding=True)  # skills of which a role asks otherwise
_ANY_CHANGED: Any = bindparam("any_changed", type_=Integer())


LEVELS = ("held_before", "held_after", "kept_before", "kept_after")


@dataclass(frozen=True)
class Kind:
    """What of a question makes another statement of it."""

    has_lead: bool
    by_person: bool = False  # a row for each person who differs, with code and name
    of_people_alone: bool = False  # where people stand, and nothing of what they hold
    one_skill: bool = False


@cache
def statement(kind: Kind) -> AnySelect:
    """Rows of two kinds, both of people who stood and stand in the same places (see `stay_of`).

    `move`: how many they are. `cell`: those of them who held and hold certain levels of a skill,
    and what ended the levels that they lost. By person, each of them is one person.
    """
    moves = _moves(kind)
    who = [moves.c.person_id] if kind.by_person else []
    alike = [*who, moves.c.before, moves.c.after]
    if kind.of_people_alone:
        return _row("move", moves, kind).group_by(*alike)
    cells = _cells(kind, moves)
    sizes = _row("move", moves, kind).group_by(*alike)
    if kind.by_person:
        named = _names()
        sizes = (
            _row("move", moves, kind, code=named.c.code, name=named.c.name)
            .join(named, named.c.person_id == moves.c.person_id)
            .where(_differs(moves, cells))
            .group_by(*alike, named.c.code, named.c.name)
        )
    shown = [cells.c.skill, cells.c.ends, *(cells.c[name] for name in LEVELS)]
    keys = [cells.c.before, cells.c.after, *shown, *([cells.c.person_id] if who else [])]
    return select(union_all(sizes, _row("cell", cells, kind, *shown).group_by(*keys)).subquery())


def _row(
    which: str, part: CTE, kind: Kind, *shown: Any, code: Any = None, name: Any = None
) -> AnySelect:
    """The columns that rows of both kinds have; those of the other kind are null."""
    nothing, no_text = cast(null(), Integer), cast(null(), String)
    skill, ends, *levels = shown or (no_text, no_text, *(nothing for _ in LEVELS))
    return select(
        literal(which).label("kind"),
        (part.c.person_id if kind.by_person else nothing).label("person_id"),
        part.c.before.label("before"),
        part.c.after.label("after"),
        skill.label("skill"),
        ends.label("ends"),
        *(level.label(name) for level, name in zip(levels, LEVELS, strict=True)),
        (no_text if code is None else code).label("code"),
        (no_text if name is None else name).label("name"),
        func.count().label("people"),
    )


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
    """(person, before, after): where everybody of either day stood and stands; empty: nowhere."""
    stood, stands = _stands(kind, A, "stood"), _stands(kind, B, "stands")
    nowhere = literal("")
    either = union_all(
        select(stood.c.person_id, stood.c.places.label("before"), nowhere.label("after")),
        select(stands.c.person_id, nowhere, stands.c.places),
    ).subquery()
    # Grouped, not joined: SQLite would look through one side for each row of the other.
    return (
        select(
            either.c.person_id,
            func.max(either.c.before).label("before"),
            func.max(either.c.after).label("after"),
        )
        .group_by(either.c.person_id)
        .cte("moves")
    )


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


def _cells(kind: Kind, moves: CTE) -> CTE:
    """(person, before, after, skill, levels, ends); by person, of what may differ alone."""
    people: AnySelect = select(moves.c.person_id)
    levels = held(people, one_skill=kind.one_skill)
    stopped = ended(people, one_skill=kind.one_skill)
    same = and_(stopped.c.person_id == levels.c.person_id, stopped.c.skill == levels.c.skill)
    fell = levels.c.after < levels.c.before
    ends = case((fell, func.coalesce(stopped.c.ends, NOTHING_ENDED)), else_=NOTHING_ENDED)
    found = (
        select(
            moves.c.person_id,
            moves.c.before,
            moves.c.after,
            levels.c.skill,
            levels.c.before.label("held_before"),
            levels.c.after.label("held_after"),
            levels.c.kept_before,
            levels.c.kept_after,
            ends.label("ends"),
        )
        .join(levels, levels.c.person_id == moves.c.person_id)
        .outerjoin(stopped, same)
    )
    may_differ = or_(
        levels.c.before != levels.c.after,
        moves.c.before != moves.c.after,
        levels.c.skill.in_(_CHANGED),
    )
    return (found.where(may_differ) if kind.by_person else found).cte("cells")


def _differs(moves: CTE, cells: CTE) -> ColumnElement[bool]:
    """People who may stand in any part."""
    return or_(
        moves.c.before != moves.c.after,
        _ANY_CHANGED == 1,
        moves.c.person_id.in_(select(cells.c.person_id)),
    )
