"""Decides which lines a correction may say anew, so that old and new tell nothing of a few people.

Whoever reads both statements takes one from the other: what is left counts the people who changed.
So no sum or difference of all that was shown and is shown now may count 1 to T - 1 of them, and
every small line of every version has to stay as open as it was.
"""

from collections.abc import Mapping

from learning.coverage.rules.protecting import Decided, Shown, lines_hidden_beside
from learning.coverage.rules.table import Counted, Name
from learning.publishing.rules.changes import own_word_of
from learning.publishing.rules.few import few, is_of_few
from learning.publishing.rules.unions import Stated, Union, union_of


def said_anew(stated: Stated) -> frozenset[Name]:
    """The lines that may be said anew; every other one waits, and stands as it was said."""
    union = union_of(stated)
    left = _without_few(union, stated.threshold)
    if left:
        left = _protected(union, left, stated.threshold)
    return frozenset(left)


def said_anew_in_own_words(stated: Stated) -> frozenset[Name]:
    """The lines of what people say of themselves that may be said anew, by the same rule.

    They are of the same people and hidden with the same lines, and of nothing that other lines
    count: nobody can take one from the other.
    """
    if not stated.versions.in_own_words.differ:
        return frozenset()
    names = said_anew(stated.in_own_words)
    return frozenset(own_word_of(name.skill) for name in names if name.skill)


def _without_few(union: Union, threshold: int) -> dict[Name, Counted]:
    """Takes lines away, fewest people first and totals last, until few are counted nowhere."""
    left = {
        name: line
        for name, line in union.candidates.items()
        if not is_of_few(union, line.cells ^ union.before[name].cells, threshold)
    }
    known = few(union, (), threshold)
    while left and (found := few(union, left.values(), threshold) - known):
        taken: set[Name] = set()
        for cells in sorted(found, key=sorted):
            touching = {
                name
                for name, line in left.items()
                if cells & (line.cells | union.before[name].cells)
            }
            if not touching & taken:  # what is taken away may be enough for these too
                taken.add(min(touching or left, key=lambda name: left[name].turn))
        left = {name: line for name, line in left.items() if name not in taken}
    return left


def _protected(union: Union, left: Mapping[Name, Counted], threshold: int) -> dict[Name, Counted]:
    """What the linear programs leave: old and new lines together keep every small one open."""
    said = [line for line in union.table.lines if line in union.fixed]
    decided = Decided(
        shown=tuple(line for line in said if union.shown[line] is not Shown.HIDDEN),
        small=tuple(line for line in said if union.shown[line] is Shown.HIDDEN),
    )
    wanted = set(left.values())
    lines = [
        line
        for line in union.table.lines
        if line not in union.fixed and (line in wanted or union.shown[line] is Shown.HIDDEN)
    ]
    hide = set(lines_hidden_beside(decided, lines, union.table.pairs, threshold=threshold))
    return {name: line for name, line in left.items() if line not in hide}
