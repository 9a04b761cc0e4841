"""How far shown lines leave other counts open, by linear programs at neutral figures."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from learning.coverage.rules.table import Counted, Place

if TYPE_CHECKING:
    import numpy as np

SLACK = 1e-6
HALF = 0.5


class OpenFigures:
    """What cells may hold, given the shown lines; somebody's own record may be known besides."""

    def __init__(
        self,
        pairs: Mapping[Place, int],
        *,
        exact: Sequence[Counted],
        bands: Sequence[Counted],
        open_sets: Sequence[Collection[Place]],
    ) -> None:
        """`open_sets` are asked about by their number; each may hold nothing to all its pairs."""
        import highspy  # noqa: PLC0415  # slow to load; tables are worked out by the worker
        import numpy as np  # noqa: PLC0415  # likewise

        self._np, self._inf = np, highspy.kHighsInf
        self._places = sorted(pairs)
        self._column = {place: at for at, place in enumerate(self._places)}
        self._people = np.array([float(pairs[place]) for place in self._places])
        self._lines = [*exact, *bands]
        self._bands = set(bands)
        self._sets = self._indicators(open_sets)
        self._rows = self._indicators([line.cells for line in self._lines])
        self.solved = 0
        self._shown = [True] * len(self._lines)
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]  # the library's own
        for silent in ("output_flag", "log_to_console"):
            self._solver.setOptionValue(silent, False)
        self._solver.setOptionValue("threads", 1)
        self._build()
        self.know(None)

    def _indicators(self, sets: Sequence[Collection[Place]]) -> "np.ndarray":
        found = self._np.zeros((len(sets), len(self._places)))
        for at, cells in enumerate(sets):
            found[at, [self._column[place] for place in cells]] = 1
        return found

    def _build(self) -> None:
        np = self._np
        for people in self._people:
            self._solver.addVar(0.0, float(people))
        for row in self._rows:
            (columns,) = np.nonzero(row)
            self._solver.addRow(
                0.0, self._inf, len(columns), columns.astype(np.int32), np.ones(len(columns))
            )

    def know(self, profile: int | None) -> None:
        """From here on the reader also knows all about one person of this profile (or of none)."""
        np = self._np
        there = np.array([1.0 if at == profile else 0.0 for at, _ in self._places])
        self._most = self._people - there
        self._totals = self._sets @ self._most
        every = np.arange(len(self._places), dtype=np.int32)
        self._solver.changeColsBounds(len(every), every, np.zeros(len(every)), self._most)
        for at, line in enumerate(self._lines):
            if self._shown[at]:
                half = float(self._rows[at] @ self._most) * HALF
                top = self._inf if line in self._bands else half
                self._solver.changeRowBounds(at, half, top)
        self._reached = np.zeros((2, len(self._sets)), dtype=bool)  # nothing; all
        self._reached[0] = self._totals < SLACK
        self._reached[1] = self._totals < SLACK

    def forget(self, line: Counted) -> None:
        """The line is not shown any more."""
        at = self._lines.index(line)
        self._shown[at] = False
        self._solver.changeRowBounds(at, -self._inf, self._inf)

    def closing(self, number: int, *, from_half: bool = False) -> list[Counted]:
        """The shown lines that together keep a set from being open; none where it is.

        A banded set (`from_half`) is open when it may hold anything in its band.
        """
        for end in (1,) if from_half else (1, 0):
            if not self._reached[end, number]:
                blamed = self._solve(self._sets[number], end)
                if not self._reached[end, number]:
                    return blamed
        return []

    def try_all(self) -> None:
        """Looks for figures at which many sets at once hold all, or nothing."""
        for end in (1, 0):
            left = ~self._reached[end]
            while left.any():
                self._solve(self._sets[left].sum(axis=0), end)
                before, left = left, ~self._reached[end]
                if left.sum() == before.sum():
                    break

    def _solve(self, wanted: "np.ndarray", end: int) -> list[Counted]:
        """Goes as far as it can that way; notes every set that reached an end; who held it."""
        np = self._np
        every = np.arange(len(self._places), dtype=np.int32)
        self._solver.changeColsCost(len(every), every, -wanted if end else wanted)
        self._solver.run()
        self.solved += 1
        solution = self._solver.getSolution()
        held = self._sets @ np.array(solution.col_value)
        self._reached[1] |= held > self._totals - SLACK
        self._reached[0] |= held < SLACK
        duals = np.array(solution.row_dual)
        return [
            line
            for at, line in enumerate(self._lines)
            if self._shown[at] and abs(duals[at]) > SLACK
        ]
