"""Finds the few people whom old and new lines together tell something of; pure.

A sum or difference of lines counts cells, each with some factor. It tells of few where all cells
that it counts are of fewer people than the threshold, and some of them changed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from learning.coverage.rules.protecting import Shown
from learning.coverage.rules.table import Counted, Place
from learning.publishing.rules.unions import Union

if TYPE_CHECKING:
    from numpy import ndarray

NOTHING = 1e-7  # what is left of a number that should be nought
MOST_QUADRUPLES = 500_000  # looked at for a skill; beyond, three kinds of cells at a time


def few(union: Union, anew: Collection[Counted], threshold: int) -> set[frozenset[Place]]:
    """Cells of too few people whom all lines that are shown and said anew tell something of."""
    shown = [line for line in union.fixed if union.shown[line] is not Shown.HIDDEN]
    lines = sorted({*shown, *anew}, key=lambda line: sorted(line.cells))
    if not lines:
        return set()
    told = _Told(union, lines)
    found = {cells for cells in told.differences() if is_of_few(union, cells, threshold)}
    return found | set(told.small_sets(threshold))


def is_of_few(union: Union, cells: Collection[Place], threshold: int) -> bool:
    """Whether cells that a difference counts are of too few people; new ones by themselves.

    What old lines told already can take old cells out of a difference, never new ones.
    """
    new = {place for place in cells if union.is_new(place)}
    return union.people(new or cells) < threshold


class _Told:
    """What lines tell, over kinds of cells that every line counts together."""

    def __init__(self, union: Union, lines: Sequence[Counted]) -> None:
        import numpy as np  # noqa: PLC0415  # decision 9

        self._np, self.union = np, union
        seen: dict[Place, list[int]] = defaultdict(list)
        for at, line in enumerate(lines):
            for place in line.cells:
                seen[place].append(at)
        kinds: dict[tuple[bool, tuple[int, ...]], set[Place]] = defaultdict(set)
        for place, ats in seen.items():
            kinds[union.is_still(place), tuple(ats)].add(place)
        order = sorted(kinds, key=lambda kind: sorted(kinds[kind]))
        self.kinds = [frozenset(kinds[kind]) for kind in order]
        self.moved = [not is_still for is_still, _ in order]
        self.rows = np.zeros((len(lines), len(order)))
        for at, (_, lines_of_kind) in enumerate(order):
            self.rows[list(lines_of_kind), at] = 1

    def differences(self) -> list[frozenset[Place]]:
        """Cells that changed, as far as sums in which all others cancel tell them apart."""
        moved = self._np.array(self.moved, dtype=bool)
        left = self._without(self.rows[:, ~moved], self.rows[:, moved])
        kinds = [kind for kind, is_moved in zip(self.kinds, self.moved, strict=True) if is_moved]
        found: list[tuple[ndarray, set[Place]]] = []
        for at, kind in enumerate(kinds):
            size = float(self._np.linalg.norm(left[:, at]))
            if size < NOTHING:
                continue
            direction = left[:, at] / size
            same = (one for other, one in found if _parallel(direction, other))
            cells = next(same, None)
            if cells is None:
                found.append((direction, set(kind)))
            else:
                cells |= kind
        return [frozenset(cells) for _, cells in found]

    def _without(self, others: "ndarray", counted: "ndarray") -> "ndarray":
        """What is left of columns in every sum of rows in which all the others cancel."""
        if not others.shape[1]:
            return counted
        directions, sizes, _ = self._np.linalg.svd(others, full_matrices=False)
        of_others = directions[:, sizes > NOTHING * max(others.shape)]
        left: ndarray = counted - of_others @ (of_others.T @ counted)
        return left

    def small_sets(self, threshold: int) -> Iterator[frozenset[Place]]:
        """Up to four kinds of cells of one skill, few people, at least one changed, all told."""
        _, sizes, ways = self._np.linalg.svd(self.rows, full_matrices=False)
        seen = ways[sizes > NOTHING * max(self.rows.shape)]
        unseen = self._np.eye(len(self.kinds)) - seen.T @ seen
        for several in self._of_one_skill(threshold):
            for chosen in self._chosen(several, threshold):
                parts = unseen[chosen[:, :, None], chosen[:, None, :]]
                # Of a part of a projection: singular, where some sum of its rows is nought.
                for at in self._np.flatnonzero(self._np.linalg.eigvalsh(parts)[:, 0] < NOTHING):
                    yield frozenset().union(*(self.kinds[kind] for kind in chosen[at]))

    def _of_one_skill(self, threshold: int) -> list[list[int]]:
        """The kinds of cells of few people, for each skill of which one changed."""
        found: dict[str, list[int]] = defaultdict(list)
        for at, kind in enumerate(self.kinds):
            skills = {skill.partition("@")[0] for _, skill, _ in kind}
            if len(skills) == 1 and self.union.people(kind) < threshold:
                found[skills.pop()].append(at)
        return [ats for ats in found.values() if any(self.moved[at] for at in ats)]

    def _chosen(self, several: list[int], threshold: int) -> Iterator["ndarray"]:
        """Choices of one kind, of two, three and four: those of few people, one of them changed."""
        people = {at: self.union.people(self.kinds[at]) for at in several}
        most = 4 if len(several) ** 4 / 24 <= MOST_QUADRUPLES else 3
        for size in range(1, most + 1):
            chosen = [
                some
                for some in combinations(several, size)
                if any(self.moved[at] for at in some) and self._are_few(some, people, threshold)
            ]
            if chosen:
                yield self._np.array(chosen)

    def _are_few(self, some: Sequence[int], people: dict[int, int], threshold: int) -> bool:
        if sum(people[at] for at in some) < threshold:  # the cheaper question
            return True
        cells = frozenset().union(*(self.kinds[at] for at in some))
        return self.union.people(cells) < threshold


def _parallel(one: "ndarray", other: "ndarray") -> bool:
    return abs(abs(float(one @ other)) - 1) < NOTHING
