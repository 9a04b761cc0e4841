"""Finds the few people whom sums and differences of shown lines isolate for a skill."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from learning.coverage.rules.open_figures import OpenFigures, OpenSet
from learning.coverage.rules.table import Counted, Place

if TYPE_CHECKING:
    import numpy as np

NEAR = 1e-6  # two numbers that should be the same


@dataclass(frozen=True)
class _Few:
    """Cells of a few people of one skill that all lines count together; less others, where given.

    People who need a skill at one level in one view and at another in the next are two cells:
    the difference says who is in between.
    """

    cells: frozenset[Place]
    less: frozenset[Place] = frozenset()

    @cached_property
    def alike(self) -> frozenset[int]:
        """The people."""
        return frozenset(place[0] for place in self.cells)


def isolated(
    pairs: Mapping[Place, int], lines: Sequence[Counted], figures: OpenFigures, *, threshold: int
) -> list[OpenSet]:
    """Cells of fewer people than the threshold that the lines seem to tell by themselves.

    No move that lines do not see moves what they tell; a few moves are tried, not all.
    """
    marks = _marks(figures)
    by_skill: dict[str, list[Place]] = defaultdict(list)
    for place in sorted(pairs):
        by_skill[place[1]].append(place)
    people = {place[0]: number for place, number in pairs.items()}
    seen = _seen(lines)
    found: list[OpenSet] = []
    for places in by_skill.values():
        few = [
            one
            for one in (*_alike(places, seen), *_between(places))
            if sum(people[at] for at in one.alike) < threshold
        ]
        found += _cancelling(few, marks, people, threshold)
    return found


def _marks(figures: OpenFigures) -> dict[Place, float]:
    """A number for each cell: the numbers of what lines tell add up to nothing."""
    mixed = figures.unseen()
    return {place: float(mixed[figures.column[place]]) for place in figures.places}


def _seen(lines: Sequence[Counted]) -> dict[Place, list[int]]:
    """The numbers of the lines that count each cell."""
    seen: dict[Place, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        for place in line.cells:
            seen[place].append(at)
    return seen


def _alike(places: Iterable[Place], seen: Mapping[Place, list[int]]) -> list[_Few]:
    """Cells that every line counts together, where any does."""
    found: dict[tuple[int, ...], set[Place]] = defaultdict(set)
    for place in places:
        if place in seen:
            found[tuple(seen[place])].add(place)
    return [_Few(frozenset(cells)) for cells in found.values()]


def _between(places: Sequence[Place]) -> list[_Few]:
    """Of the same people at two levels, one after the other."""
    return [
        _Few(frozenset({lower}), frozenset({higher}))
        for lower, higher in pairwise(places)
        if lower[0] == higher[0]
    ]


def _cancelling(
    few: Sequence[_Few],
    marks: Mapping[Place, float],
    people: Mapping[int, int],
    threshold: int,
) -> list[OpenSet]:
    """Those sets of up to four of these whose marks add up to nothing."""
    import numpy as np  # noqa: PLC0415  # slow to load; tables are worked out by the worker

    mark = np.array(
        [sum(marks[p] for p in one.cells) - sum(marks[p] for p in one.less) for one in few]
    )
    ones, others = _pairs(few, people, threshold)
    total = np.where(ones == others, mark[ones], mark[ones] + mark[others])
    order = total.argsort()
    low, high = (total[order].searchsorted(near - total) for near in (-NEAR, NEAR))
    found = {frozenset({ones[at], others[at]}) for at in np.nonzero(abs(total) < NEAR)[0]} | {
        frozenset({ones[at], others[at], ones[opposite], others[opposite]})
        for at in np.nonzero(low < high)[0]
        for opposite in order[low[at] : high[at]]
    }
    chosen = [[few[at] for at in sorted(one)] for one in sorted(found, key=sorted)]
    return [
        _as_set(of)
        for of in chosen
        if sum(people[at] for at in frozenset[int]().union(*(one.alike for one in of))) < threshold
        and _apart(of)
    ]


def _pairs(
    few: Sequence[_Few], people: Mapping[int, int], threshold: int
) -> "tuple[np.ndarray, np.ndarray]":
    """Any two of these that are fewer people than the threshold, and each with itself."""
    import numpy as np  # noqa: PLC0415  # likewise

    everybody = sorted({at for one in few for at in one.alike})
    is_in = np.array([[at in one.alike for at in everybody] for one in few], dtype=float)
    shared = is_in * [people[at] for at in everybody] @ is_in.T if few else np.zeros((0, 0))
    alone = shared.diagonal()
    ones, others = np.nonzero(np.triu(alone[:, None] + alone - shared < threshold))
    return ones, others


def _apart(chosen: Sequence[_Few]) -> bool:
    """Whether no cell is in two of them."""
    cells = [place for one in chosen for place in (*one.cells, *one.less)]
    return len(cells) == len(set(cells))


def _as_set(chosen: Sequence[_Few]) -> OpenSet:
    less = frozenset(place for one in chosen for place in one.less)
    cells = frozenset(place for one in chosen for place in one.cells)
    return OpenSet(cells, less, only_up=bool(less))
