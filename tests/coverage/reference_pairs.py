"""Requirement pairs with their statuses, and the lines of the report they stand in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.coverage.reference_rows import (
    RoleHeld,
    highest_level,
    level_required,
    live_counted_evidence,
    roles_held_in,
)
from tests.coverage.world import World

SOON = timedelta(days=90)


@dataclass(frozen=True)
class Pair:
    """A person and a skill with a required level of 1 or more."""

    person: int
    skill: str
    required: int
    held: int
    held_in_90_days: int
    weight: int

    @property
    def is_met(self) -> bool:
        """'met: held level >= required level'."""
        return self.held >= self.required

    @property
    def is_expiring(self) -> bool:
        """'Of met, expiring is the part that would not be met on D + 90 days'."""
        return self.is_met and self.held_in_90_days < self.required

    @property
    def is_below(self) -> bool:
        """'below: held level from 1 to required - 1'."""
        return 1 <= self.held <= self.required - 1

    @property
    def is_none(self) -> bool:
        """'none: held level 0'."""
        return self.held == 0


@dataclass(frozen=True)
class Filters:
    """'role, tier, service choose people ... and keep all their pairs; skill chooses pairs'."""

    role: str | None = None
    tier: str | None = None
    service: str | None = None
    skill: str | None = None

    def given(self) -> dict[str, str]:
        """The filters that were given, by name."""
        named = {"role": self.role, "tier": self.tier, "service": self.service}
        named["skill"] = self.skill
        return {name: value for name, value in named.items() if value is not None}


@dataclass(frozen=True)
class Line:
    """'A line is about a group of people and, but for the overall line, one skill'."""

    group: str
    name: str
    skill: str
    pairs: tuple[Pair, ...]

    @property
    def key(self) -> tuple[str, str, str]:
        """The line's columns `group`, `name` and `skill`."""
        return (self.group, self.name, self.skill)


def held_in_90_days(world: World, person: int, skill: str, as_at: date, known_at: datetime) -> int:
    """'on D + 90 days by the evidence live at D, looking at expires_on alone'."""
    lasting = [
        row
        for row in live_counted_evidence(world, person, skill, as_at, known_at)
        if row.expires_on is None or row.expires_on > as_at + SOON
    ]
    return highest_level(lasting)


def skills_of(world: World) -> list[str]:
    """Every skill that any role was ever asked for, in any organisation."""
    skills = {row.skill for row in world.requirements} | {row.skill for row in world.settings}
    return sorted(skills)


def pair_of(
    world: World,
    person: int,
    skill: str,
    theirs: Sequence[RoleHeld],
    as_at: date,
    known_at: datetime,
) -> Pair | None:
    """'the required level for S is the highest among their held roles' requirements there'."""
    asked = []
    for held in theirs:
        level = level_required(world, held.organisation, held.role, skill, as_at, known_at)
        asked.append((level, held.weight))
    required = max(level for level, _ in asked)
    if required == 0:
        return None
    weight = max(weight for level, weight in asked if level == required)
    shown = highest_level(live_counted_evidence(world, person, skill, as_at, known_at))
    later = held_in_90_days(world, person, skill, as_at, known_at)
    return Pair(person, skill, required, shown, later, weight)


def roles_held(
    world: World, councils: Sequence[str], as_at: date, known_at: datetime
) -> list[RoleHeld]:
    """Every held role that counts in any of these councils."""
    found = []
    for council in councils:
        found.extend(roles_held_in(world, council, as_at, known_at))
    return found


def remaining_people(held: Sequence[RoleHeld], filters: Filters) -> list[int]:
    """'choose people (who satisfy all that are given)'."""
    remaining = []
    for person in sorted({row.person for row in held}):
        theirs = [row for row in held if row.person == person]
        has_role = filters.role is None or filters.role in [row.role for row in theirs]
        has_tier = filters.tier is None or filters.tier in [row.tier for row in theirs]
        has_service = filters.service is None or filters.service in [row.service for row in theirs]
        if has_role and has_tier and has_service:
            remaining.append(person)
    return remaining


def pairs_of(
    world: World, held: Sequence[RoleHeld], as_at: date, known_at: datetime, filters: Filters
) -> list[Pair]:
    """'All lines and the overall are about what remains' after the filters."""
    found = []
    for person in remaining_people(held, filters):
        theirs = [row for row in held if row.person == person]
        for skill in skills_of(world):
            if filters.skill is not None and skill != filters.skill:
                continue
            pair = pair_of(world, person, skill, theirs, as_at, known_at)
            if pair is not None:
                found.append(pair)
    return found


def lines_by_skill(group: str, name: str, pairs: Sequence[Pair]) -> list[Line]:
    """'A line nobody needs is absent from the data'."""
    lines = []
    for skill in sorted({pair.skill for pair in pairs}):
        of_skill = tuple(pair for pair in pairs if pair.skill == skill)
        lines.append(Line(group, name, skill, of_skill))
    return lines


def lines_by_group(
    group: str,
    name_of: Callable[[RoleHeld], str | None],
    held: Sequence[RoleHeld],
    pairs: Sequence[Pair],
) -> list[Line]:
    """'A group is a group of people ... with all they need through all their roles there'."""
    names = {name for row in held if (name := name_of(row)) is not None}
    lines = []
    for name in sorted(names):
        people = {row.person for row in held if name_of(row) == name}
        theirs = [pair for pair in pairs if pair.person in people]
        lines.extend(lines_by_skill(group, name, theirs))
    return lines


def lines_of(held: Sequence[RoleHeld], pairs: Sequence[Pair]) -> list[Line]:
    """'Groups: everyone; a role; a tier; a service'."""
    return [
        Line("overall", "", "", tuple(pairs)),
        *lines_by_skill("skill", "", pairs),
        *lines_by_group("role", lambda row: row.role, held, pairs),
        *lines_by_group("tier", lambda row: row.tier, held, pairs),
        *lines_by_group("service", lambda row: row.service, held, pairs),
    ]
