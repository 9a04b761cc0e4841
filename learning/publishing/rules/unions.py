"""All that statements about one day have said, and may say now, as one table of lines; pure.

Its cells are of people alike in every version and a skill they need. A cell that no correction
changed is one cell in all versions: who reads two statements takes one from the other.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from learning.coverage.rules.figures import RoleFacts
from learning.coverage.rules.protecting import Shown, first_shown
from learning.coverage.rules.table import (
    PUBLISHED,
    Alike,
    Counted,
    Name,
    Place,
    Structure,
    Table,
    alike_in,
    table_of,
)
from learning.publishing.rules.changes import (
    BY_CHECK,
    OWN_WORD,
    Kindred,
    Versions,
    by_check_of,
    kindred_of,
)


@dataclass(frozen=True)
class Stated:
    """What statements about one day said, and what the next one may say anew."""

    versions: Versions
    roles: Mapping[str, RoleFacts]
    said: Sequence[Collection[Name]]  # what each after the first said anew, the last left out
    hidden: frozenset[Name]  # what the first hides beside small lines
    wanted: Collection[Name]  # the lines that a statement has
    threshold: int
    by_check: Collection[str] = ()  # skills whose rung a statement has
    by_skill_alone: bool = False  # these figures have no lines over skills, nor of two groups

    @property
    def in_own_words(self) -> "Stated":
        """The same of what people say of themselves, by the names of the skills' own lines."""
        return replace(
            self,
            versions=self.versions.in_own_words,
            said=[skills_in_own_words(names) for names in self.said],
            wanted=skills_in_own_words(self.wanted),
            by_check=(),
            by_skill_alone=True,
        )

    def newest(self, name: Name) -> int:
        """The version that said a line last."""
        return max((v for v, names in enumerate(self.said, start=1) if name in names), default=0)

    def has(self, name: Name) -> bool:
        """Whether there is such a line of these figures."""
        if not self.by_skill_alone:
            return not (name.skill or "").endswith(OWN_WORD)
        return len(name.groups) < 2 and not (name.skill or PUBLISHED).endswith(PUBLISHED)

    def rungs_beside(self, line: Counted) -> list[Name]:
        """The rung about the very people of a skill's line, where the line is exact."""
        if first_shown(line, self.threshold) is not Shown.EXACT:
            return []
        if not self.hidden.isdisjoint(line.names):
            return []
        skills = {name.skill for name in line.names if not name.groups} & set(self.by_check)
        return [by_check_of(skill) for skill in sorted(filter(None, skills))]


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
        at, _, level = place
        return self.kindred[at].is_still(figure_of(place), level)

    def is_new(self, place: Place) -> bool:
        """Whether only what may be said anew counts the cell."""
        at, skill, _ = place
        return skill.endswith(f"@{len(self.kindred[at].alike) - 1}")


def union_of(stated: Stated) -> Union:
    """The lines of all versions."""
    counts = kindred_of(stated.versions)
    kindred, sizes = tuple(counts), tuple(counts.values())
    lines = [_lines(kindred, sizes, version, stated) for version in range(len(stated.versions))]
    merged = _Merged()
    for line in lines[0].values():
        how = first_shown(line, stated.threshold)
        if how is Shown.HIDDEN or stated.hidden.isdisjoint(line.names):
            merged.add(line, how, is_fixed=True)
    for version, names in enumerate(stated.said, start=1):
        for name in filter(stated.has, names):
            line = lines[version][name]
            merged.add(line, first_shown(line, stated.threshold), is_fixed=True)
    return merged.union(kindred, sizes, lines, stated)


def skills_in_own_words(names: Iterable[Name]) -> frozenset[Name]:
    """Of the lines of what people say of themselves, the skills' own."""
    own = (one for one in names if (one.skill or "").endswith(OWN_WORD))
    return frozenset(Name(one.groups, (one.skill or "").removesuffix(OWN_WORD)) for one in own)


def figure_of(place: Place) -> str:
    """What a cell is of (a skill, or its rung), whichever version knew it so."""
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
        stated: Stated,
    ) -> Union:
        """With the last version: its lines that may be shown, and its small ones to protect."""
        candidates, before = {}, {}
        for name, line in lines[-1].items():
            how = first_shown(line, stated.threshold)
            if how is Shown.HIDDEN:
                self.add(line, how, is_fixed=False)
                continue
            earlier = lines[stated.newest(name)].get(name)
            if name not in stated.wanted or name in stated.hidden or earlier is None:
                continue
            if first_shown(earlier, stated.threshold) is how and earlier.cells != line.cells:
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
    kindred: Sequence[Kindred], sizes: Sequence[int], version: int, stated: Stated
) -> dict[Name, Counted]:
    """Every line of a version over the cells of the union, by each of its names."""
    people: dict[Alike, int] = defaultdict(int)
    of_alike: dict[Alike, list[int]] = defaultdict(list)
    for at, one in enumerate(kindred):
        alike = one.alike[version]
        if alike is not None:
            people[alike] += sizes[at]
            of_alike[alike].append(at)
    structure = Structure(frozenset(people.items()), frozenset(stated.roles.items()))
    order = alike_in(structure)

    def counted(line: Counted, names: tuple[Name, ...], mark: str = "") -> Counted:
        cells = frozenset(
            kindred[number].place(number, f"{skill}{mark}", level, version)
            for at, skill, level in line.cells
            for number in of_alike[order[at]]
        )
        return Counted(cells, names, line.people, line.is_public)

    found: dict[Name, Counted] = {}
    for line in table_of(structure).lines:
        names = tuple(name for name in line.names if stated.has(name))
        if names:
            found |= dict.fromkeys(names, counted(line, names))
        for rung in stated.rungs_beside(line):
            found[rung] = counted(line, (rung,), BY_CHECK)
    return found
