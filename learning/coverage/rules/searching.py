"""Looks whether a set of cells is open, whoever is known to the reader."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from learning.coverage.rules.known_moves import DOWN, EVERY_WAY, HALF, SLACK, UP, Goal
from learning.coverage.rules.open_figures import OpenFigures
from learning.coverage.rules.table import Counted

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Found:
    """The numbers of the moves that show a set to be open, or the lines that close it."""

    moves: frozenset[int] = frozenset()
    closing: tuple[Counted, ...] = ()
    is_all: bool = True  # not only as open as lines leave it that have to stay


def look_at(
    figures: OpenFigures, goal: Goal, hideable: Collection[Counted], *, only_up: bool
) -> Found:
    """How open a set is; closed it counts as where a line that could be hidden closes it.

    Open to a reader who knows nobody, and to one who knows all about any one person.
    """
    moves: set[int] = set()
    is_all = True
    ways = (UP,) if only_up else (UP, DOWN)
    for way in ways if figures.has_ways else (EVERY_WAY,):
        search = _Search(figures, goal, way, hideable)
        search.whoever_is_known(figures.everybody)
        if search.closing:
            return Found(closing=tuple(search.closing))
        moves |= search.moves
        is_all &= search.is_all
    return Found(frozenset(moves), is_all=is_all)


class _Search:
    """Looks for moves that take one set as far as it can go, whoever is known."""

    def __init__(
        self, figures: OpenFigures, goal: Goal, way: int, hideable: Collection[Counted]
    ) -> None:
        self.figures, self.goal, self.way, self.hideable = figures, goal, way, hideable
        self.moves: set[int] = set()
        self.closing: list[Counted] = []
        self.is_all = way not in goal.kept_back

    def whoever_is_known(self, everybody: frozenset[int]) -> None:
        """Those outside the set are known many at a time, those inside one by one."""
        reaching = self._found()
        self.moves.update(reaching[:1].tolist())
        if not len(reaching):
            self._reach(frozenset())
        self._cover(everybody - frozenset(self.goal.inside))
        # Of people alike alone, all that a move does shrinks with it to one person fewer.
        for somebody in self.goal.inside if len(self.goal.inside) > 1 else ():
            if not self.closing:
                self._cover_inside(somebody)

    def _cover_inside(self, somebody: int) -> None:
        moves = self.figures.moves
        theirs = 0.0  # what is kept back may be theirs
        if self.way not in self.goal.kept_back:
            theirs = float(abs(self.goal.wanted[moves.of == somebody]).sum()) * HALF
        numbers = moves.reaching(self.goal, self.way, short=theirs).tolist()
        known = moves.allowing(numbers, somebody)
        if known is None:
            self._reach(frozenset({somebody}), short=theirs)
        else:
            self.moves.add(known)

    def _cover(self, people: frozenset[int]) -> None:
        """Every one of them alone may be known: halved until a move is found for each."""
        parts = [people]
        while parts and not self.closing:
            chosen, left = self.figures.moves.chosen(self._found(), parts.pop())
            self.moves.update(chosen)
            if not left or self._reach(frozenset(left), or_else=len(left) == 1):
                continue
            order = sorted(left)
            middle = len(order) // 2
            parts += [frozenset(order[:middle]), frozenset(order[middle:])]

    def _found(self) -> "np.ndarray":
        return self.figures.moves.reaching(self.goal, self.way)

    def _reach(self, tight: frozenset[int], *, short: float = 0.0, or_else: bool = True) -> bool:
        """Whether all is reached; else it is closed, or as open as lines are that have to stay."""
        moves, goal = self.figures.moves, self.goal
        cells = self.figures.reaching(goal, self.way, tight)
        if cells is None and or_else:
            cells = self.figures.furthest(goal.wanted, self.way, tight)
            if float(goal.wanted @ cells) <= goal.all_of(self.way) - short - SLACK:
                self._end(cells, tight)
        if cells is not None and not self.closing:
            self.moves.add(moves.count)
            moves.add(cells, self.way)
        return cells is not None

    def _end(self, cells: "np.ndarray", tight: frozenset[int]) -> None:
        """It goes no further, because of lines that could be hidden, or for good."""
        self.is_all = False
        self.closing = [one for one in self.figures.blamed() if one in self.hideable]
        if not self.closing and not tight:
            self.goal.kept_back.add(self.way)
            self.goal.far[self.way] = cells * (self.goal.wanted != 0.0)
