"""What sums and differences of shown lines tell exactly, by linear algebra.

Worked out once, over all lines; of those that are hidden, each that the others do not give back
leaves one direction more in which cells may move unseen.
"""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from learning.coverage.rules.known_moves import SLACK
from learning.coverage.rules.table import Counted

if TYPE_CHECKING:
    import numpy as np

SEED = 20260101  # any fixed mixture does


class Told:
    """All lines, as equations over cells."""

    def __init__(self, columns: Mapping[Counted, "np.ndarray"], cells: int) -> None:
        """`columns` are the numbers of the cells that a line counts."""
        import numpy as np  # noqa: PLC0415  # slow to load; tables are worked out by the worker

        self._np = np
        rows = np.zeros((len(columns), cells))
        for row, found in zip(rows, columns.values(), strict=True):
            row[found] = 1.0
        values, vectors = np.linalg.eigh(rows @ rows.T)
        some = values > SLACK
        length = np.sqrt(values[some])
        self._directions = rows.T @ (vectors[:, some] / length)  # orthonormal: what lines tell
        # How much of what lines tell rests on each: 1 in all is what no other line gives back.
        self._rests_on = dict(zip(columns, vectors[:, some], strict=True))
        self._per_length = self._directions / length
        self._but: frozenset[Counted] = frozenset()
        self._lost = np.zeros((len(length), 0))

    def _lost_without(self, hidden: Collection[Counted]) -> "np.ndarray":
        """What is not told any more without these lines."""
        if self._but != hidden:
            self._but = frozenset(hidden)
            rests_on = self._np.array(
                [found for line, found in self._rests_on.items() if line in self._but]
            ).reshape(-1, len(self._lost))
            shares, mixtures = self._np.linalg.eigh(rests_on @ rests_on.T)
            self._lost = rests_on.T @ mixtures[:, shares > 1.0 - SLACK]
        return self._lost

    def tells(self, wanted: "np.ndarray", *, but: Collection[Counted]) -> bool:
        """Whether some sum or difference of all lines but these counts exactly what is wanted."""
        cells = self._np.nonzero(wanted)[0]
        of_it = wanted[cells]
        told = of_it @ self._directions[cells]
        lost = (of_it @ self._per_length[cells]) @ self._lost_without(but)
        return float(of_it @ of_it - told @ told) < SLACK and not (abs(lost) > SLACK).any()

    def unseen(self, *, but: Collection[Counted]) -> "np.ndarray":
        """Some move of all cells that all lines but these do not see."""
        mixing = self._np.random.default_rng(SEED)
        mixed = mixing.standard_normal(len(self._directions))
        mixed -= self._directions @ (mixed @ self._directions)
        lost = self._lost_without(but)
        lost = lost @ mixing.standard_normal(lost.shape[1])
        found: np.ndarray = mixed + self._per_length @ lost
        return found
