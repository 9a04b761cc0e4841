"""Every line that anyone can ever ask for without names, as one table; pure.

A line counts cells: of people who are alike and a level of a skill that they need. Lines that
count the same cells are one line with several names.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from itertools import combinations_with_replacement

from learning.coverage.rules.figures import Filters, Line, Profile, RoleFacts

Need = tuple[str, int]  # (skill, level)
Place = tuple[int, str, int]  # (the place of those who are alike, skill, level)
Group = tuple[str, str]  # (role, tier or service; its slug)
EVERYONE = ("", "")
PUBLISHED = "*"  # of a skill, or of all: under the framework's own requirements


@dataclass(frozen=True)
class Name:
    """What a line is about: people in all of these groups (two at most), and a skill or all."""

    groups: frozenset[Group]
    skill: str | None  # none: all of them

    @property
    def as_published(self) -> "Name":
        """The same under the framework's own requirements."""
        return Name(self.groups, f"{self.skill or ''}{PUBLISHED}")

    @property
    def rank(self) -> int:
        """Totals are hidden last: a skill's, and after it that of everything."""
        return 0 if self.groups else 1 if self.skill else 2


@dataclass(frozen=True, eq=False)  # a table has each line once
class Counted:
    """A line of the table: the cells it counts, and the people who stand in it."""

    cells: frozenset[Place]
    names: tuple[Name, ...]  # the one that decides its turn to be hidden first
    people: int
    is_public: bool  # everyone in it holds a role whose holders' names are public

    @property
    def turn(self) -> tuple[int, int, str]:
        """Its turn to be hidden: fewest people first, then slug, totals last."""
        return (self.names[0].rank, self.people, text_of(self.names[0]))


@dataclass(frozen=True)
class Table:
    """All cells with how many people each has, and all lines over them."""

    pairs: Mapping[Place, int]
    lines: tuple[Counted, ...]


@dataclass(frozen=True)
class Alike:
    """People whom no line tells apart: the same groups, and the same needs."""

    roles: frozenset[str]
    services: frozenset[str]
    needs: frozenset[Need]
    published: frozenset[Need]  # under the framework's own requirements, where they count


@dataclass(frozen=True)
class Structure:
    """All that a table depends on: how many people are alike, and what roles are."""

    sizes: frozenset[tuple[Alike, int]]
    roles: frozenset[tuple[str, RoleFacts]]


def structure_of(
    profiles: Sequence[Profile],
    roles: Mapping[str, RoleFacts],
    as_published: Sequence[Profile] = (),
) -> Structure:
    """Of one council's (or partnership's) profiles, in whatever order they come.

    `as_published` are the same people under the framework's own requirements, where a council
    has set others: its totals are lines too, and share the cells whose level is the same.
    """
    sizes = _sizes(profiles, as_published)
    return Structure(frozenset(sizes.items()), frozenset(roles.items()))


def table_of(structure: Structure) -> Table:
    """The table of all lines over these people."""
    sizes = dict(structure.sizes)
    alike = alike_in(structure)
    people = {at: sizes[one] for at, one in enumerate(alike)}
    lines = lines_over(dict(enumerate(alike)), people, dict(structure.roles))
    pairs = {place: people[place[0]] for line in lines for place in line.cells}
    return Table(pairs, lines)


def alike_in(structure: Structure) -> list[Alike]:
    """Those who are alike, in the order that the places of a table count them."""
    found = (one for one, _ in structure.sizes)
    return sorted(found, key=lambda one: [sorted(part) for part in astuple(one)])


def lines_over(
    alike: Mapping[int, Alike], people: Mapping[int, int], roles: Mapping[str, RoleFacts]
) -> tuple[Counted, ...]:
    """All lines of one view, in their turn to be hidden; people go by the place they have."""
    named: dict[frozenset[Place], list[Name]] = defaultdict(list)
    for groups, members in _intersections(_groups(alike, roles)):
        for name, cells in _by_skill(groups, members, alike):
            named[cells].append(name)
    public = {at: any(roles[role].public for role in one.roles) for at, one in alike.items()}
    lines = [
        Counted(
            cells,
            tuple(sorted(names, key=lambda name: (-name.rank, text_of(name)))),
            sum(people[at] for at in {place[0] for place in cells}),
            all(public[place[0]] for place in cells),
        )
        for cells, names in named.items()
    ]
    return tuple(sorted(lines, key=lambda line: line.turn))


def _sizes(profiles: Sequence[Profile], as_published: Sequence[Profile]) -> dict[Alike, int]:
    """How many people are alike, in all profiles."""
    published = {one.held: one for one in as_published}
    found: dict[Alike, int] = defaultdict(int)
    for one in profiles:
        found[alike_of(one, published.get(one.held))] += one.people
    return found


def alike_of(profile: Profile, as_published: Profile | None) -> Alike:
    """What the lines of a view see of the people of a profile."""
    return Alike(
        profile.roles,
        profile.services,
        _needs(profile),
        _needs(as_published) if as_published else frozenset(),
    )


def _needs(profile: Profile) -> frozenset[Need]:
    return frozenset((skill, cell.level) for skill, cell in profile.cells.items())


def _groups(
    alike: Mapping[int, Alike], roles: Mapping[str, RoleFacts]
) -> dict[Group, frozenset[int]]:
    """Who stands in each group."""
    found: dict[Group, set[int]] = defaultdict(set)
    for at, one in alike.items():
        for kind, slugs in (
            ("role", one.roles),
            ("tier", {roles[role].tier for role in one.roles}),
            ("service", one.services),
        ):
            for slug in slugs:
                found[kind, slug].add(at)
    return {EVERYONE: frozenset(alike)} | {group: frozenset(ats) for group, ats in found.items()}


def _intersections(
    groups: Mapping[Group, frozenset[int]],
) -> Iterator[tuple[frozenset[Group], frozenset[int]]]:
    """Everyone, each group, and what any two of them share: a filter and a line within it."""
    for one, other in combinations_with_replacement(sorted(groups), 2):
        members = groups[one] & groups[other]
        if members:
            yield frozenset({one, other}) - {EVERYONE}, members


def _by_skill(
    groups: frozenset[Group], members: Collection[int], alike: Mapping[int, Alike]
) -> Iterator[tuple[Name, frozenset[Place]]]:
    """Their cells: of each skill and of all; and of groups, those of the framework's own."""
    cells: dict[Name, set[Place]] = defaultdict(set)
    for at in members:
        for skill, level in alike[at].needs:
            for name in (Name(groups, skill), Name(groups, None)):
                cells[name].add((at, skill, level))
        for skill, level in alike[at].published if len(groups) < 2 else ():
            for name in (Name(groups, skill), Name(groups, None)):
                cells[name.as_published].add((at, skill, level))
    return ((name, frozenset(places)) for name, places in cells.items())


def name_of(line: Line, filters: Filters) -> Name:
    """The name in the table of a line of a report under these filters."""
    chosen = {kind: slug for kind, slug in filters.given.items() if kind != "skill"}
    groups = set(chosen.items())
    if line.group in {"role", "tier", "service"}:
        groups.add((line.group, line.name))
    return Name(frozenset(groups), line.skill or filters.skill)


def as_text(names: Iterable[Name]) -> list[str]:
    """Names as short texts, for a JSON column, in order."""
    return sorted(text_of(name) for name in names)


def text_of(name: Name) -> str:
    """A name as a short text: `role:planner+tier:service-team/digital-planning`."""
    groups = "+".join(sorted(f"{kind}:{slug}" for kind, slug in name.groups))
    return f"{groups}/{name.skill or ''}"


@dataclass(frozen=True)
class AllBut:
    """All names but these: what is hidden where little is shown."""

    shown: frozenset[Name]

    def __contains__(self, name: object) -> bool:
        """Whether it is hidden."""
        return name not in self.shown


Hidden = frozenset[Name] | AllBut
ALL_BUT = "all but"


def hidden_as_text(hidden: Hidden) -> list[str]:
    """What is hidden as short texts, for a JSON column."""
    return [ALL_BUT, *as_text(hidden.shown)] if isinstance(hidden, AllBut) else as_text(hidden)


def hidden_from_text(texts: Sequence[str]) -> Hidden:
    """What texts say is hidden."""
    if texts[:1] == [ALL_BUT]:
        return AllBut(frozenset(map(from_text, texts[1:])))
    return frozenset(map(from_text, texts))


def from_text(text: str) -> Name:
    """The name that a text says."""
    groups, _, skill = text.partition("/")
    parts = [part.split(":", 1) for part in groups.split("+") if part]
    return Name(frozenset((kind, slug) for kind, slug in parts), skill or None)
