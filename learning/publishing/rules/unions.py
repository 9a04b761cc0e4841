"""All that statements about one day have said, and may say now, as one table of lines; pure.

Its cells are of people alike in every version and a skill they need. A cell that no correction
changed is one cell in all versions: who reads two statements takes one from the other.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from learning.coverage.rules.figures import RoleFacts
from learning.coverage.rules.protecting import Shown, first_shown
from learning.coverage.rules.table import (
    Alike,
    Counted,
    Name,
    Place,
    Structure,
    Table,
    alike_in,
    table_of,
)
from learning.publishing.rules.changes import Kindred, Versions, kindred_of


@dataclass(frozen=True)
class Union:
    """The lines of every version over common cells, and how each is shown."""

    table: Table
    kindred: tuple[Kindred, ...]
    sizes: tuple[int, ...]  # people of each kindred
    shown: Mapping[Counted, Shown]
    fixed: frozenset[Counted]  # said before: they cannot be taken back
    candidates: Mapping[Name, Counted]  # what may be said anew
    before: Mapping[Name, Counted]  # the same lines as they were said last

    def standing_in(self, places: Iterable[Place]) -> frozenset[int]:
        """The kindred who stand in these cells, by their place."""
        return frozenset(at for at, _, _ in places)

    def size(self, kindred: Iterable[int]) -> int:
        """How many people they are."""
        return sum(self.sizes[at] for at in kindred)

    def people(self, places: Iterable[Place]) -> int:
        """How many people stand in these cells."""
        return self.size(self.standing_in(places))

    def is_still(self, place: Place) -> bool:
        """Whether no correction changed the cell or where its people stand."""
        at, _, _ = place
        return self.kindred[at].is_still(figure_of(place))

    def is_new(self, place: Place) -> bool:
        """Whether only what may be said anew counts the cell."""
        at, skill, _ = place
        return skill.endswith(f"@{len(self.kindred[at].alike) - 1}")


def union_of(
    versions: Versions,
    roles: Mapping[str, RoleFacts],
    *,
    said: Sequence[Collection[Name]],
    hidden: Collection[Name],
    wanted: Collection[Name],
    threshold: int,
) -> Union:
    """The lines of all versions.

    `hidden`: what the first hides beside small lines; `said`: what each one after it said anew,
    the last version left out; `wanted`: the lines that a statement has.
    """
    counts = kindred_of(versions)
    kindred = tuple(counts)
    sizes = tuple(counts.values())
    lines = [_lines(kindred, sizes, version, roles) for version in range(len(versions))]
    merged = _Merged()
    for name, line in lines[0].items():
        how = first_shown(line, threshold)
        if name not in hidden or how is Shown.HIDDEN:
            merged.add(line, how, is_fixed=True)
    for version, names in enumerate(said, start=1):
        for name in names:
            line = lines[version][name]
            merged.add(line, first_shown(line, threshold), is_fixed=True)
    return merged.union(
        kindred, sizes, lines, said=said, wanted=wanted, hidden=hidden, threshold=threshold
    )


def figure_of(place: Place) -> str:
    """The skill of a cell, whichever version knew it so."""
    return place[1].partition("@")[0]


class _Merged:
    """Lines of several versions; those that count the same cells are one."""

    def __init__(self) -> None:
        self.of_cells: dict[frozenset[Place], Counted] = {}
        self.shown: dict[Counted, Shown] = {}
        self.fixed: set[Counted] = set()

    def add(self, line: Counted, how: Shown, *, is_fixed: bool) -> Counted:
        kept = self.of_cells.setdefault(line.cells, line)
        self.shown.setdefault(kept, how)
        if is_fixed:
            self.fixed.add(kept)
        return kept

    def union(
        self,
        kindred: tuple[Kindred, ...],
        sizes: tuple[int, ...],
        lines: Sequence[Mapping[Name, Counted]],
        *,
        said: Sequence[Collection[Name]],
        wanted: Collection[Name],
        hidden: Collection[Name],
        threshold: int,
    ) -> Union:
        """With the last version: its lines that may be shown, and its small ones to protect."""
        last, before = lines[-1], {}
        candidates = {}
        for name, line in last.items():
            how = first_shown(line, threshold)
            if how is Shown.HIDDEN:
                self.add(line, how, is_fixed=False)
                continue
            newest = max((v for v, names in enumerate(said, start=1) if name in names), default=0)
            earlier = lines[newest].get(name)
            if name not in wanted or name in hidden or earlier is None:
                continue
            if first_shown(earlier, threshold) is how and earlier.cells != line.cells:
                candidates[name] = self.add(line, how, is_fixed=False)
                before[name] = earlier
        places = {place for cells in self.of_cells for place in cells}
        pairs = {place: sizes[place[0]] for place in sorted(places)}
        table = Table(
            pairs, tuple(sorted(self.shown, key=lambda line: (*line.turn, sorted(line.cells))))
        )
        return Union(
            table=table,
            kindred=kindred,
            sizes=sizes,
            shown=self.shown,
            fixed=frozenset(self.fixed),
            candidates={n: one for n, one in candidates.items() if one not in self.fixed},
            before=before,
        )


def _lines(
    kindred: Sequence[Kindred], sizes: Sequence[int], version: int, roles: Mapping[str, RoleFacts]
) -> dict[Name, Counted]:
    """Every line of a version over the cells of the union, by each of its names."""
    people: dict[Alike, int] = defaultdict(int)
    of_alike: dict[Alike, list[int]] = defaultdict(list)
    for at, one in enumerate(kindred):
        alike = one.alike[version]
        if alike is not None:
            people[alike] += sizes[at]
            of_alike[alike].append(at)
    structure = Structure(frozenset(people.items()), frozenset(roles.items()))
    order = alike_in(structure)
    found: dict[Name, Counted] = {}
    for line in table_of(structure).lines:
        cells = frozenset(
            kindred[number].place(number, skill, level, version)
            for at, skill, level in line.cells
            for number in of_alike[order[at]]
        )
        counted = Counted(cells, line.names, line.people, line.is_public)
        found |= dict.fromkeys(line.names, counted)
    return found
