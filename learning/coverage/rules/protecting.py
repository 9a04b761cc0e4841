"""Decides which further lines the no-name view hides, so that no sum or difference tells more.

Whoever reads the shown lines knows linear equations over cells. What these leave open is found by
linear programs at neutral figures: every shown line stands at half of its pairs. So what is
hidden depends on who is in a line and what they need alone.
"""

from collections.abc import Collection, Mapping
from enum import Enum
from functools import lru_cache

from learning.coverage.rules.isolating import Span, isolated
from learning.coverage.rules.open_figures import OpenFigures
from learning.coverage.rules.table import Counted, Name, Place, Structure, Table, table_of


class Shown(Enum):
    """How a line is shown."""

    EXACT = "exact"
    BAND = "band"
    HIDDEN = "hidden"


def first_shown(line: Counted, threshold: int) -> Shown:
    """How a line is shown by itself; a public role's line is banded up to four times."""
    if line.people < threshold:
        return Shown.HIDDEN
    if line.people < threshold * (4 if line.is_public else 2):
        return Shown.BAND
    return Shown.EXACT


@lru_cache(maxsize=64)
def hidden_further(
    structure: Structure, *, threshold: int, from_acquaintances: bool = True
) -> frozenset[Name]:
    """The lines to hide beyond those that are small by themselves, by all their names.

    `from_acquaintances`: also from a reader who knows all about one person, whoever it is. That
    takes many times as long.
    """
    table = table_of(structure)
    shown = {line: first_shown(line, threshold) for line in table.lines}
    protecting = _Protecting(table, shown, threshold)
    hidden = protecting.further(from_acquaintances=from_acquaintances)
    return frozenset(name for line in hidden for name in line.names)


def hidden_beside(
    table: Table,
    shown: Mapping[Counted, Shown],
    *,
    fixed: Collection[Counted],
    threshold: int,
) -> list[Counted]:
    """The lines to hide beside those that have been shown already and cannot be taken back."""
    return _Protecting(table, shown, threshold, fixed).further(from_acquaintances=True)


class _Protecting:
    """Hides lines one by one until everything that has to stay open is open."""

    def __init__(
        self,
        table: Table,
        shown: Mapping[Counted, Shown],
        threshold: int,
        fixed: Collection[Counted] = (),
    ) -> None:
        banded = [line for line in table.lines if shown[line] is Shown.BAND]
        small = _largest([line.cells for line in table.lines if shown[line] is Shown.HIDDEN])
        self.table = table
        self.fixed = frozenset(fixed)
        self.shown = [line for line in table.lines if shown[line] is not Shown.HIDDEN]
        told = isolated(table, self.shown, threshold=threshold)
        told = [cells for cells in told if not any(cells <= larger for larger in small)]
        # By number: the banded lines, the small ones, and what sums and differences isolate.
        self.banded = banded
        self.told_from = len(banded) + len(small)
        self.sets = [*(line.cells for line in banded), *small, *told]
        self.figures = OpenFigures(
            table.pairs,
            exact=[line for line in table.lines if shown[line] is Shown.EXACT],
            bands=banded,
            open_sets=self.sets,
        )
        self.hide: list[Counted] = []

    def further(self, *, from_acquaintances: bool) -> list[Counted]:
        """Whatever is hidden leaves more open: what was found open once stays so."""
        self._protect()
        everybody = {at for at, _ in self.table.pairs}
        for somebody in sorted(everybody) if from_acquaintances else ():
            self.figures.know(somebody)
            self._protect()
        return self.hide

    def _protect(self) -> None:
        self.figures.try_all()
        for number in range(len(self.sets)):
            while self._has_to_be_open(number) and (closing := self._closing(number)):
                self._hide(min(closing, key=lambda line: line.turn))

    def _closing(self, number: int) -> list[Counted]:
        """The lines to choose from that keep a set closed; of a banded line, it itself too."""
        own = self.banded[number : number + 1]
        closing = self.figures.closing(number, from_half=bool(own))
        return list({*closing, *own} - self.fixed) if closing else []

    def _has_to_be_open(self, number: int) -> bool:
        """A band while it is shown; and what sums and differences isolate while they do."""
        if number < len(self.banded):
            return self.banded[number] in self.shown
        return number < self.told_from or self._is_told(number)

    def _is_told(self, number: int) -> bool:
        if not self.figures.closing(number):  # the cheaper question
            return False
        return Span(self.table, self.shown).tells(self.sets[number])

    def _hide(self, line: Counted) -> None:
        self.hide.append(line)
        self.shown.remove(line)
        self.figures.forget(line)


def _largest(sets: list[frozenset[Place]]) -> list[frozenset[Place]]:
    """Those inside no other: where all of a set can be held, all of any part of it can."""
    found: list[frozenset[Place]] = []
    for cells in sorted(sets, key=len, reverse=True):
        if not any(cells <= larger for larger in found):
            found.append(cells)
    return found
