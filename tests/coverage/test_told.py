"""What sums and differences of lines tell, beside the rank of the lines with it and without."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from learning.coverage.rules.table import Counted, Place
from learning.coverage.rules.told import Told

CELLS = [(at, "x", 1) for at in range(6)]
SETS = st.frozensets(st.sampled_from(CELLS), min_size=1)


def row_of(cells: frozenset[Place]) -> list[float]:
    return [float(place in cells) for place in CELLS]


@given(st.lists(SETS, min_size=1, max_size=7), st.data())
def test_a_set_is_told_where_it_adds_no_rank_to_the_lines_that_are_shown(
    sets: list[frozenset[Place]], data: st.DataObject
) -> None:
    lines = [Counted(cells, (), 0, is_public=False) for cells in sets]
    columns = {line: np.nonzero(np.array(row_of(line.cells)))[0] for line in lines}
    told = Told(columns, len(CELLS))
    hidden = data.draw(st.sets(st.sampled_from(lines)))
    shown = np.array([row_of(line.cells) for line in lines if line not in hidden])
    shown = shown.reshape(-1, len(CELLS))
    assert np.allclose(shown @ told.unseen(but=hidden), 0.0)
    wanted = np.array(row_of(data.draw(SETS))) - np.array(row_of(data.draw(SETS)))
    with_it = np.linalg.matrix_rank(np.vstack([shown, wanted]))
    is_told = with_it == (np.linalg.matrix_rank(shown) if len(shown) else 0)
    assert told.tells(wanted, but=hidden) == is_told
    moved = abs(wanted @ told.unseen(but=hidden)) > 1e-6  # a mixture of all moves there are
    assert moved == (not is_told)
