"""How far shown lines leave other counts open, by linear programs at neutral figures.

At neutral figures every cell stands at half of its people. What is asked is how far cells may move
from there: together they may move no exact line, a banded line only up, and of people who need a
skill at two levels never more may show the higher one. A move can be made smaller: where some
move takes a set to all of its people, and is not as far as it could go anywhere else, knowing
all about one person elsewhere changes nothing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from learning.coverage.rules.known_moves import DOWN, EVERY_WAY, HALF, SLACK, UP, Goal, Moves
from learning.coverage.rules.table import Counted, Place

if TYPE_CHECKING:
    import numpy as np

TOLD = 3  # a way of its own: what sums and differences of lines say, and nothing else


@dataclass(frozen=True)
class OpenSet:
    """Cells that may have to be open, less others (of the same people, at a higher level)."""

    cells: frozenset[Place]
    less: frozenset[Place] = frozenset()
    only_up: bool = False  # open from half to all is enough: a band; and what is less others


class OpenFigures:
    """What cells may hold, given the shown lines; somebody's own record may be known besides."""

    def __init__(
        self, pairs: Mapping[Place, int], shown: Sequence[Counted], bands: Collection[Counted]
    ) -> None:
        """`shown` are all lines, `bands` those of them that say only which half."""
        import highspy  # noqa: PLC0415  # slow to load; tables are worked out by the worker
        import numpy as np  # noqa: PLC0415  # likewise

        self._np, self._inf = np, highspy.kHighsInf
        self.places = sorted(pairs)
        self.column = {place: at for at, place in enumerate(self.places)}
        most = np.array([pairs[place] * HALF for place in self.places])
        self.moves = Moves(most, np.array([place[0] for place in self.places]))
        self.everybody = frozenset(place[0] for place in self.places)
        self._every = np.arange(2 * len(self.places), dtype=np.int32)
        self._lines = {line: at for at, line in enumerate(shown)}
        self._columns = {line: self._indexes(line.cells) for line in shown}
        self._bands = dict.fromkeys(bands, True)  # in order
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]  # the library's own
        for silent in ("output_flag", "log_to_console"):
            self._solver.setOptionValue(silent, False)
        self._solver.setOptionValue("presolve", "off")  # each program is nearly the one before
        self._solver.setOptionValue("threads", 1)
        self.solved = 0
        self._way, self._tight = EVERY_WAY, frozenset[int]()
        self._chains = range(0)
        self._build(most)

    def _build(self, most: "np.ndarray") -> None:
        # A cell moves up by one column and down by another, so that going far has its price.
        for furthest in (*most, *most):
            self._solver.addVar(0.0, float(furthest))
        for columns in self._columns.values():
            self._add_row(columns, [1.0] * len(columns))
        chains = 0
        for lower, higher in pairwise(self.places):
            if lower[:2] == higher[:2]:
                self._add_row(self._indexes((lower, higher)), [1.0, -1.0])
                chains += 1
        self._chains = range(len(self._lines), len(self._lines) + chains)

    def _add_row(self, columns: "np.ndarray", factors: list[float]) -> None:
        both = self._np.concatenate([columns, columns + len(self.places)]).astype(self._np.int32)
        signed = self._np.array([*factors, *(-one for one in factors)])
        self._solver.addRow(0.0, 0.0, len(both), both, signed)

    def _indexes(self, cells: Iterable[Place]) -> "np.ndarray":
        return self._np.array(sorted(self.column[place] for place in cells), dtype=self._np.int32)

    def forget(self, line: Counted) -> None:
        """The line is not shown any more."""
        if line in self._bands:
            self._bands[line] = False
        self._solver.changeRowBounds(self._lines[line], -self._inf, self._inf)

    def recall(self, line: Counted) -> "np.ndarray":
        """The line is shown again; returns which moves held without it."""
        if line in self._bands:
            self._bands[line] = True
        self._bound(self._lines[line], is_exact=line not in self._bands)
        before = self.moves.holds
        self.moves.only(self.moves.under(self._columns[line], is_band=line in self._bands))
        return before

    def goal_of(self, one: OpenSet) -> Goal:
        """A set as the solver knows it."""
        wanted = self._np.zeros(len(self.places))
        wanted[self._indexes(one.cells)] = 1.0
        if one.less:
            wanted[self._indexes(one.less)] = -1.0
        return Goal(wanted, tuple(sorted({place[0] for place in one.cells})))

    def tells(self, goal: Goal) -> bool:
        """Whether some sum or difference of shown lines counts exactly a set."""
        return abs(float(goal.wanted @ self.move(goal.wanted, TOLD, frozenset()))) < SLACK

    def reach_many(self, goals: Sequence[Goal], *, ways: Iterable[int]) -> None:
        """Looks for moves that take many sets at once to all of them."""
        for way in ways if self.has_ways else (EVERY_WAY,):
            left = [one for one in goals if not len(self.moves.reaching(one, way))]
            while left:
                wanted = self._np.sum([one.wanted for one in left], axis=0)
                self.moves.add(self.move(wanted, way, frozenset()), way)
                before = len(left)
                left = [one for one in left if not len(self.moves.reaching(one, way))]
                if len(left) == before:
                    break

    @property
    def has_ways(self) -> bool:
        """Whether going up and going down are not alike."""
        return bool(len(self._chains)) or any(self._bands.values())

    def move(
        self, wanted: "np.ndarray", way: int, tight: frozenset[int], *, price: float = 0.0
    ) -> "np.ndarray":
        """The move that does most of what is wanted, one person each of some being known.

        At a price for going far it leaves most cells where they are, if it can: then many people
        may be known, and many lines shown, and it can be made all the same.
        """
        if way != self._way:
            self._way = way
            for line, is_shown in self._bands.items():
                if is_shown:
                    self._bound(self._lines[line], is_exact=False)
            for row in self._chains:
                self._bound(row, is_exact=False, is_free=way == TOLD)
        if tight != self._tight:
            self._tight = tight
            is_tight = self._np.zeros(self.moves.people, dtype=bool)
            is_tight[list(tight)] = True
            most = self.moves.most - is_tight[self.moves.of] * HALF
            upper = self._np.concatenate([most, most])
            self._solver.changeColsBounds(len(self._every), self._every, 0.0 * upper, upper)
        costs = self._np.concatenate([price - wanted, price + wanted])
        self._solver.changeColsCost(len(self._every), self._every, costs)
        self._solver.run()
        self.solved += 1
        up, down = self._np.array(self._solver.getSolution().col_value).reshape(2, -1)
        cells: np.ndarray = up - down
        return cells

    def _bound(self, row: int, *, is_exact: bool, is_free: bool = False) -> None:
        low = -self._inf if is_free or (self._way == DOWN and not is_exact) else 0.0
        high = self._inf if is_free or (self._way == UP and not is_exact) else 0.0
        self._solver.changeRowBounds(row, low, high)

    def blamed(self) -> list[Counted]:
        """The lines that kept the last move from going further."""
        duals = self._solver.getSolution().row_dual
        return [line for line, at in self._lines.items() if abs(duals[at]) > SLACK]
