"""Decides which further lines the no-name view hides, so that no sum or difference tells more.

Whoever reads the shown lines knows linear equations over cells. What these leave open is found by
linear programs at neutral figures: every shown line stands at half of its pairs. So what is
hidden depends on who is in a line and what they need alone.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from learning.coverage.rules.isolating import isolated
from learning.coverage.rules.known_moves import DOWN, UP, Goal
from learning.coverage.rules.open_figures import OpenFigures, OpenSet
from learning.coverage.rules.searching import Found, look_at
from learning.coverage.rules.table import Counted, Name, Place, Structure, table_of

MOST_LOOKED_AT = 100  # sets, for one line to be shown again
WAY = 4  # the number of this way to decide: what was decided by another is not compared with it


class Shown(Enum):
    """How a line is shown."""

    EXACT = "exact"
    BAND = "band"
    HIDDEN = "hidden"


def first_shown(line: Counted, threshold: int) -> Shown:
    """How a line is shown by itself."""
    return shown_of(line.people, is_public=line.is_public, threshold=threshold)


def shown_of(people: int, *, is_public: bool, threshold: int) -> Shown:
    """Of so many people; a public role's line is banded up to four times the threshold."""
    if people < threshold:
        return Shown.HIDDEN
    if people < threshold * (4 if is_public else 2):
        return Shown.BAND
    return Shown.EXACT


@dataclass(frozen=True)
class Decided:
    """Lines of views whose hiding stands already: what they show stays, what is small stays so."""

    shown: tuple[Counted, ...] = ()
    small: tuple[Counted, ...] = ()  # under the threshold of people


@lru_cache(maxsize=64)
def hidden_further(structure: Structure, *, threshold: int) -> frozenset[Name]:
    """The lines to hide beyond those that are small by themselves, by all their names."""
    table = table_of(structure)
    return hidden_beside(Decided(), table.lines, table.pairs, threshold=threshold)


def hidden_beside(
    decided: Decided, lines: Sequence[Counted], pairs: Mapping[Place, int], *, threshold: int
) -> frozenset[Name]:
    """Likewise of the lines of a view that is read beside others, which are decided.

    The view tells nothing of whatever is protected that the others do not tell already.
    """
    hidden = lines_hidden_beside(decided, lines, pairs, threshold=threshold)
    return frozenset(name for line in hidden for name in line.names)


def lines_hidden_beside(
    decided: Decided, lines: Sequence[Counted], pairs: Mapping[Place, int], *, threshold: int
) -> tuple[Counted, ...]:
    """The lines themselves, where several may go by one name."""
    protecting = _Protecting(decided, lines, pairs, threshold)
    protecting.hide_until_open()
    protecting.show_again()
    return tuple(protecting.hidden)


class _Protecting:
    """Hides lines one by one until everything that has to stay open is open."""

    def __init__(
        self,
        decided: Decided,
        lines: Sequence[Counted],
        pairs: Mapping[Place, int],
        threshold: int,
    ) -> None:
        how = {line: first_shown(line, threshold) for line in (*decided.shown, *lines)}
        shown = [line for line in how if how[line] is not Shown.HIDDEN]
        bands = [line for line in shown if how[line] is Shown.BAND]
        self.threshold, self.pairs = threshold, pairs
        self.figures = OpenFigures(pairs, shown, bands)
        self.shown = dict.fromkeys(shown)  # in order
        self.hideable = {line for line in lines if how[line] is not Shown.HIDDEN}
        self.hidden: list[Counted] = []
        small = [line.cells for line in lines if how[line] is Shown.HIDDEN]
        self.small = dict.fromkeys([*(line.cells for line in decided.small), *small])
        self.few = _largest(list(self.small))
        self.bands = {OpenSet(line.cells, only_up=True): line for line in _by_size(bands)}
        self.sets = [*map(OpenSet, self.few), *self.bands]
        self.goals: dict[OpenSet, Goal] = {one: self.figures.goal_of(one) for one in self.sets}
        self.found: dict[OpenSet, Found] = {}
        self.because: dict[Counted, OpenSet] = {}

    def hide_until_open(self) -> None:
        """Fewest people first, then slug, totals last: whatever is hidden leaves more open."""
        self.figures.reach_many([self.goals[one] for one in self.bands], ways=(UP,))
        self.figures.reach_many([self.goals[OpenSet(one)] for one in self.few], ways=(UP, DOWN))
        for one in self.sets:  # some are added on the way
            self._open(one)
            self._add_parts(one)
        for one in self._newly_told():
            while self._is_told(one) and (closing := self._closing(one)):
                self._hide(min(closing, key=lambda line: line.turn), because=one)
            if self._is_told(one):
                self.sets.append(one)

    def _open(self, one: OpenSet) -> None:
        """Hides lines until a set is open."""
        while self._has_to_be_open(one) and (closing := self._closing(one)):
            self._hide(min(closing, key=lambda line: line.turn), because=one)

    def _add_parts(self, one: OpenSet) -> None:
        """Of a set that decided lines keep from all of it, some part might go further alone."""
        if one in self.bands or self.found[one].is_all:
            return
        there = set(self.sets)
        parts = [OpenSet(cells) for cells in self.small if cells < one.cells]
        for part in parts:
            if part not in there:
                self.goals[part] = self.figures.goal_of(part)
                self.sets.append(part)

    def _is_in_one_that_is_open(self, cells: frozenset[Place]) -> bool:
        return any(cells <= each and self.found[OpenSet(each)].is_all for each in self.few)

    def _newly_told(self) -> list[OpenSet]:
        """What else sums and differences of the lines that are shown now isolate."""
        few = isolated(self.pairs, tuple(self.shown), self.figures, threshold=self.threshold)
        there = set(self.sets)
        found = []
        for one in few:
            if one in there or (not one.less and self._is_in_one_that_is_open(one.cells)):
                continue
            self.goals[one] = self.figures.goal_of(one)
            if self._is_told(one):
                found.append(one)
        return found

    def _is_told(self, one: OpenSet) -> bool:
        return self.figures.tells(self.goals[one])

    def show_again(self) -> None:
        """What need not be hidden now that other lines are, those with most people first.

        Bands say too little to be worth the search.
        """
        exact = [line for line in self.hidden if line not in self.bands.values()]
        for line in sorted(exact, key=lambda line: line.turn, reverse=True):
            before = self.figures.recall(line)
            self.hideable.add(line)
            self.shown[line] = None
            if self._all_open_with(line):
                self.hidden.remove(line)
            else:
                self.figures.moves.only(before)
                self.hideable.discard(line)
                del self.shown[line]
                self.figures.forget(line)

    def _all_open_with(self, line: Counted) -> bool:
        """Whether everything stays open; the moves that the line does not allow are replaced."""
        found: dict[OpenSet, Found] = {}
        again = [one for one in self.sets if self._is_to_be_looked_at(one)]
        if len(again) > MOST_LOOKED_AT:
            return False
        because = self.because[line]  # what it was hidden for answers soonest
        is_new = because not in self.sets and self._is_told(because)
        first = [because] if is_new or because in again else []
        for one in (*first, *again):
            if one not in found:
                found[one] = self._look_at(one)
            if found[one].closing:
                return False
        told = self._newly_told()
        found |= {one: self._look_at(one) for one in told}
        if any(found[one].closing for one in told):
            return False
        self.sets += told
        self.found |= found
        return True

    def _is_to_be_looked_at(self, one: OpenSet) -> bool:
        """Has to be open, and some move that showed it to be so holds no more."""
        holds, found = self.figures.moves.holds, self.found.get(one)
        return self._has_to_be_open(one) and not (found and holds[[*found.moves]].all())

    def _closing(self, one: OpenSet) -> Collection[Counted]:
        """The lines that keep a set closed; of a banded line, it itself among them.

        It can be hidden where lines that have to stay leave nothing else to hide.
        """
        found = self.found[one] = self._look_at(one)
        own = self.bands.get(one)
        if own in self.hideable and (found.closing or not found.is_all):
            return {*found.closing, own}
        return found.closing

    def _look_at(self, one: OpenSet) -> Found:
        return look_at(self.figures, self.goals[one], self.hideable, only_up=one.only_up)

    def _has_to_be_open(self, one: OpenSet) -> bool:
        """A band only while it is shown."""
        line = self.bands.get(one)
        return line is None or line in self.shown

    def _hide(self, line: Counted, *, because: OpenSet) -> None:
        self.because[line] = because
        self.hidden.append(line)
        self.hideable.discard(line)
        del self.shown[line]
        self.figures.forget(line)


def _by_size(lines: Sequence[Counted]) -> list[Counted]:
    """The largest first: where all of a set can be held, all of any part of it can."""
    return sorted(lines, key=lambda line: (-len(line.cells), line.turn))


def _largest(sets: list[frozenset[Place]]) -> list[frozenset[Place]]:
    """Those inside no other."""
    found: list[frozenset[Place]] = []
    for cells in sorted(sets, key=lambda cells: (-len(cells), sorted(cells))):
        if not any(cells <= larger for larger in found):
            found.append(cells)
    return found
