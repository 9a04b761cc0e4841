"""What very many councils together may show, by a rule that needs no linear programs.

A line is shown where every council with anybody in it shows its own line of that name in full, and
where nobody who is counted otherwise together than alone can be told by the difference.
Nobody is told where others stand for them:

- *partners*: in each of their councils at least one more people who serve there alone are in the
  very same shown lines (of a skill) than people who are counted otherwise;
- *likes*: people with partners, of other councils, whom the same lines of councils together count
  otherwise in the same way: one more than twice as many as any T - 1 units have together.

A unit is a council; councils are one unit where somebody of both lacks partners, or where another
partnership's lines tie them: those have no likes to give.

Why this tells nothing that the councils' own reports do not tell. Take figures that all these
reports allow, whatever they are, for the people of T - 1 units (whom a hidden set of fewer than T
people is in), and everybody else at neutral figures. Where somebody of these serves elsewhere too,
a partner there moves the other way: nothing that council shows moves. A line of councils together
is what councils show less those counted twice or at another level, so it has moved by these
alone, and likes elsewhere move it back, each by half a person at most, their partners the other
way. So all lines together stand where they stood, while the people of those units hold what
they held. One partner and one like is to spare for the one person whose record is known.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass

from learning.coverage.rules.figures import RoleFacts
from learning.coverage.rules.protecting import Shown, shown_of
from learning.coverage.rules.standing_in import columns_of, groups_of, names_of
from learning.coverage.rules.table import PUBLISHED, Alike, Name

Place = tuple[int, str]  # (person, skill)
Effect = frozenset[tuple[Name, int, int]]  # (line, level, how often too many)


@dataclass(frozen=True)
class Apart:
    """Somebody who is counted otherwise together than in one council alone."""

    alone: Mapping[int, Alike]  # by council
    together: Alike | None


class ManyCouncils:
    """Adds council after council, and says in the end what all together may show."""

    def __init__(self, roles: Mapping[str, RoleFacts], *, threshold: int) -> None:
        """Of no council yet."""
        self._roles, self.threshold = roles, threshold
        self._people: Counter[Name] = Counter()  # who are counted alike alone and together
        self._others: set[Name] = set()  # lines with people whose names are not public
        self._untold: set[Name] = set()
        self._lonely: dict[Place, set[int]] = defaultdict(set)  # councils without partners there

    def add(
        self,
        council: int,
        kinds: Mapping[Alike, int],
        apart: Mapping[int, Alike],
        hidden: Container[Name],
    ) -> None:
        """A council's people, those who are counted otherwise by themselves; what it hides."""
        people: Counter[Name] = Counter()
        others: set[Name] = set()
        everybody = [*kinds.items(), *((alike, 1) for alike in apart.values())]
        for at, (alike, number) in enumerate(everybody):
            is_public = any(self._roles[role].public for role in alike.roles)
            for name in names_of(alike, self._roles):
                people[name] += number
                if not is_public:
                    others.add(name)
                if at < len(kinds) and _is_candidate(name):
                    self._people[name] += number
        self._others |= {name for name in others if _is_candidate(name)}
        how = {
            name: shown_of(number, is_public=name not in others, threshold=self.threshold)
            for name, number in people.items()
        }
        shown = {name for name in how if how[name] is not Shown.HIDDEN and name not in hidden}
        self._untold |= {n for n in how if n not in shown or how[n] is not Shown.EXACT}
        self._find_partners(council, kinds, apart, shown)

    def _find_partners(
        self,
        council: int,
        kinds: Mapping[Alike, int],
        apart: Mapping[int, Alike],
        shown: Collection[Name],
    ) -> None:
        """Who of those counted otherwise has no partners in the council, for which skill."""
        if not apart:
            return
        alone: Counter[tuple[str, frozenset[Name]]] = Counter()
        for alike, number in kinds.items():
            for column in columns_of(alike, self._roles, shown):
                alone[column] += number
        columns = {person: columns_of(alike, self._roles, shown) for person, alike in apart.items()}
        many = Counter(column for found in columns.values() for column in found)
        for person, found in columns.items():
            for column in found:
                if alone[column] < many[column] + 1:
                    self._lonely[person, column[0]].add(council)

    def shown(
        self, apart: Mapping[int, Apart], *, tied: Iterable[Collection[int]], told_only: bool
    ) -> frozenset[Name]:
        """The lines that all councils together may show in full.

        `tied`: councils that other partnerships' lines tie. `told_only`: no line with anybody who
        is counted otherwise, whoever stands for them.
        """
        people, others = Counter(self._people), set(self._others)
        for one in apart.values():
            if one.together is not None:
                names = {
                    name for name in names_of(one.together, self._roles) if _is_candidate(name)
                }
                people.update(names)
                if not any(self._roles[role].public for role in one.together.roles):
                    others |= names
        shown = {
            name
            for name, number in people.items()
            if name not in self._untold
            and shown_of(number, is_public=name not in others, threshold=self.threshold)
            is Shown.EXACT
        }
        standing = _Standing(self, apart, tied)
        while failing := standing.failing(shown, told_only=told_only):
            shown -= {min(names, key=lambda n: (n.rank, people[n], str(n))) for names in failing}
        return frozenset(shown)

    def effects(self, one: Apart) -> dict[str, Counter[tuple[Name, int]]]:
        """By skill, how often too many lines count somebody at a level, added up."""
        found: dict[str, Counter[tuple[Name, int]]] = defaultdict(Counter)
        signed = [(alike, 1) for alike in one.alone.values()]
        signed += [(one.together, -1)] if one.together is not None else []
        for alike, sign in signed:
            for groups in groups_of(alike, self._roles):
                for skill, level in alike.needs if len(groups) < 2 else ():
                    found[skill][Name(groups, skill), level] += sign
                    found[skill][Name(groups, None), level] += sign
        return found

    def lonely(self, person: int, skill: str) -> Collection[int]:
        """The councils in which somebody has no partners."""
        return self._lonely.get((person, skill), ())


class _Standing:
    """Who stands for whom, in which units."""

    def __init__(
        self, many: ManyCouncils, apart: Mapping[int, Apart], tied: Iterable[Collection[int]]
    ) -> None:
        self._apart, self._many = apart, many
        self._unit: dict[int, int] = {}
        self._effects = {person: many.effects(one) for person, one in apart.items()}
        bound = [frozenset(councils) for councils in tied]
        in_bonds = frozenset[int]().union(*bound)
        for councils in bound:
            self._unite(councils)
        for person, one in apart.items():
            is_lonely = any(many.lonely(person, skill) for skill in self._effects[person])
            if is_lonely or in_bonds & one.alone.keys():
                self._unite(one.alone)
        self._tied = {self._of(council) for council in in_bonds}

    def failing(self, shown: Collection[Name], *, told_only: bool) -> list[set[Name]]:
        """The lines that count people otherwise for whom not enough others stand."""
        alike: dict[tuple[str, Effect], list[int]] = defaultdict(list)
        for person, by_skill in self._effects.items():
            for skill, counts in by_skill.items():
                effect = frozenset(
                    (name, level, count)
                    for (name, level), count in counts.items()
                    if count and name in shown
                )
                if effect:
                    alike[skill, effect].append(person)
        return [
            {name for name, _, _ in effect}
            for (skill, effect), people in alike.items()
            if told_only or not self._are_enough(skill, people)
        ]

    def _are_enough(self, skill: str, people: Collection[int]) -> bool:
        in_unit = Counter(
            unit
            for person in people
            for unit in {self._of(council) for council in self._apart[person].alone}
        )
        most = sum(count for _, count in in_unit.most_common(self._many.threshold - 1))
        likes = sum(
            not self._many.lonely(person, skill)
            and not any(self._of(council) in self._tied for council in self._apart[person].alone)
            for person in people
        )
        return likes > 2 * most

    def _of(self, council: int) -> int:
        while (above := self._unit.get(council, council)) != council:
            council = above
        return council

    def _unite(self, councils: Iterable[int]) -> None:
        first, *others = sorted({self._of(council) for council in councils})
        for other in others:
            self._unit[other] = first


def _is_candidate(name: Name) -> bool:
    """Many councils show no line of two groups, and none of the framework's own requirements."""
    return len(name.groups) < 2 and not (name.skill or "").endswith(PUBLISHED)
