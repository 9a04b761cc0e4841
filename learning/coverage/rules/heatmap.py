"""Lays lines out as a table: skills down, groups across."""

from collections.abc import Sequence
from dataclasses import dataclass

from learning.coverage.rules.figures import Line


@dataclass(frozen=True)
class Heatmap:
    """`rows` holds, for each skill, the line of everyone and then of each group (or none)."""

    groups: tuple[str, ...]
    rows: tuple[tuple[str, Line, tuple[Line | None, ...]], ...]


def heatmap(lines: Sequence[Line], skills: Sequence[Line]) -> Heatmap:
    """The table of the lines of one kind of group."""
    groups = tuple(sorted({line.name for line in lines}))
    by_place = {(line.name, line.skill): line for line in lines}
    return Heatmap(
        groups=groups,
        rows=tuple(
            (line.name, line, tuple(by_place.get((group, line.skill)) for group in groups))
            for line in skills
        ),
    )
