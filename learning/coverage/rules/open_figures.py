"""How far shown lines leave other counts open, by linear programs at neutral figures.

At neutral figures every cell stands at half of its people. What is asked is how far cells may move
from there: together they may move no exact line, a banded line only up, and of people who need a
skill at two levels never more may show the higher one. A move can be made smaller: where some
move takes a set to all of its people, and is not as far as it could go anywhere else, knowing
all about one person elsewhere changes nothing.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from learning.coverage.rules.known_moves import DOWN, EVERY_WAY, HALF, SLACK, UP, Goal, Moves
from learning.coverage.rules.programs import Factors, Program
from learning.coverage.rules.table import Counted, Place
from learning.coverage.rules.told import Told

if TYPE_CHECKING:
    import numpy as np


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
        import numpy as np  # noqa: PLC0415  # slow to load; tables are worked out by the worker

        self._np = np
        self.places = sorted(pairs)
        self.column = {place: at for at, place in enumerate(self.places)}
        most = np.array([pairs[place] * HALF for place in self.places])
        self.solved = 0  # programs over all cells
        self.moves = Moves(most, np.array([place[0] for place in self.places]))
        self.everybody = frozenset(place[0] for place in self.places)
        self._columns = {line: self._indexes(line.cells) for line in shown}
        self._told = Told(self._columns, len(self.places))
        self._hidden: set[Counted] = set()
        self._bands = frozenset(bands)
        self._levels = [two for two in pairwise(self.places) if two[0][:2] == two[1][:2]]
        everywhere = np.arange(len(self.places))
        self._small, self._far = self._program(everywhere), self._program(everywhere)
        skills = np.array([place[1] for place in self.places])
        found = [np.nonzero(skills == skill)[0] for skill in np.unique(skills)]
        self._of_skills = [(cells, self._program(cells)) for cells in found]

    def _program(self, cells: "np.ndarray") -> Program:
        """Of these cells alone: all others stay where they are."""
        here = {int(cell): at for at, cell in enumerate(cells)}
        rows: dict[Hashable, Factors] = {
            line: {here[at]: 1.0 for at in of_line.tolist() if at in here}
            for line, of_line in self._columns.items()
        }
        for two in self._levels:
            of_both = zip(self._indexes(two).tolist(), (1.0, -1.0), strict=True)
            rows[two] = {here[at]: factor for at, factor in of_both if at in here}
        program = Program(self.moves.most[cells], rows)
        for key in (*self._bands, *self._levels):
            program.bind(key, is_exact=False)
        return program

    def _indexes(self, cells: Iterable[Place]) -> "np.ndarray":
        return self._np.array(sorted(self.column[place] for place in cells), dtype=self._np.int32)

    @property
    def _programs(self) -> list[Program]:
        return [self._small, self._far, *(program for _, program in self._of_skills)]

    def forget(self, line: Counted) -> None:
        """The line is not shown any more."""
        self._hidden.add(line)
        for program in self._programs:
            program.free(line)

    def recall(self, line: Counted) -> "np.ndarray":
        """The line is shown again; returns which moves held without it."""
        self._hidden.discard(line)
        for program in self._programs:
            program.bind(line, is_exact=line not in self._bands)
        before = self.moves.holds
        self.moves.only(self.moves.under(self._columns[line], is_band=line in self._bands))
        return before

    def goal_of(self, one: OpenSet) -> Goal:
        """A set as the solver knows it."""
        wanted = self._np.zeros(len(self.places))
        wanted[self._indexes(one.cells)] = 1.0
        if one.less:
            wanted[self._indexes(one.less)] = -1.0
        far = wanted * self.moves.most
        return Goal(
            wanted,
            dict.fromkeys((EVERY_WAY, UP, DOWN), far),
            tuple(sorted({place[0] for place in one.cells})),
        )

    def tells(self, goal: Goal) -> bool:
        """Whether some sum or difference of shown lines counts exactly a set."""
        return self._told.tells(goal.wanted, but=self._hidden)

    def unseen(self) -> "np.ndarray":
        """Some move of all cells that shown lines do not see."""
        return self._told.unseen(but=self._hidden)

    def reach_many(self, goals: Sequence[Goal], *, ways: Iterable[int]) -> None:
        """Looks for moves that take many sets at once to all of them."""
        for way in ways if self.has_ways else (EVERY_WAY,):
            left = [one for one in goals if not len(self.moves.reaching(one, way))]
            while left:
                wanted = self._np.sum([one.wanted for one in left], axis=0)
                self.moves.add(self.furthest(wanted, way, frozenset()), way)
                before = len(left)
                left = [one for one in left if not len(self.moves.reaching(one, way))]
                if len(left) == before:
                    break

    @property
    def has_ways(self) -> bool:
        """Whether going up and going down are not alike."""
        return bool(self._levels) or not self._bands <= self._hidden

    def furthest(self, wanted: "np.ndarray", way: int, tight: frozenset[int]) -> "np.ndarray":
        """The move that does most of what is wanted, one person each of some being known."""
        self.solved += 1
        sign = -1.0 if way == DOWN else 1.0  # going down is going up, seen in a mirror
        return sign * self._far.furthest(sign * wanted, self._most(tight))

    def blamed(self) -> list[Counted]:
        """The lines that kept the last of these from going further."""
        lines = [line for line in self._columns if line not in self._hidden]
        return [lines[at] for at in self._far.blamed(lines, SLACK)]

    def reaching(self, goal: Goal, way: int, tight: frozenset[int]) -> "np.ndarray | None":
        """A small move that takes a goal as far as it goes, one person each of some being known.

        It leaves most cells where they are: then many people may be known, and many lines shown,
        and it can be made all the same. Within the only skill of the goal, if it can.
        """
        most = self._most(tight)
        held = goal.far[way].clip(-most, most)
        if way in goal.kept_back and (held != goal.far[way]).any():
            return None  # what is kept back may be theirs
        sign = -1.0 if way == DOWN else 1.0
        wanted = [one for one in self._of_skills if held[one[0]].any()]
        if len(wanted) == 1:
            ((cells, program),) = wanted
            found = program.least(sign * held[cells], most[cells])
            if found is not None:
                near = self._np.zeros(len(self.places))
                near[cells] = sign * found
                return near
        self.solved += 1
        found = self._small.least(sign * held, most)
        return None if found is None else sign * found

    def _most(self, tight: frozenset[int]) -> "np.ndarray":
        is_tight = self._np.zeros(self.moves.people, dtype=bool)
        is_tight[list(tight)] = True
        most: np.ndarray = self.moves.most - is_tight[self.moves.of] * HALF
        return most
