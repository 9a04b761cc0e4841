"""Lays lines out as a table: skills down, groups across, in an order that can be chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from learning.coverage.rules.figures import Line

EVERYONE = "everyone"
SKILL = "skill"
LOWEST, HIGHEST = "asc", "desc"  # and of skills' names: A to Z, Z to A
ORDERS = (LOWEST, HIGHEST)


@dataclass(frozen=True)
class Row:
    """A skill with the line of everyone and then of each group (or none)."""

    skill: str
    everyone: Line
    groups: tuple[Line | None, ...]


@dataclass(frozen=True)
class Heatmap:
    """The table, and the column by which its rows stand."""

    groups: tuple[str, ...]
    rows: tuple[Row, ...]
    sort: str  # skill, everyone or a group
    order: str

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column it can be sorted by, from left to right."""
        return (SKILL, EVERYONE, *self.groups)


def heatmap(
    lines: Sequence[Line],
    skills: Sequence[Line],
    names: Mapping[str, str],
    *,
    sort: str = EVERYONE,
    order: str = LOWEST,
) -> Heatmap | None:
    """The table of the lines of one kind of group; None for a column it does not have.

    Sorted by a figure, whatever is not shown in numbers stands last, by its slug, in both orders.
    """
    groups = tuple(sorted({line.name for line in lines}))
    by_place = {(line.name, line.skill): line for line in lines}
    rows = [
        Row(line.name, line, tuple(by_place.get((group, line.skill)) for group in groups))
        for line in skills
    ]
    if sort == SKILL:
        rows.sort(key=lambda row: names[row.skill].casefold(), reverse=order == HIGHEST)
    elif sort in (EVERYONE, *groups):
        column = (EVERYONE, *groups).index(sort)
        rows.sort(key=lambda row: _key((row.everyone, *row.groups)[column], row.skill, order))
    else:
        return None
    return Heatmap(groups, tuple(rows), sort, order)


def _key(line: Line | None, skill: str, order: str) -> tuple[int, Fraction, str]:
    """Numbers first, then what nobody needs, then what is hidden."""
    if line is None or line.suppressed:
        return (1 if line is None else 2, Fraction(0), skill)
    share = Fraction(line.met, line.required)
    return (0, share if order == LOWEST else -share, skill)
