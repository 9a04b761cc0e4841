"""A reader of everything that is shown without names, who tries to learn what is hidden.

They know every role and what it needs, each person's roles, all shown lines and, besides, the
full record of one person. They are judged with neutral figures: every shown line stands at half
of its pairs, and so does whoever's record is known.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, vstack

Pair = tuple[int, str]  # (person, skill)
EXACT, BAND, HIDDEN, FURTHER = "exact", "band", "hidden", "hidden to protect others"
SLACK = 1e-6


@dataclass(frozen=True)
class Member:
    """Somebody, the groups they stand in, and the skills they need."""

    number: int
    groups: frozenset[tuple[str, str]]
    skills: frozenset[str]


def pairs_of(
    members: Iterable[Member], groups: Iterable[tuple[str, str]], skill: str | None
) -> frozenset[Pair]:
    """What a line about people in all of these groups counts."""
    return frozenset(
        (one.number, need)
        for one in members
        if one.groups >= set(groups)
        for need in one.skills
        if skill in {None, need}
    )


class Intruder:
    """Holds what is shown as equations, and asks how far the rest is open."""

    def __init__(
        self,
        lines: Mapping[frozenset[Pair], str],
        known: int | None = None,
        *,
        at_most: Iterable[tuple[Pair, Pair]] = (),
    ) -> None:
        """`lines` says of each set of pairs how it is shown; `known` is whose record is known.

        `at_most`: of two pairs, who shows the first shows the second too (at a lower level).
        """
        self.lines = lines
        self.pairs = sorted({pair for cells in lines for pair in cells})
        self.column = {pair: at for at, pair in enumerate(self.pairs)}
        self.bounds = [(0.5, 0.5) if number == known else (0.0, 1.0) for number, _ in self.pairs]
        self.exact = [cells for cells, shown in lines.items() if shown == EXACT]
        self.bands = [cells for cells, shown in lines.items() if shown == BAND]
        there = self.column.keys()
        self.at_most = [both for both in at_most if there >= set(both)]

    def _rows(self, sets: Sequence[Collection[Pair]]) -> csr_matrix:
        places = [(at, self.column[pair]) for at, cells in enumerate(sets) for pair in cells]
        rows, columns = zip(*places, strict=True)
        return csr_matrix((np.ones(len(places)), (rows, columns)), (len(sets), len(self.pairs)))

    def _above(self) -> Iterable[csr_matrix]:
        if self.bands:
            yield -self._rows(self.bands)
        if self.at_most:
            higher, lower = zip(*self.at_most, strict=True)
            yield self._rows([{one} for one in higher]) - self._rows([{one} for one in lower])

    def end(self, cells: frozenset[Pair], *, most: bool) -> float:
        """The most (or least) that these pairs may hold together."""
        wanted = np.zeros(len(self.pairs))
        wanted[[self.column[pair] for pair in cells]] = -1.0 if most else 1.0
        equal, above = {}, {}
        if self.exact:
            halves = [len(one) / 2 for one in self.exact]
            equal = {"A_eq": self._rows(self.exact), "b_eq": halves}
        if self.bands or self.at_most:
            halves = [-len(one) / 2 for one in self.bands] + [0.0] * len(self.at_most)
            above = {"A_ub": vstack([*self._above()]), "b_ub": halves}
        found = linprog(wanted, **equal, **above, bounds=self.bounds, method="highs")
        assert found.success, found.message
        return float(abs(found.fun))

    def learns(self, cells: frozenset[Pair], shown: str) -> bool:
        """Whether a hidden line is not open from nothing to all, or a banded one in its band."""
        known = sum(self.bounds[self.column[pair]][0] for pair in cells)  # half of each
        open_pairs = sum(self.bounds[self.column[pair]] == (0.0, 1.0) for pair in cells)
        if self.end(cells, most=True) < open_pairs + known - SLACK:
            return True
        return shown == HIDDEN and self.end(cells, most=False) > known + SLACK

    def found(self) -> list[frozenset[Pair]]:
        """Every hidden or banded line that they learn something about."""
        return [
            cells
            for cells, shown in self.lines.items()
            if shown in {BAND, HIDDEN} and self.learns(cells, shown)
        ]

    def isolates(self, threshold: int) -> list[frozenset[Pair]]:
        """What sums and differences of two or three shown lines count: few people, one skill."""
        shown = self.exact + self.bands
        found: set[frozenset[Pair]] = set()
        for one in shown:
            for other in shown:
                if other < one:
                    found.add(one - other)
                    for third in shown:
                        if third < one - other:
                            found.add(one - other - third)
                elif not one <= other and one & other:
                    found.update(rest for rest in (_both(one, other, whole) for whole in shown))
        return [
            cells
            for cells in found
            if cells
            and len({skill for _, skill in cells}) == 1
            and len({number for number, _ in cells}) < threshold
        ]


def _both(one: frozenset[Pair], other: frozenset[Pair], whole: frozenset[Pair]) -> frozenset[Pair]:
    """What two lines count twice, where a third counts all of both."""
    return one & other if one | other == whole else frozenset()
