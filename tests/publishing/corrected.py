"""Generated councils in which something is corrected after it was stated, person by person."""

from collections import Counter
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from learning.coverage.rules.figures import Cell, Filters, Held, Profile, RoleFacts, report
from learning.coverage.rules.no_name import THRESHOLD, Hiding
from learning.coverage.rules.protecting import hidden_further
from learning.coverage.rules.table import Alike, Name, name_of, structure_of
from learning.publishing.rules.changes import (
    BY_CHECK,
    Individual,
    State,
    Versions,
    by_check_of,
    own_word_of,
)
from learning.publishing.rules.unions import Stated

ROLES = {
    "member": RoleFacts("councillor", public=True, weight=1),
    "staff": RoleFacts("service-team", public=False, weight=1),
    "planner": RoleFacts("service-team", public=False, weight=1),
    "chief": RoleFacts("leadership", public=True, weight=1),
}
NEEDS = {"member": "xy", "staff": "x", "planner": "xz", "chief": "yz"}  # all at level 1
# What the framework asks where the council has set levels of its own: more, and other skills.
FRAMEWORK = {
    "member": {"x": 1, "y": 1, "w": 1},
    "staff": {"x": 2},
    "planner": {"x": 1, "z": 2},
    "chief": {"y": 1, "z": 1},
}
Need = tuple[str, int]


@dataclass(frozen=True)
class Somebody:
    """A person with roles, a service, what they hold of skills, and what they say they do."""

    roles: frozenset[str]
    service: str | None
    shown: frozenset[str] = frozenset()  # held at level 1
    more: frozenset[str] = frozenset()  # held at level 2
    known: frozenset[str] = frozenset()  # by a check
    says: frozenset[str] = frozenset()
    has_own: bool = False  # the council has set levels of its own

    @property
    def skills(self) -> frozenset[str]:
        return frozenset("".join(NEEDS[role] for role in self.roles))

    @property
    def framework(self) -> dict[str, int]:
        if not self.has_own:
            return {}
        asked = [need for role in sorted(self.roles) for need in FRAMEWORK[role].items()]
        return {skill: max(n for one, n in asked if one == skill) for skill, _ in asked}

    @property
    def groups(self) -> frozenset[tuple[str, str]]:
        found = {("role", role) for role in self.roles}
        found |= {("tier", ROLES[role].tier) for role in self.roles}
        return frozenset(found | ({("service", self.service)} if self.service else set()))

    def state(self, skill: str, level: int) -> State:
        held = min(2 if skill in self.more else int(skill in self.shown), level)
        return State(held, is_kept=held == level)

    @property
    def individual(self) -> Individual:
        services = frozenset([self.service] if self.service else [])
        needs = frozenset((skill, 1) for skill in self.skills)
        published = frozenset(self.framework.items())
        states: dict[Need, object] = {need: self.state(*need) for need in needs | published}
        states |= {(f"{skill}{BY_CHECK}", 1): skill in self.known for skill in self.skills}
        says = {(skill, 1): skill in self.says for skill in self.skills}
        return Individual(Alike(self.roles, services, needs, published), states, says)


People = dict[int, Somebody]


def profiles_of(people: People, *, as_published: bool = False) -> list[Profile]:
    kinds = Counter((one.roles, one.service, one.has_own) for one in people.values())
    found = []
    for (roles, service, has_own), number in kinds.items():
        one = Somebody(roles, service, has_own=has_own)
        needs = one.framework if as_published else dict.fromkeys(one.skills, 1)
        cells = {skill: Cell(level, 0, 0, 0, 0) for skill, level in needs.items()}
        held = frozenset(Held(1, role, service) for role in roles)
        found.append(Profile(held, number, cells, 0))
    return found


def hidden_in(people: People) -> frozenset[Name]:
    published = profiles_of(people, as_published=True)
    structure = structure_of(profiles_of(people), ROLES, published)
    return hidden_further(structure, threshold=THRESHOLD)


def lines_of(people: People) -> frozenset[Name]:
    """The lines of an unfiltered report, and what stands beside them."""
    found = report(profiles_of(people), ROLES)
    lines = {name_of(line, Filters()) for line in found.lines}
    skills = {skill for one in people.values() for skill in one.skills}
    beside = {of(skill) for skill in skills for of in (own_word_of, by_check_of)}
    return frozenset(lines | beside | {Name(frozenset(), None).as_published})


def stated_of(before: People, after: People) -> Stated:
    """What is judged: everything said before, and what the last figures may say anew."""
    versions = [{n: one.individual for n, one in people.items()} for people in (before, after)]
    return Stated(
        versions=Versions(versions),
        roles=ROLES,
        said=(),
        hidden=hidden_in(before),
        wanted=lines_of(before),
        threshold=THRESHOLD,
        by_check=rungs_of(before),
    )


def rungs_of(people: People) -> frozenset[str]:
    """The skills whose line over everybody is exact."""
    found = report(profiles_of(people), ROLES)
    hiding = Hiding(hidden_in(people), THRESHOLD)
    exact = (line for line in hiding.hide(found, Filters()).skills if not line.suppressed)
    return frozenset(line.skill for line in exact if line.skill)


@st.composite
def councils(draw: st.DrawFn) -> People:
    kinds = draw(
        st.lists(
            st.tuples(
                st.frozensets(st.sampled_from(sorted(ROLES)), min_size=1, max_size=2),
                st.sampled_from([None, "planning", "care"]),
                st.integers(1, 14),
            ),
            min_size=2,
            max_size=6,
            unique_by=lambda one: one[:2],
        )
    )
    has_own = draw(st.booleans())
    members = [
        Somebody(roles, service, has_own=has_own)
        for roles, service, size in kinds
        for _ in range(size)
    ]
    return dict(enumerate(members))


@st.composite
def corrections(draw: st.DrawFn, people: People) -> People:
    """The same council as it turned out to have been."""
    after = dict(people)
    whats = ("shown", "shown", "more", "known", "both", "says", "left", "joined", "moved")
    for _ in range(draw(st.integers(1, 3))):
        first = draw(st.sampled_from(sorted(people)))
        several = range(first, min(len(people), first + draw(st.sampled_from([1, 2, 5, 6, 9]))))
        what = draw(st.sampled_from(whats))
        for number in several:
            if what == "left":
                after.pop(number, None)
            elif what == "joined":
                after[number + 1000] = people[number]
            elif number in after:
                after[number] = _other(after[number], what)
    return after


def _other(one: Somebody, what: str) -> Somebody:
    skill = {min(one.skills)}
    if what == "moved":
        return replace(one, service="care" if one.service != "care" else "planning")
    if what == "both":  # one piece of evidence, from a check
        return replace(one, shown=one.shown ^ skill, known=one.known ^ skill)
    return replace(one, **{what: getattr(one, what) ^ skill})
