"""Linear programs over how far cells may move from neutral figures, kept from one to the next."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

SEED = 20260101  # any fixed mixture does
Factors = Mapping[int, float]  # of cells, by their numbers


class Program:
    """Cells that rows bind together: what a row counts stays, or may only go up.

    One should be asked for one thing only, least or furthest: each solution starts from the one
    before, and is near it where the prices are the same.
    """

    def __init__(self, most: "np.ndarray", rows: Mapping[Hashable, Factors]) -> None:
        """`most` is how far each cell may move, with everybody in it; all rows are exact."""
        import highspy  # noqa: PLC0415  # slow to load; tables are worked out by the worker
        import numpy as np  # noqa: PLC0415  # likewise

        self._np, self._inf = np, highspy.kHighsInf
        self._optimal = highspy.HighsModelStatus.kOptimal
        self._columns = np.arange(2 * len(most), dtype=np.int32)
        # Prices that differ: the same again and again would leave open which cell is to move.
        self._prices = np.tile(1.0 + np.random.default_rng(SEED).random(len(most)), 2)
        self._costs = 0.0 * self._prices
        self._bounds = np.stack([self._costs, np.tile(most, 2)])
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]  # the library's own
        for silent in ("output_flag", "log_to_console"):
            self._solver.setOptionValue(silent, False)
        self._solver.setOptionValue("presolve", "off")  # each program is nearly the one before
        self._solver.setOptionValue("threads", 1)
        # A cell moves up by one column and down by another, so that going far has its price.
        for furthest in (*most, *most):
            self._solver.addVar(0.0, float(furthest))
        self._rows = {key: at for at, key in enumerate(key for key in rows if rows[key])}
        for key in self._rows:
            columns = np.array(list(rows[key]), dtype=np.int32)
            both = np.concatenate([columns, columns + np.int32(len(most))])
            signed = np.array([*rows[key].values(), *(-one for one in rows[key].values())])
            self._solver.addRow(0.0, 0.0, len(both), both, signed)

    def bind(self, key: Hashable, *, is_exact: bool) -> None:
        """A row binds: what it counts stays, or else may go up."""
        self._bound(key, 0.0, 0.0 if is_exact else self._inf)

    def free(self, key: Hashable) -> None:
        """A row binds no more."""
        self._bound(key, -self._inf, self._inf)

    def _bound(self, key: Hashable, low: float, high: float) -> None:
        if key in self._rows:
            self._solver.changeRowBounds(self._rows[key], low, high)

    def least(self, held: "np.ndarray", most: "np.ndarray") -> "np.ndarray | None":
        """How cells move least where some are held so far away; none where they cannot be.

        Nothing but bounds differs from one to the next: the dual simplex method takes that up at
        once, where another goal at other prices would have it start anew.
        """
        up, down = held.clip(min=0.0), (-held).clip(min=0.0)
        is_held = held != 0.0
        upper = [self._np.where(is_held, one, most) for one in (up, down)]
        return self._solved(
            self._prices, self._np.concatenate([up, down]), self._np.concatenate(upper)
        )

    def furthest(self, wanted: "np.ndarray", most: "np.ndarray") -> "np.ndarray":
        """How cells move that do most of what is wanted, each so far at most."""
        upper = self._np.concatenate([most, most])
        cells = self._solved(self._np.concatenate([-wanted, wanted]), 0.0 * upper, upper)
        if cells is None:
            raise ArithmeticError("a program was not solved, though to stay is a solution")
        return cells

    def _solved(
        self, costs: "np.ndarray", lower: "np.ndarray", upper: "np.ndarray"
    ) -> "np.ndarray | None":
        if not self._np.array_equal(costs, self._costs):
            self._costs = costs
            self._solver.changeColsCost(len(costs), self._columns, costs)
        bounds = self._np.stack([lower, upper])
        changed = self._columns[(bounds != self._bounds).any(axis=0)]
        self._bounds = bounds
        self._solver.changeColsBounds(len(changed), changed, lower[changed], upper[changed])
        self._solver.run()
        if self._solver.getModelStatus() != self._optimal:
            return None
        up, down = self._np.array(self._solver.getSolution().col_value).reshape(2, -1)
        cells: np.ndarray = up - down
        return cells

    def blamed(self, keys: Sequence[Hashable], slack: float) -> list[int]:
        """Which of these rows kept the last solution from going further, by their places."""
        duals = self._solver.getSolution().row_dual
        return [at for at, key in enumerate(keys) if abs(duals[self._rows[key]]) > slack]
