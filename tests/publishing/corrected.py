"""Generated councils in which something is corrected after it was stated, person by person."""

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from learning.coverage.rules.figures import Cell, Filters, Held, Profile, RoleFacts, report
from learning.coverage.rules.no_name import THRESHOLD
from learning.coverage.rules.protecting import hidden_further
from learning.coverage.rules.table import Alike, Name, name_of, structure_of
from learning.publishing.rules.changes import Individual, State, Versions
from learning.publishing.rules.unions import Stated

ROLES = {
    "member": RoleFacts("councillor", public=True, weight=1),
    "staff": RoleFacts("service-team", public=False, weight=1),
    "planner": RoleFacts("service-team", public=False, weight=1),
    "chief": RoleFacts("leadership", public=True, weight=1),
}
NEEDS = {"member": "xy", "staff": "x", "planner": "xz", "chief": "yz"}
NOTHING, ALL = State(0, is_kept=False), State(1, is_kept=True)


@dataclass(frozen=True)
class Somebody:
    """A person with roles, a service, and what they show of each skill they need."""

    roles: frozenset[str]
    service: str | None
    shown: frozenset[str] = frozenset()

    @property
    def skills(self) -> frozenset[str]:
        return frozenset("".join(NEEDS[role] for role in self.roles))

    @property
    def groups(self) -> frozenset[tuple[str, str]]:
        found = {("role", role) for role in self.roles}
        found |= {("tier", ROLES[role].tier) for role in self.roles}
        return frozenset(found | ({("service", self.service)} if self.service else set()))

    @property
    def individual(self) -> Individual:
        services = frozenset([self.service] if self.service else [])
        alike = Alike(self.roles, services, frozenset((s, 1) for s in self.skills), frozenset())
        states = {(skill, 1): ALL if skill in self.shown else NOTHING for skill in self.skills}
        return Individual(alike, states)


People = dict[int, Somebody]


def profiles_of(people: People) -> list[Profile]:
    kinds: dict[tuple[frozenset[str], str | None], int] = {}
    for one in people.values():
        kinds[one.roles, one.service] = kinds.get((one.roles, one.service), 0) + 1
    return [
        Profile(
            frozenset(Held(1, role, service) for role in roles),
            number,
            {s: Cell(1, 0, 0, 0, 0) for s in Somebody(roles, service).skills},
            0,
        )
        for (roles, service), number in kinds.items()
    ]


def hidden_in(people: People) -> frozenset[Name]:
    return hidden_further(structure_of(profiles_of(people), ROLES), threshold=THRESHOLD)


def lines_of(people: People) -> frozenset[Name]:
    """The lines of an unfiltered report."""
    found = report(profiles_of(people), ROLES)
    return frozenset(name_of(line, Filters()) for line in found.lines)


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
    )


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
    members = [Somebody(roles, service) for roles, service, size in kinds for _ in range(size)]
    return dict(enumerate(members))


@st.composite
def corrections(draw: st.DrawFn, people: People) -> People:
    """The same council as it turned out to have been."""
    after = dict(people)
    for _ in range(draw(st.integers(1, 3))):
        first = draw(st.sampled_from(sorted(people)))
        several = range(first, min(len(people), first + draw(st.sampled_from([1, 2, 5, 6, 9]))))
        what = draw(st.sampled_from(["shown", "shown", "left", "joined", "moved"]))
        for number in several:
            if what == "left":
                after.pop(number, None)
            elif what == "joined":
                after[number + 1000] = people[number]
            elif number in after:
                after[number] = _other(after[number], what)
    return after


def _other(one: Somebody, what: str) -> Somebody:
    if what == "shown":
        return replace(one, shown=one.shown ^ {min(one.skills)})
    return replace(one, service="care" if one.service != "care" else "planning")
