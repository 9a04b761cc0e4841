"""Adds up the lines of the report from profiles: people who hold the same roles.

Everybody with the same roles in the same services stands in the same groups and needs the
same skills. So every line, under every filter, is an exact sum over profiles.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import mul
from typing import NamedTuple

from learning.catalogue.published import Catalogue


class Held(NamedTuple):
    """A role in an organisation and, where there is one, a service."""

    organisation: int
    role: str
    service: str | None


class Cell(NamedTuple):
    """What the people of one profile show of one skill they need."""

    level: int  # the level they need
    met: int
    expiring: int  # of met: not met in 90 days by today's evidence alone
    below: int  # something shown, at a lower level
    levels_held: int  # sum of min(held, needed)
    said: int = 0  # who say of themselves that they hold the level; never inside the others
    said_below: int = 0  # who say that they hold a lower one


@dataclass(frozen=True)
class Profile:
    """People who hold the same roles."""

    held: frozenset[Held]
    people: int
    cells: Mapping[str, Cell]  # by skill
    meeting_all: int  # of the people: who meet everything they need

    @cached_property
    def roles(self) -> frozenset[str]:
        """The slugs of the roles they hold."""
        return frozenset(one.role for one in self.held)

    @cached_property
    def services(self) -> frozenset[str]:
        """The services they work in."""
        return frozenset(one.service for one in self.held if one.service)


@dataclass(frozen=True)
class Filters:
    """Which people (who satisfy all that are given) and which pairs a report is about."""

    role: str | None = None
    tier: str | None = None
    service: str | None = None
    skill: str | None = None

    @cached_property
    def given(self) -> dict[str, str]:
        """The filters that are set, by name."""
        names = {"role": self.role, "tier": self.tier, "service": self.service, "skill": self.skill}
        return {name: value for name, value in names.items() if value is not None}


class Line(NamedTuple):  # a page makes more than a thousand, which a dataclass takes long for
    """One line of the report: a group of people and, but for the overall line, one skill."""

    group: str  # overall, skill, role, tier or service
    name: str
    skill: str | None
    people: int
    required: int
    met: int
    expiring: int
    below: int
    levels_held: int
    levels_needed: int
    public: bool  # everyone in it holds a role whose holders' names are public
    suppressed: bool = False  # without names: its numbers are not told
    band: str | None = None  # of a suppressed line: fewer-than-half or half-or-more

    @property
    def none(self) -> int:
        """Pairs with nothing shown."""
        return self.required - self.met - self.below

    @property
    def short(self) -> int:
        """Pairs not met."""
        return self.required - self.met

    @property
    def percentage(self) -> int:
        """Coverage for reading, in whole per cents."""
        return percentage(self.met, self.required)


@dataclass(frozen=True)
class Report:
    """All lines about the people and pairs that the filters leave."""

    overall: Line
    people_meeting_all: int
    skills: Sequence[Line] = ()
    roles: Sequence[Line] = ()
    tiers: Sequence[Line] = ()
    services: Sequence[Line] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line, the overall first."""
        return (self.overall, *self.skills, *self.roles, *self.tiers, *self.services)


@dataclass(frozen=True)
class RoleFacts:
    """What the report needs to know of a role."""

    tier: str
    public: bool
    weight: int  # how many times a level short counts among the gaps that matter most


def role_facts(catalogue: Catalogue) -> dict[str, RoleFacts]:
    """What the report needs to know of each role."""
    return {
        role.slug: RoleFacts(role.tier.value, role.public, role.weight)
        for role in catalogue.roles.values()
    }


def percentage(met: int, required: int) -> int:
    """0 only for none and 100 only for all; between them rounded and kept within 1 to 99."""
    if met == 0:
        return 0
    if met == required:
        return 100
    return min(99, max(1, (200 * met + required) // (2 * required)))


def report(profiles: Sequence[Profile], roles: Mapping[str, RoleFacts]) -> Report:
    """All lines about these people and their pairs."""
    return Report(
        overall=overall_of(profiles, roles),
        people_meeting_all=sum(profile.meeting_all for profile in profiles if profile.cells),
        skills=skill_lines(profiles, roles),
        roles=_lines(profiles, "role", roles, lambda profile: profile.roles),
        tiers=_lines(profiles, "tier", roles, lambda p: {roles[role].tier for role in p.roles}),
        services=_lines(profiles, "service", roles, lambda profile: profile.services),
    )


def skill_lines(profiles: Iterable[Profile], roles: Mapping[str, RoleFacts]) -> tuple[Line, ...]:
    """The lines of the skills alone."""
    return _lines(profiles, "skill", roles, None)


def overall_of(profiles: Iterable[Profile], roles: Mapping[str, RoleFacts]) -> Line:
    """The overall line alone."""
    there = [profile for profile in profiles if profile.cells]
    return added_up(
        ("overall", "", None),
        [cell for profile in there for cell in profile.cells.values()],
        [profile.people for profile in there for _ in profile.cells],
        people=sum(profile.people for profile in there),
        public=all(_is_public(profile, roles) for profile in there),
    )


def added_up(
    about: tuple[str, str, str | None],
    cells: Sequence[Sequence[int]],
    numbers: Sequence[int],
    *,
    people: int,
    public: bool,
) -> Line:
    """The line about a group, its name and a skill: of cells and how many people each is of.

    Column by column, which is quick: a page adds up tens of thousands of cells.
    """
    flat, width = list(chain.from_iterable(cells)), len(Cell._fields)
    levels, met, expiring, below, levels_held, *_said = (flat[at::width] for at in range(width))
    return Line(
        *about,
        people=people,
        required=sum(numbers),
        met=sum(met),
        expiring=sum(expiring),
        below=sum(below),
        levels_held=sum(levels_held),
        levels_needed=sum(map(mul, levels, numbers)),
        public=public and people > 0,
    )


def _is_public(profile: Profile, roles: Mapping[str, RoleFacts]) -> bool:
    return any(roles[role].public for role in profile.roles)


def _lines(
    profiles: Iterable[Profile],
    group: str,
    roles: Mapping[str, RoleFacts],
    groups_of: Callable[[Profile], Iterable[str]] | None,
) -> tuple[Line, ...]:
    found: dict[tuple[str, str], list[tuple[Cell, int, bool]]] = defaultdict(list)
    for profile in profiles:
        public = _is_public(profile, roles)
        groups = tuple(groups_of(profile)) if groups_of else None
        for skill, cell in profile.cells.items():
            for name in (skill,) if groups is None else groups:
                found[name, skill].append((cell, profile.people, public))
    return tuple(_line((group, *key), found[key]) for key in sorted(found))


def _line(about: tuple[str, str, str], needing: Sequence[tuple[Cell, int, bool]]) -> Line:
    cells, numbers, public = zip(*needing, strict=True)
    return added_up(about, cells, numbers, people=sum(numbers), public=all(public))
