"""Lays out a waterfall: each part begins where the one before it ends; pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from learning.coverage.rules.changes import Part
from learning.coverage.rules.moves import Sum

WIDTH = 200  # in the drawing's own units
LEAST = 2  # so that a change of one can be seen


@dataclass(frozen=True)
class Bar:
    """Where a part's bar begins, how long it is, and whether it goes up."""

    x: int
    width: int
    rises: bool


def bars(start: int, parts: Mapping[Part, Sum]) -> dict[Part, Bar]:
    """A bar for each part that changes what is shown, on a scale that holds them all."""
    ends, levels = {}, [start]
    for part in Part:
        if part in parts and parts[part].met:
            ends[part] = (levels[-1], levels[-1] + parts[part].met)
            levels.append(ends[part][1])
    least, scale = min(levels), max(levels) - min(levels) or 1

    def place(level: int) -> int:
        return (level - least) * (WIDTH - LEAST) // scale

    return {
        part: Bar(
            min(place(before), place(after)),
            max(LEAST, abs(place(after) - place(before))),
            after > before,
        )
        for part, (before, after) in ends.items()
    }
