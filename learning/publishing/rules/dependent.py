"""Finds up to four kinds of cells that lines tell alone, one of them among some; pure.

What no sum of lines tells is a projection. Kinds are told alone where their rows of it depend on
each other. One row is taken out of all the others: what is left of those that depend is nought,
or parallel. Rows are looked at from a few random directions, and whatever is found is worked out.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import ndarray

NOTHING = 1e-7  # what is left of a number that should be nought
NEAR = 1e-5  # the same in rows seen from a few directions
DIRECTIONS = 6  # so many rows, and two more, depend as they do from all directions
SEED = 20260201  # any fixed directions do
MOST_PAIRS = 20_000  # looked at for a skill; beyond, three kinds at a time
AT_ONCE = 200_000  # rows that are held in memory

Chosen = tuple[int, ...]


def told_with(
    ones: Sequence[int], unseen: "ndarray", are_few: Callable[[Chosen], bool]
) -> Iterator[Chosen]:
    """One of `ones`, with up to three others: few people, and told alone."""
    import numpy as np  # noqa: PLC0415  # decision 9

    seen_from = np.random.default_rng(SEED).standard_normal((len(unseen), DIRECTIONS))
    rows = unseen @ seen_from
    with_pairs = len(ones) * len(unseen) <= MOST_PAIRS
    for one in ones:
        if unseen[one, one] < NOTHING:
            yield (one,)
            continue
        few = [at for at in range(len(unseen)) if at != one and are_few((one, at))]
        left = _without(rows[[one]], rows[few])[0]
        found = {(one, *(few[at] for at in some)) for some in _alone_or_parallel(left)}
        if with_pairs:
            found |= {(one, *(few[at] for at in some)) for some in _with_another(left)}
        yield from (
            chosen for chosen in sorted(found) if are_few(chosen) and _is_told(unseen, chosen)
        )


def _is_told(unseen: "ndarray", chosen: Chosen) -> bool:
    import numpy as np  # noqa: PLC0415  # decision 9

    part = unseen[np.ix_(chosen, chosen)]
    # Of a part of a projection: singular, where some sum of its rows is nought.
    return bool(np.linalg.eigvalsh(part)[0] < NOTHING)


def _alone_or_parallel(rows: "ndarray") -> set[Chosen]:
    """Rows that are nought, and pairs of parallel ones."""
    nought = {(int(at),) for at in _are_nought(rows).nonzero()[0]}
    return nought | {(one, other) for _, one, other in _parallel(rows[None])}


def _with_another(rows: "ndarray") -> set[Chosen]:
    """Three rows, of which the last two are parallel once the first is taken out of them."""
    found: set[Chosen] = set()
    several = max(1, AT_ONCE // max(1, len(rows)))
    firsts = [int(at) for at in (~_are_nought(rows)).nonzero()[0]]
    for start in range(0, len(firsts), several):
        some = firsts[start : start + several]
        for at, one, other in _parallel(_without(rows[some], rows)):
            found.add(tuple(sorted((some[at], one, other))))
    return found


def _are_nought(rows: "ndarray") -> "ndarray":
    found: ndarray = (rows**2).sum(axis=-1) < NEAR**2
    return found


def _without(some: "ndarray", rows: "ndarray") -> "ndarray":
    """(row of some, row, direction): what is left of all rows less what is along one of some."""
    along = some / ((some**2).sum(axis=1, keepdims=True) ** 0.5)
    left: ndarray = rows[None] - (along @ rows.T)[:, :, None] * along[:, None, :]
    return left


def _parallel(rows: "ndarray") -> Iterator[tuple[int, int, int]]:
    """(set, row, other row): the pairs of each set of rows that are parallel, noughts left out."""
    import numpy as np  # noqa: PLC0415  # decision 9

    count = rows.shape[1]
    if count < 2:
        return
    nought = _are_nought(rows)
    lengths = np.where(nought, 1.0, (rows**2).sum(axis=-1) ** 0.5)
    ways = rows / lengths[:, :, None]
    # Opposite directions are made one: two numbers of each, the sign of the first taken away.
    marks = (ways @ np.random.default_rng(SEED).standard_normal((rows.shape[2], 2))).T
    mark = np.where(nought.T, np.nan, marks[1] * np.sign(marks[0])).T
    order = np.argsort(mark, axis=1)  # noughts last
    ordered = np.take_along_axis(mark, order, axis=1)
    for apart in range(1, count):
        near = np.argwhere(abs(ordered[:, apart:] - ordered[:, :-apart]) < NEAR)
        if not len(near):
            return
        for at, place in near:
            yield int(at), int(order[at, place]), int(order[at, place + apart])
