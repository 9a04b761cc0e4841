"""What sums and differences of lines tell, worked out skill by skill; pure.

Most lines count cells of one skill. Those over several skills bind the skills together: they are
told of one skill as far as the lines of all the others tell the rest of them. So nothing here is
larger than the lines of one skill, or those over several, however many skills there are.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from learning.coverage.rules.table import Counted, Place
from learning.publishing.rules.unions import Union, figure_of

if TYPE_CHECKING:
    from numpy import ndarray

NOTHING = 1e-7  # what is left of a number that should be nought
NO_SQUARE = 1e-10  # the same of a square


@dataclass(frozen=True)
class Kind:
    """Cells that every line counts together, all of them still or all of them not."""

    cells: frozenset[Place]
    is_still: bool
    lines: tuple[int, ...]  # that count them
    figures: frozenset[str]  # the skills of the cells

    @property
    def is_moved(self) -> bool:
        """Whether a correction changed them, or where their people stand."""
        return not self.is_still


@dataclass(frozen=True, eq=False)
class Block:
    """The kinds of one skill (or of some that no line tells apart), and the lines over them.

    A row for each line and a column for each kind: 1 where the line counts it.
    """

    kinds: tuple[Kind, ...]
    own: "ndarray"  # lines that count nothing else
    spanning: "ndarray"  # what lines over several blocks count of it

    @cached_property
    def moved(self) -> "ndarray":
        """Which of its kinds are moved."""
        import numpy as np  # noqa: PLC0415  # decision 9

        return np.array([kind.is_moved for kind in self.kinds], dtype=bool)


def kinds_of(union: Union, lines: Sequence[Counted]) -> list[Kind]:
    """The kinds of all cells that these lines count, in a steady order."""
    seen: dict[Place, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        for place in line.cells:
            seen[place].append(at)
    alike: dict[tuple[bool, tuple[int, ...]], set[Place]] = defaultdict(set)
    for place, ats in seen.items():
        alike[union.is_still(place), tuple(ats)].add(place)
    found = [
        Kind(frozenset(cells), is_still, ats, frozenset(figure_of(place) for place in cells))
        for (is_still, ats), cells in alike.items()
    ]
    return sorted(found, key=lambda kind: min(kind.cells))


def blocks_of(kinds: Collection[Kind]) -> list[Block]:
    """The kinds of each skill, and the lines over them."""
    import numpy as np  # noqa: PLC0415  # decision 9

    of: dict[tuple[str, ...], list[Kind]] = defaultdict(list)
    for kind in kinds:
        of[tuple(sorted(kind.figures))].append(kind)
    touched: dict[int, set[tuple[str, ...]]] = defaultdict(set)
    for key, some in of.items():
        for kind in some:
            for line in kind.lines:
                touched[line].add(key)
    mine_of: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for line in sorted(touched):
        if len(touched[line]) == 1:
            mine_of[next(iter(touched[line]))].append(line)
    spans = {line: at for at, line in enumerate(n for n in sorted(touched) if len(touched[n]) > 1)}
    found = []
    for key, some in sorted(of.items()):
        mine = mine_of[key]
        row = {line: at for at, line in enumerate(mine)}
        own, spanning = np.zeros((len(mine), len(some))), np.zeros((len(spans), len(some)))
        for column, kind in enumerate(some):
            own[[row[line] for line in kind.lines if line in row], column] = 1
            spanning[[spans[line] for line in kind.lines if line in spans], column] = 1
        found.append(Block(tuple(some), own, spanning))
    return found


def alone_of_the_moved(blocks: Sequence[Block]) -> tuple[list[Kind], "ndarray"]:
    """The moved kinds, and how alike they are in all sums in which every still kind cancels.

    The numbers are products of what is left of any two: nought with itself where nothing is.
    """
    import numpy as np  # noqa: PLC0415  # decision 9

    spanning = len(blocks[0].spanning) if blocks else 0
    bound = np.zeros((spanning, spanning))
    parts = [_Still(block) for block in blocks]
    for part in parts:
        bound += part.rest @ part.rest.T
    free = _nought(bound)
    kinds = [kind for block in blocks for kind in block.kinds if kind.is_moved]
    left = np.zeros((len(kinds), len(kinds)))
    over, at = [np.zeros((free.shape[1], 0))], 0
    for part in (one for one in parts if one.block.moved.any()):
        own = part.own_left
        here = slice(at, at + own.shape[1])
        left[here, here] = own.T @ own
        over.append(free.T @ part.spanning_left)
        at = here.stop
    together = np.concatenate(over, axis=1)
    return kinds, left + together.T @ together


class _Still:
    """A block, and what is left of its lines in sums in which its still kinds cancel."""

    def __init__(self, block: Block) -> None:
        import numpy as np  # noqa: PLC0415  # decision 9

        self.block = block
        own, spanning = block.own[:, ~block.moved], block.spanning[:, ~block.moved]
        self._rows, sizes, ways = np.linalg.svd(own, full_matrices=False)
        kept = sizes > NOTHING * max(own.shape, default=0)
        self._rows, ways = self._rows[:, kept], ways[kept]
        told = spanning @ ways.T
        self.rest = spanning - told @ ways  # what own lines do not tell of those that span
        self._told = told / sizes[kept]

    @property
    def own_left(self) -> "ndarray":
        """Of the moved kinds, in sums of own lines."""
        moved = self.block.own[:, self.block.moved]
        left: ndarray = moved - self._rows @ (self._rows.T @ moved)
        return left

    @property
    def spanning_left(self) -> "ndarray":
        """The same in lines that span, less what own lines tell of their still kinds."""
        own, spanning = (one[:, self.block.moved] for one in (self.block.own, self.block.spanning))
        left: ndarray = spanning - self._told @ (self._rows.T @ own)
        return left


def unseen_in_each(blocks: Sequence[Block], wanted: Sequence[Block]) -> "list[ndarray]":
    """Of each wanted block, what no sum of lines tells of its kinds: a projection of them.

    Some kinds are told alone where their part of it is singular.
    """
    import numpy as np  # noqa: PLC0415  # decision 9

    ways = {block: _row_space(block.own) for block in blocks}
    rest = {b: b.spanning - (b.spanning @ ways[b].T) @ ways[b] for b in blocks}
    spanning = len(blocks[0].spanning) if blocks else 0
    bound = sum((one @ one.T for one in rest.values()), np.zeros((spanning, spanning)))
    sizes, directions = np.linalg.eigh(bound)
    is_loose = sizes <= NO_SQUARE * _scale(bound)
    loose, tied = directions[:, is_loose], directions[:, ~is_loose]
    found = []
    for block in wanted:
        mine = rest[block]
        of_others = tied.T @ (bound - mine @ mine.T) @ tied
        free = np.concatenate([loose, tied @ _nought(of_others, _scale(bound))], axis=1)
        more = _row_space(free.T @ mine)
        unseen = np.eye(len(block.kinds)) - ways[block].T @ ways[block] - more.T @ more
        found.append(unseen)
    return found


def _row_space(rows: "ndarray") -> "ndarray":
    import numpy as np  # noqa: PLC0415  # decision 9

    _, sizes, ways = np.linalg.svd(rows, full_matrices=False)
    kept: ndarray = ways[sizes > NOTHING * max(rows.shape, default=0)]
    return kept


def _nought(square: "ndarray", scale: float | None = None) -> "ndarray":
    """The directions in which a symmetric, never negative matrix is nought."""
    import numpy as np  # noqa: PLC0415  # decision 9

    sizes, directions = np.linalg.eigh(square)
    found: ndarray = directions[:, sizes <= NO_SQUARE * (scale or _scale(square))]
    return found


def _scale(square: "ndarray") -> float:
    return max(1.0, float(abs(square).max(initial=0)))
