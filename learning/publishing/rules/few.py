"""Finds the few people whom old and new lines together tell something of; pure.

A sum or difference of lines counts cells, each with some factor. It tells of few where the cells
that it counts, or those of them that changed, are of fewer people than the threshold.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from learning.coverage.rules.protecting import Shown
from learning.coverage.rules.table import Counted, Place
from learning.publishing.rules.dependent import told_with
from learning.publishing.rules.telling import (
    Block,
    Kind,
    alone_of_the_moved,
    blocks_of,
    kinds_of,
    unseen_in_each,
)
from learning.publishing.rules.unions import Union

if TYPE_CHECKING:
    from numpy import ndarray

SQUARE = 1e-9  # of a length that should be nought
AS_ONE = 1e-7  # between two directions that should be one


def few(union: Union, anew: Collection[Counted], threshold: int) -> set[frozenset[Place]]:
    """Cells of too few people whom all lines that are shown and said anew tell something of."""
    shown = [line for line in union.fixed if union.shown[line] is not Shown.HIDDEN]
    lines = sorted({*shown, *anew}, key=lambda line: sorted(line.cells))
    if not lines:
        return set()
    blocks = blocks_of(kinds_of(union, lines))
    found = {cells for cells in _differences(blocks) if is_of_few(union, cells, threshold)}
    return found | set(_small_sets(union, blocks, threshold))


def is_of_few(union: Union, cells: Collection[Place], threshold: int) -> bool:
    """Whether cells that a difference counts are of too few people; new ones by themselves.

    What old lines told already can take old cells out of a difference, never new ones.
    """
    new = {place for place in cells if union.is_new(place)}
    return union.people(new or cells) < threshold


def _differences(blocks: Sequence[Block]) -> list[frozenset[Place]]:
    """Cells that changed, as far as sums in which all others cancel tell them apart."""
    kinds, left = alone_of_the_moved(blocks)
    lengths = left.diagonal() ** 0.5
    there = [at for at in range(len(kinds)) if left[at, at] > SQUARE]
    found: list[frozenset[Place]] = []
    while there:
        alike = abs(left[there[0], there]) > (1 - AS_ONE) * lengths[there[0]] * lengths[there]
        same = [at for at, is_alike in zip(there, alike, strict=True) if is_alike]
        found.append(frozenset().union(*(kinds[at].cells for at in same)))
        there = [at for at, is_alike in zip(there, alike, strict=True) if not is_alike]
    return found


def _small_sets(
    union: Union, blocks: Sequence[Block], threshold: int
) -> Iterator[frozenset[Place]]:
    """Up to four kinds of cells of one skill, few people, all told."""
    wanted = [
        block for block in blocks if any(_is_small(union, kind, threshold) for kind in block.kinds)
    ]
    for block, unseen in zip(wanted, unseen_in_each(blocks, wanted), strict=True):
        yield from _small_sets_of(union, block, unseen, threshold)


def _small_sets_of(
    union: Union, block: Block, unseen: "ndarray", threshold: int
) -> Iterator[frozenset[Place]]:
    small = [at for at, kind in enumerate(block.kinds) if _is_small(union, kind, threshold)]
    kinds = [block.kinds[at] for at in small]
    people = [union.standing_in(kind.cells) for kind in kinds]

    def are_few(chosen: Sequence[int]) -> bool:
        return union.size(frozenset().union(*(people[at] for at in chosen))) < threshold

    moved = [at for at, kind in enumerate(kinds) if kind.is_moved]
    still = [at for at, kind in enumerate(kinds) if kind.is_still]
    for some in (moved, still):  # where both are too many, those that changed are looked at further
        for chosen in told_with(some, unseen[small][:, small], are_few):
            yield frozenset().union(*(kinds[at].cells for at in chosen))


def _is_small(union: Union, kind: Kind, threshold: int) -> bool:
    return len(kind.figures) == 1 and union.people(kind.cells) < threshold
