"""The rows that a statement gives."""

from typing import Any

from sqlalchemy import CTE, case, func, literal, null, select, union_all

from learning.coverage.statement.asked import Asked
from learning.database import AnySelect

# Rows of every kind have all of these, in this order.
COUNTS = ("people", "met", "expiring", "below", "levels_held", "said", "said_below")


def results(asked: Asked, sizes: CTE, needed: CTE, pairs: CTE) -> AnySelect:
    """Four kinds of rows: profiles, their needs, what is shown of those, and who meets how many."""
    rows = union_all(
        _cells(asked, pairs), _needs(asked, needed), _persons(asked, pairs), _sizes(asked, sizes)
    )
    return select(rows.subquery())


def _cells(asked: Asked, pairs: CTE) -> AnySelect:
    capped = case((pairs.c.held < pairs.c.level, pairs.c.held), else_=pairs.c.level)
    number = asked.number_in(pairs)
    found: AnySelect = select(
        literal("cell").label("kind"),
        *(number or (literal(0).label("number"),)),
        pairs.c.profile,
        pairs.c.skill.label("words"),
        pairs.c.level,
        func.count().label("people"),
        func.sum(pairs.c.met).label("met"),
        func.sum(pairs.c.met - pairs.c.kept).label("expiring"),
        _how_many((pairs.c.held >= 1) & (pairs.c.held < pairs.c.level)).label("below"),
        func.sum(capped).label("levels_held"),
        _how_many(pairs.c.said >= pairs.c.level).label("said"),
        _how_many((pairs.c.said >= 1) & (pairs.c.said < pairs.c.level)).label("said_below"),
    ).group_by(*number, pairs.c.profile, pairs.c.skill, pairs.c.level)
    return found


def _needs(asked: Asked, needed: CTE) -> AnySelect:
    found: AnySelect = select(
        literal("need"),
        *_number(asked, needed),
        needed.c.profile,
        needed.c.skill,
        needed.c.level,
        *_counts(),
    ).where(needed.c.skill.is_not(None))
    return found


def _persons(asked: Asked, pairs: CTE) -> AnySelect:
    number = asked.number_in(pairs)
    each = (
        select(*number, pairs.c.profile, pairs.c.person_id, func.sum(pairs.c.met).label("met"))
        .group_by(*number, pairs.c.profile, pairs.c.person_id)
        .cte("each_person")
    )
    found: AnySelect = select(
        literal("person"),
        *_number(asked, each),
        each.c.profile,
        null(),
        null(),
        *_counts(people=func.count(), met=each.c.met),
    ).group_by(*asked.number_in(each), each.c.profile, each.c.met)
    return found


def _sizes(asked: Asked, sizes: CTE) -> AnySelect:
    found: AnySelect = select(
        literal("profile"),
        *_number(asked, sizes),
        sizes.c.profile,
        sizes.c.held,
        null(),
        *_counts(people=sizes.c.people),
    )
    return found


def _number(asked: Asked, part: CTE) -> Any:
    return asked.number_in(part) or (literal(0),)


def _counts(**given: Any) -> Any:
    return (given.get(name, null()) for name in COUNTS)


def _how_many(which: Any) -> Any:
    return func.sum(case((which, 1), else_=0))
