"""People as several reports see them, and every line that readers of all these reports see.

Written over people one by one: the product knows kinds of people, and nothing of this.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from learning.coverage.rules.figures import (
    Cell,
    Filters,
    Held,
    Line,
    Profile,
    RoleFacts,
    report,
)
from learning.coverage.rules.joint import Joint, Kind, hidden_together
from learning.coverage.rules.many import Apart, ManyCouncils
from learning.coverage.rules.narrowing import narrow
from learning.coverage.rules.no_name import THRESHOLD, Hiding
from learning.coverage.rules.protecting import hidden_further
from learning.coverage.rules.table import Alike, AllBut, Hidden, structure_of
from tests.coverage.intruder import BAND, EXACT, FURTHER, HIDDEN, Intruder, Pair

ALL = "all together"
ROLES = {
    "member": RoleFacts("councillor", public=True, weight=1),
    "chair": RoleFacts("councillor", public=True, weight=1),
    "staff": RoleFacts("service-team", public=False, weight=1),
    "chief": RoleFacts("leadership", public=True, weight=1),
}


@dataclass(frozen=True)
class Sight:
    """What one report sees of somebody."""

    roles: frozenset[str]
    services: frozenset[str]
    needs: frozenset[tuple[str, int]]  # (skill, level)

    def __or__(self, other: "Sight") -> "Sight":
        """What councils together see: all roles, and the highest level of each skill."""
        highest: dict[str, int] = {}
        for skill, level in (*self.needs, *other.needs):
            highest[skill] = max(level, highest.get(skill, 0))
        needs = frozenset(highest.items())
        return Sight(self.roles | other.roles, self.services | other.services, needs)

    @property
    def groups(self) -> frozenset[tuple[str, str]]:
        roles = {("role", role) for role in self.roles} | {
            ("tier", ROLES[role].tier) for role in self.roles
        }
        return frozenset(roles | {("service", service) for service in self.services})


Somebody = Mapping[str, Sight]  # by report


def together(places: Mapping[str, Sight], views: Mapping[str, Iterable[str]]) -> Somebody:
    """Somebody who serves these councils, as the councils and sets of councils see them."""
    seen = dict(places)
    for view, councils in views.items():
        here = [places[council] for council in councils if council in places]
        if here:
            whole = here[0]
            for one in here[1:]:
                whole |= one
            seen[view] = whole
    return seen


def profiles_of(people: Sequence[Somebody], view: str) -> list[Profile]:
    counted = Counter(one[view] for one in people if view in one)
    return [
        Profile(
            frozenset(Held(at, role, service) for role in sight.roles for service in _or(sight)),
            number,
            {skill: Cell(level, 0, 0, 0, 0) for skill, level in sorted(sight.needs)},
            0,
        )
        for at, (sight, number) in enumerate(counted.items(), start=1)
    ]


def _or(sight: Sight) -> Iterable[str | None]:
    return sight.services or (None,)


def joint_of(people: Sequence[Somebody], hidden: Mapping[str, Hidden]) -> Joint:
    kinds: Counter[Kind] = Counter()
    for one in people:
        kinds[frozenset((view, _alike(sight)) for view, sight in one.items())] += 1
    return Joint(kinds, hidden, ROLES)


def hidden_by_each(
    people: Sequence[Somebody], councils: Iterable[str], *, threshold: int = THRESHOLD
) -> dict[str, Hidden]:
    """What each council's own view hides, decided by itself."""
    return {
        council: hidden_further(
            structure_of(profiles_of(people, council), ROLES), threshold=threshold
        )
        for council in councils
    }


def hidden_of_many(
    people: Sequence[Somebody],
    hidden: Mapping[str, Hidden],
    *,
    threshold: int,
    tied: Sequence[Sequence[str]] = (),
    told_only: bool = False,
) -> Hidden:
    """What all of these councils hide together by the rule for many."""
    many = ManyCouncils(ROLES, threshold=threshold)
    numbers = {council: number for number, council in enumerate(hidden)}
    apart = {
        at: Apart({numbers[c]: _alike(one[c]) for c in hidden if c in one}, _alike(one[ALL]))
        for at, one in enumerate(people)
        if len(one.keys() & hidden.keys()) > 1
    }
    for council, number in numbers.items():
        here = {at: one.alone[number] for at, one in apart.items() if number in one.alone}
        kinds = Counter(
            _alike(one[council])
            for at, one in enumerate(people)
            if council in one and at not in apart
        )
        many.add(number, kinds, here, hidden[council])
    bound = [[numbers[council] for council in each] for each in tied]
    return AllBut(many.shown(apart, tied=bound, told_only=told_only))


def _alike(sight: Sight) -> Alike:
    return Alike(sight.roles, sight.services, sight.needs, frozenset())


def hidden_beside(people: Sequence[Somebody], hidden: Mapping[str, Hidden], view: str) -> Hidden:
    """What a set of councils hides together, beside those that are decided."""
    seen = [
        {name: sight for name, sight in one.items() if name in hidden or name == view}
        for one in people
    ]
    return hidden_together(joint_of(seen, hidden), view, threshold=THRESHOLD)


def lines_seen(
    people: Sequence[Somebody], hidden: Mapping[str, Hidden], *, threshold: int = THRESHOLD
) -> dict[frozenset[Pair], str]:
    """Each line of each view of these reports, by what it counts, as it shows best."""
    lines: dict[frozenset[Pair], str] = {}
    for view, further in hidden.items():
        profiles, hiding = profiles_of(people, view), Hiding(further, threshold)
        for filters in _filters(people, view):
            found = hiding.hide(report(narrow(profiles, ROLES, filters), ROLES), filters)
            for line in found.lines:
                if line.required:
                    cells = _pairs(people, view, line, filters)
                    assert len(cells) == line.required
                    _note(lines, cells, how_shown(line, threshold))
    return lines


def _note(lines: dict[frozenset[Pair], str], cells: frozenset[Pair], shown: str) -> None:
    order = (EXACT, BAND, FURTHER, HIDDEN)
    lines[cells] = min(shown, lines.get(cells, HIDDEN), key=order.index)


def _filters(people: Sequence[Somebody], view: str) -> list[Filters]:
    groups = sorted({group for one in people if view in one for group in one[view].groups})
    skills = sorted({skill for one in people if view in one for skill, _ in one[view].needs})
    chosen = [{}, *({kind: slug} for kind, slug in groups)]
    return [Filters(**one, skill=skill) for one in chosen for skill in (None, *skills)]


def _pairs(people: Sequence[Somebody], view: str, line: Line, filters: Filters) -> frozenset[Pair]:
    groups = {(kind, slug) for kind, slug in filters.given.items() if kind != "skill"}
    if line.group not in {"overall", "skill"}:
        groups.add((line.group, line.name))
    return frozenset(
        (number, f"{skill} {level}")
        for number, one in enumerate(people)
        if view in one and one[view].groups >= groups
        for skill, level in one[view].needs
        if (line.skill or filters.skill) in {None, skill}
    )


def how_shown(line: Line, threshold: int) -> str:
    if not line.suppressed:
        return EXACT
    if line.band:
        return BAND
    return HIDDEN if line.people < threshold else FURTHER


def intruder(
    people: Sequence[Somebody],
    hidden: Mapping[str, Hidden],
    known: int | None = None,
    *,
    threshold: int = THRESHOLD,
) -> Intruder:
    """Who reads all these reports; the pairs of all people are there, shown anywhere or not."""
    lines = lines_seen(people, hidden, threshold=threshold)
    pairs = {
        (number, f"{skill} {level}")
        for number, one in enumerate(people)
        for sight in one.values()
        for skill, level in sight.needs
    }
    for pair in pairs:
        lines.setdefault(frozenset({pair}), FURTHER)
    by_skill: dict[tuple[int, str], list[Pair]] = {}
    for number, need in sorted(pairs):
        by_skill.setdefault((number, need.split()[0]), []).append((number, need))
    steps = [
        (higher, lower) for of_one in by_skill.values() for lower, higher in combinations(of_one, 2)
    ]
    return Intruder(lines, known, at_most=steps)


def learns_more(
    people: Sequence[Somebody],
    before: Mapping[str, Hidden],
    after: Mapping[str, Hidden],
    known: int | None = None,
    *,
    threshold: int = THRESHOLD,
) -> list[frozenset[Pair]]:
    """What is protected of which a reader of `after` learns more than a reader of `before`."""
    less = intruder(people, before, known, threshold=threshold)
    more = intruder(people, after, known, threshold=threshold)
    found = []
    protected = {cells: shown for cells, shown in more.lines.items() if shown in {BAND, HIDDEN}}
    for few in more.isolates(threshold) if known is None else ():
        protected.setdefault(few, HIDDEN)
    for cells, shown in protected.items():
        ends = (True, False) if shown == HIDDEN else (True,)
        if any(abs(less.end(cells, most=e) - more.end(cells, most=e)) > 1e-5 for e in ends):
            found.append(cells)
    return found
