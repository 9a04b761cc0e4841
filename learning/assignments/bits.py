"""The masks of a catalogue inside a statement: tables that it brings along, and their bits."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import CTE, BigInteger, ColumnElement, Integer, String, cast, func, select, text
from sqlalchemy import column as named

from learning.assignments.masks import Masks

Number = ColumnElement[Any]


def or_none(number: ColumnElement[Any]) -> Number:
    """A number, which has no bits where there is none."""
    return func.coalesce(number, 0)


def meet(number: Number, wanted: Number) -> ColumnElement[bool]:
    """Whether they have a bit in common."""
    return or_none(number).bitwise_and(wanted) != 0


def numbers_of(table: CTE, name: str) -> list[Number]:
    """The numbers that one mask is kept in."""
    return [column for column in table.c if (column.key or "").startswith(f"{name}_")]


def total(number: ColumnElement[Any]) -> Number:
    """PostgreSQL adds large numbers up to a kind that has no bits."""
    return cast(number, BigInteger)


def table(name: str, columns: Mapping[str, type[Any]], rows: Iterable[Sequence[object]]) -> CTE:
    """Rows that the statement brings along: slugs and numbers of the catalogue, nobody's words.

    They stand in its text, so that it is put together once and not for every page. Without
    rows there is one that matches nothing. Both databases call the columns column1, column2, …
    """
    nothing = tuple("" if kind is String else -1 for kind in columns.values())
    lines = ",".join(f"({','.join(map(_word, row))})" for row in [*rows] or [nothing])
    found = text(f"VALUES {lines}").columns(
        *(named(f"column{n}", kind()) for n, kind in enumerate(columns.values(), start=1))
    )
    inner = found.subquery(f"{name}_values")
    labels = [column.label(key) for column, key in zip(inner.c, columns, strict=True)]
    return select(*labels).cte(name)


def _word(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    if not re.fullmatch("[a-z0-9-]*", str(value)):
        raise ValueError(f"not a slug: {value}")
    return f"'{value}'"


def numbers(name: str, mask: Sequence[object]) -> dict[str, type[Any]]:
    """The columns that hold a mask."""
    return {f"{name}_{n}": BigInteger for n in range(len(mask))}


def shapes(found: Masks) -> CTE:
    """What each path asks, by the roles held."""
    some = found.shapes
    columns: dict[str, type[Any]] = {"place": Integer, "path": String, "of": BigInteger}
    columns |= {"key": BigInteger, "can_be_done": Integer, "needs": Integer}
    columns |= numbers("steps", some[0].steps if some else (0,))
    columns |= numbers("courses", some[0].courses if some else (0,))
    rows = [
        (place, s.path, s.roles, s.key, int(s.can_be_done), len(s.needs), *s.steps, *s.courses)
        for place, s in enumerate(some)
    ]
    return table("shape", columns, rows)


def needs(found: Masks) -> CTE:
    """The skills and levels of each of these shapes."""
    rows = [
        (place, skill, level)
        for place, shape in enumerate(found.shapes)
        for skill, level in shape.needs
    ]
    return table("need", {"place": Integer, "skill": String, "level": Integer}, rows)
