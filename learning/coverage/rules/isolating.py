"""Finds the few people whom sums and differences of shown lines isolate for a skill."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from learning.coverage.rules.table import Counted, Place, Table

if TYPE_CHECKING:
    from numpy import ndarray

NOTHING = 1e-7  # what is left of a number that should be nought
MOST_CELLS = 4  # isolated together; with a threshold of 5 people there cannot be more


class Span:
    """Everything that sums and differences of some lines can say about cells."""

    def __init__(self, table: Table, lines: Sequence[Counted]) -> None:
        import numpy as np  # noqa: PLC0415  # slow to load; tables are worked out by the worker

        self._np = np
        self._column = {place: at for at, place in enumerate(sorted(table.pairs))}
        rows = np.zeros((len(lines), len(self._column)))
        for at, line in enumerate(lines):
            rows[at, [self._column[place] for place in line.cells]] = 1
        self.rows = rows
        self.unseen = self._unseen(rows)

    def _unseen(self, rows: "ndarray") -> "ndarray":
        """What no line sees: (cells, directions); a set of cells is told where its rows cancel."""
        np = self._np
        if not rows.size:
            everything: ndarray = np.eye(rows.shape[1])
            return everything
        _, sizes, directions = np.linalg.svd(rows, full_matrices=True)
        rank = int((sizes > NOTHING * max(rows.shape)).sum())
        unseen: ndarray = directions[rank:].T
        return unseen

    def tells(self, cells: Iterable[Place]) -> bool:
        """Whether some sum or difference counts exactly these cells."""
        rows = self.unseen[[self._column[place] for place in cells]]
        return bool(self._np.abs(rows.sum(axis=0)).max(initial=0) < NOTHING)

    def marks(self, sets: Iterable[Iterable[Place]]) -> list[float]:
        """A number for each set of cells: the numbers of sets that cancel do so too."""
        mixing = self._np.random.default_rng(20260101)  # any fixed mixture does
        each = self.unseen @ mixing.standard_normal(self.unseen.shape[1])
        return [float(sum(each[self._column[place]] for place in cells)) for cells in sets]

    def alike(self, places: Iterable[Place]) -> list[frozenset[Place]]:
        """Cells that every line counts together, where any does."""
        found: dict[bytes, set[Place]] = defaultdict(set)
        for place in places:
            seen = self.rows[:, self._column[place]]
            if seen.any():
                found[seen.tobytes()].add(place)
        return [frozenset(cells) for cells in found.values()]


def isolated(table: Table, lines: Sequence[Counted], *, threshold: int) -> list[frozenset[Place]]:
    """Cells of fewer people than the threshold that the lines tell by themselves."""
    span = Span(table, lines)
    by_skill: dict[str, list[Place]] = defaultdict(list)
    for place in table.pairs:
        by_skill[place[1]].append(place)
    found = []
    for skill in sorted(by_skill):
        small = [
            (cells, people)
            for cells in span.alike(by_skill[skill])
            if (people := sum(table.pairs[place] for place in cells)) < threshold
        ]
        found += _told(span, small, threshold)
    return found


def _told(
    span: Span, small: list[tuple[frozenset[Place], int]], threshold: int
) -> list[frozenset[Place]]:
    """Those sets of a few of these cells that the span tells, found by what cancels."""
    sums: dict[int, list[tuple[int, ...]]] = defaultdict(list)
    marks = span.marks(cells for cells, _ in small)
    chosen = [
        places
        for size in (1, 2)
        for places in combinations(range(len(small)), size)
        if sum(small[at][1] for at in places) < threshold
    ]
    total = {places: sum(marks[at] for at in places) for places in chosen}
    for places, mark in total.items():
        sums[round(mark / NOTHING / 10)].append(places)
    found = set()
    for places, mark in [*total.items(), ((), 0.0)]:
        key = round(-mark / NOTHING / 10)
        for others in (o for near in (key - 1, key, key + 1) for o in sums.get(near, ())):
            together = frozenset(places) | frozenset(others)
            if len(together) == len(places) + len(others):
                found.add(together)
    sets = [
        (frozenset().union(*(small[at][0] for at in one)), sum(small[at][1] for at in one))
        for one in sorted(found, key=sorted)
    ]
    return [cells for cells, people in sets if people < threshold and span.tells(cells)]
