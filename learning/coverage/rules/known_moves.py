"""Moves of cells away from neutral figures that shown lines allow, found once and used again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

SLACK = 1e-6
HALF = 0.5
EVERY_WAY, UP, DOWN = 0, 1, 2  # how bands move: not at all, only up, only down


@dataclass(frozen=True, eq=False)
class Goal:
    """A set of cells that should be open: what is wanted of each cell, and whose cells they are."""

    wanted: "np.ndarray"  # 1 for its cells, -1 for those it is less by
    far: "dict[int, np.ndarray]"  # how far its cells go, by the way that bands move
    inside: tuple[int, ...]
    kept_back: set[int] = field(default_factory=set)  # ways in which decided lines keep it so

    def all_of(self, way: int) -> float:
        """How far it goes in all."""
        return float(self.wanted @ self.far[way])


class Moves:
    """The moves known so far, with what each of them reaches."""

    def __init__(self, most: "np.ndarray", of: "np.ndarray") -> None:
        """`most` is how far each cell may move, `of` whose cell it is."""
        import numpy as np  # noqa: PLC0415  # slow to load; tables are worked out by the worker

        self._np, self.most, self.of = np, most, of
        self.people = int(of.max(initial=-1)) + 1
        self._cells = np.zeros((64, len(most)))
        self._within = np.zeros((64, self.people), dtype=bool)
        self._way = np.zeros(64, dtype=np.int8)
        self._holds = np.zeros(64, dtype=bool)
        self.count = 0

    def add(self, cells: "np.ndarray", way: int) -> None:
        """One more."""
        at = self.count
        if at == len(self._way):
            for name in ("_cells", "_within", "_way", "_holds"):
                old = getattr(self, name)
                setattr(self, name, self._np.concatenate([old, self._np.zeros_like(old)]))
        self._cells[at], self._way[at], self._holds[at] = cells, way, True
        self._within[at] = True
        # One person of these may be known, and the move be made all the same.
        self._within[at, self.of[abs(cells) > self.most - HALF + SLACK]] = False
        self.count += 1

    def under(self, line: "np.ndarray", *, is_band: bool) -> "np.ndarray":
        """Which moves hold that a further line allows."""
        moved, way = self._cells[: self.count, line].sum(axis=1), self._way[: self.count]
        allowed = abs(moved) < SLACK
        if is_band:
            allowed |= (way == UP) & (moved > 0)
            allowed |= (way == DOWN) & (moved < 0)
        found: np.ndarray = allowed & self._holds[: self.count]
        return found

    @property
    def holds(self) -> "np.ndarray":
        """Which moves all shown lines allow."""
        return self._holds[: self.count].copy()

    def only(self, holds: "np.ndarray") -> None:
        """These hold, of those there were; and whatever was added since."""
        self._holds[: len(holds)] = holds

    def reaching(self, goal: Goal, way: int, *, short: float = 0.0) -> "np.ndarray":
        """The numbers of the moves that take a goal to all of it, or so much short of that."""
        enough = goal.all_of(way) - short - SLACK
        cells = self._np.nonzero(goal.wanted)[0]
        moved = self._cells[: self.count, cells] @ goal.wanted[cells]
        ways = self._way[: self.count]
        fits = self._holds[: self.count] & ((ways == way) | (ways == EVERY_WAY))
        found: np.ndarray = self._np.nonzero(fits & (moved > enough))[0]
        return found

    def chosen(self, numbers: "np.ndarray", people: frozenset[int]) -> tuple[list[int], set[int]]:
        """Few of these moves for as many people known as they allow; who is left."""
        left, chosen = set(people), []
        while left and len(numbers):
            there = sorted(left)
            counts = self._within[numbers][:, there].sum(axis=1)
            best = int(counts.argmax())
            if not counts[best]:
                break
            chosen.append(int(numbers[best]))
            left -= {k for k in there if self._within[numbers[best], k]}
        return chosen, left

    def allowing(self, numbers: Sequence[int], somebody: int) -> int | None:
        """One of these moves that somebody known allows."""
        return next((int(at) for at in numbers if self._within[at, somebody]), None)
