"""Few people told, found skill by skill, are those that all lines in one matrix tell."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import combinations

import numpy as np
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from scipy.linalg import null_space

from learning.coverage.rules.no_name import THRESHOLD
from learning.coverage.rules.protecting import Shown
from learning.coverage.rules.table import Counted, Place
from learning.publishing.rules.few import few, is_of_few
from learning.publishing.rules.unions import Union, figure_of, union_of
from tests.publishing.corrected import corrections, councils, stated_of

Cells = frozenset[Place]
LITTLE = 1e-7


class Plain:
    """All lines and kinds of cells in one matrix, and every choice of kinds looked at."""

    def __init__(self, union: Union, anew: Collection[Counted]) -> None:
        self.union = union
        shown = {line for line in union.fixed if union.shown[line] is not Shown.HIDDEN}
        lines = list(shown | set(anew))
        seen: dict[Place, set[int]] = defaultdict(set)
        for at, line in enumerate(lines):
            for place in line.cells:
                seen[place].add(at)
        kinds: dict[tuple[bool, frozenset[int]], set[Place]] = defaultdict(set)
        for place, ats in seen.items():
            kinds[union.is_still(place), frozenset(ats)].add(place)
        self.kinds = [frozenset(cells) for cells in kinds.values()]
        self.moved = [not is_still for is_still, _ in kinds]
        self.rows = np.array(
            [[at in ats for _, ats in kinds] for at in range(len(lines))], dtype=float
        )

    def few(self) -> set[Cells]:
        if not len(self.rows):
            return set()  # where no line is shown, none tells
        found = {cells for cells in self.differences() if is_of_few(self.union, cells, THRESHOLD)}
        return found | set(self.small_sets())

    def differences(self) -> Iterator[Cells]:
        moved = np.array(self.moved, dtype=bool)
        sums = null_space(self.rows[:, ~moved].T)
        left = sums.T @ self.rows[:, moved]
        kinds = [kind for kind, is_moved in zip(self.kinds, moved, strict=True) if is_moved]
        for column in left.T:
            if np.linalg.norm(column) > LITTLE:
                yield frozenset().union(
                    *(
                        kind
                        for kind, other in zip(kinds, left.T, strict=True)
                        if along(column, other)
                    )
                )

    def small_sets(self) -> Iterator[Cells]:
        unseen = null_space(self.rows)
        for size in (1, 2, 3, 4):
            for chosen in combinations(range(len(self.kinds)), size):
                cells = frozenset().union(*(self.kinds[at] for at in chosen))
                if (
                    len({figure_of(place) for place in cells}) == 1
                    and self.union.people(cells) < THRESHOLD
                    and np.linalg.matrix_rank(unseen[list(chosen)], tol=LITTLE) < size
                ):
                    yield cells


def along(one: np.ndarray, other: np.ndarray) -> bool:
    lengths = np.linalg.norm(one) * np.linalg.norm(other)
    return bool(lengths > LITTLE and abs(abs(one @ other) / lengths - 1) < LITTLE)


def least(found: set[Cells]) -> set[Cells]:
    """Whatever holds another that is found says nothing more."""
    return {cells for cells in found if not any(other < cells for other in found)}


@settings(max_examples=15, phases=[Phase.generate])
@given(st.data())
def test_skill_by_skill_the_same_few_are_found_as_in_one_matrix(data: st.DataObject) -> None:
    before = data.draw(councils())
    union = union_of(stated_of(before, data.draw(corrections(before))))
    for anew in ((), tuple(union.candidates.values())):
        assert least(few(union, anew, THRESHOLD)) == least(Plain(union, anew).few())
