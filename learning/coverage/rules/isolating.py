"""Finds the few people whom sums and differences of shown lines isolate for a skill."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from learning.coverage.rules.open_figures import TOLD, OpenFigures, OpenSet
from learning.coverage.rules.table import Counted, Place

MOVES = 16  # that lines do not see, mixed: what none of them moves is told
NEAR = 1e-6  # two numbers that should be the same
SEED = 20260101  # any fixed mixture does


@dataclass(frozen=True)
class _Few:
    """Cells of a few people of one skill that all lines count together; less others, where given.

    People who need a skill at one level in one view and at another in the next are two cells:
    the difference says who is in between.
    """

    cells: frozenset[Place]
    less: frozenset[Place] = frozenset()

    @property
    def alike(self) -> frozenset[int]:
        """The people."""
        return frozenset(place[0] for place in self.cells)


def isolated(
    pairs: Mapping[Place, int], lines: Sequence[Counted], figures: OpenFigures, *, threshold: int
) -> list[OpenSet]:
    """Cells of fewer people than the threshold that the lines seem to tell by themselves.

    No move that lines do not see moves what they tell; a few moves are tried, not all.
    """
    marks = _marks(figures)
    by_skill: dict[str, list[Place]] = defaultdict(list)
    for place in sorted(pairs):
        by_skill[place[1]].append(place)
    people = {place[0]: number for place, number in pairs.items()}
    seen = _seen(lines)
    found: list[OpenSet] = []
    for places in by_skill.values():
        few = [
            one
            for one in (*_alike(places, seen), *_between(places))
            if sum(people[at] for at in one.alike) < threshold
        ]
        found += _cancelling(few, marks, people, threshold)
    return found


def _marks(figures: OpenFigures) -> dict[Place, float]:
    """A number for each cell: the numbers of what lines tell add up to nothing."""
    import numpy as np  # noqa: PLC0415  # slow to load; tables are worked out by the worker

    mixing = np.random.default_rng(SEED)
    size = len(figures.places)
    mixed = np.zeros(size)
    for _ in range(MOVES):
        cells = figures.move(mixing.standard_normal(size), TOLD, frozenset())
        mixed += mixing.standard_normal() * cells
    return {place: float(mixed[figures.column[place]]) for place in figures.places}


def _seen(lines: Sequence[Counted]) -> dict[Place, list[int]]:
    """The numbers of the lines that count each cell."""
    seen: dict[Place, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        for place in line.cells:
            seen[place].append(at)
    return seen


def _alike(places: Iterable[Place], seen: Mapping[Place, list[int]]) -> list[_Few]:
    """Cells that every line counts together, where any does."""
    found: dict[tuple[int, ...], set[Place]] = defaultdict(set)
    for place in places:
        if place in seen:
            found[tuple(seen[place])].add(place)
    return [_Few(frozenset(cells)) for cells in found.values()]


def _between(places: Sequence[Place]) -> list[_Few]:
    """Of the same people at two levels, one after the other."""
    return [
        _Few(frozenset({lower}), frozenset({higher}))
        for lower, higher in pairwise(places)
        if lower[0] == higher[0]
    ]


def _cancelling(
    few: Sequence[_Few],
    marks: Mapping[Place, float],
    people: Mapping[int, int],
    threshold: int,
) -> list[OpenSet]:
    """Those sets of up to four of these whose marks add up to nothing."""
    mark = [sum(marks[p] for p in one.cells) - sum(marks[p] for p in one.less) for one in few]
    chosen = [
        places
        for size in (1, 2)
        for places in combinations(range(len(few)), size)
        if _people(few, places, people) < threshold
    ]
    total = {places: sum(mark[at] for at in places) for places in chosen}
    sums: dict[int, list[tuple[int, ...]]] = defaultdict(list)
    for places, number in total.items():
        sums[round(number / NEAR / 10)].append(places)
    found = {
        frozenset(places) | frozenset(others)
        for places, number in [*total.items(), ((), 0.0)]
        for others in _opposite(sums, number)
    }
    return [
        _as_set([few[at] for at in sorted(one)])
        for one in sorted(found, key=sorted)
        if _people(few, one, people) < threshold and _apart([few[at] for at in one])
    ]


def _opposite(
    sums: Mapping[int, list[tuple[int, ...]]], number: float
) -> Iterator[tuple[int, ...]]:
    key = round(-number / NEAR / 10)
    for near in (key - 1, key, key + 1):
        yield from sums.get(near, ())


def _people(few: Sequence[_Few], chosen: Iterable[int], people: Mapping[int, int]) -> int:
    return sum(people[at] for at in {at for one in chosen for at in few[one].alike})


def _apart(chosen: Sequence[_Few]) -> bool:
    """Whether no cell is in two of them."""
    cells = [place for one in chosen for place in (*one.cells, *one.less)]
    return len(cells) == len(set(cells))


def _as_set(chosen: Sequence[_Few]) -> OpenSet:
    less = frozenset(place for one in chosen for place in one.less)
    cells = frozenset(place for one in chosen for place in one.cells)
    return OpenSet(cells, less, only_up=bool(less))
