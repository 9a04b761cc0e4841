"""What explains the difference between two days, worked out plainly: pair by pair, day by day."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.coverage.reference_pairs import (
    Filters,
    pair_of,
    pairs_of,
    remaining_people,
    roles_held,
    skills_of,
)
from tests.coverage.reference_rows import (
    RoleHeld,
    highest_level,
    is_withdrawn,
    live_counted_evidence,
)
from tests.coverage.world import EvidenceRow, World

ONE_DAY = timedelta(days=1)
# (person, skill) → (reason, change of met, change of required)
Differences = dict[tuple[int, str], tuple[str, int, int]]


@dataclass(frozen=True)
class Sight:
    """Whose people a lead sees: everybody's, or those of some tiers or services."""

    tiers: tuple[str, ...] = ()
    services: tuple[str, ...] = ()

    def of(self, held: list[RoleHeld]) -> list[RoleHeld]:
        """All roles of the people with at least one in sight."""
        if not self.tiers and not self.services:
            return held
        seen = {r.person for r in held if r.tier in self.tiers or r.service in self.services}
        return [row for row in held if row.person in seen]


EVERYTHING, EVERYBODY = Filters(), Sight()


@dataclass(frozen=True)
class State:
    """A council at a day and a moment."""

    world: World
    organisation: str
    as_at: date
    known_at: datetime
    filters: Filters = EVERYTHING
    sight: Sight = EVERYBODY

    def held(self) -> list[RoleHeld]:
        """The roles that count, of everybody in sight."""
        here = [self.organisation]
        return self.sight.of(roles_held(self.world, here, self.as_at, self.known_at))

    def people(self) -> set[int]:
        """Whom the figures are about."""
        return set(remaining_people(self.held(), self.filters))

    def level(self, person: int, skill: str, roles: list[RoleHeld]) -> int:
        """What somebody with these roles would need of a skill now; 0 for nothing."""
        if not roles:
            return 0
        pair = pair_of(self.world, person, skill, roles, self.as_at, self.known_at)
        return pair.required if pair else 0

    def shown(self, person: int, skill: str) -> int:
        """The level held now."""
        live = live_counted_evidence(self.world, person, skill, self.as_at, self.known_at)
        return highest_level(live)


def differences(before: State, after: State) -> Differences:
    """Every pair that counts otherwise, once, with its reason; both known at one moment."""
    found: Differences = {}
    was_there, is_there = before.people(), after.people()
    for person in sorted(was_there | is_there):
        for skill in skills_of(before.world):
            wanted = before.filters.skill
            if wanted is not None and wanted != skill:
                continue
            one = difference(before, after, person, skill, person in was_there, person in is_there)
            if one is not None:
                found[person, skill] = one
    return found


def difference(
    before: State, after: State, person: int, skill: str, was_there: bool, is_there: bool
) -> tuple[str, int, int] | None:
    """(reason, change of met, change of required) of one pair, or None where nothing changed."""
    old_roles = [row for row in before.held() if row.person == person]
    new_roles = [row for row in after.held() if row.person == person]
    was_needed = before.level(person, skill, old_roles) if was_there else 0
    is_needed = after.level(person, skill, new_roles) if is_there else 0
    if not was_needed and not is_needed:
        return None
    was_shown, is_shown = before.shown(person, skill), after.shown(person, skill)
    was_met = was_needed > 0 and was_shown >= was_needed
    is_met = is_needed > 0 and is_shown >= is_needed
    met, required = is_met - was_met, (is_needed > 0) - (was_needed > 0)
    old_roles_now = after.level(person, skill, old_roles)
    if was_there and not is_there:
        reason = "left"
    elif is_there and not was_there:
        reason = "joined"
    elif (met, required) == (0, 0):
        return None
    elif required:
        levels_alone = (old_roles_now > 0) == (is_needed > 0)
        reason = "level-changed" if levels_alone else "roles-changed"
    elif is_met and is_shown >= was_needed:
        reason = "gained"
    elif was_met and is_shown < was_needed:
        reason = lost_by(before, after, person, skill, was_needed)
    else:
        levels_alone = (is_shown >= old_roles_now) == is_met
        reason = "level-changed" if levels_alone else "roles-changed"
    return reason, met, required


def lost_by(before: State, after: State, person: int, skill: str, level: int) -> str:
    """Goes back day by day to the last on which the level was held: what ended on the next?"""
    world, known_at, day = before.world, after.known_at, after.as_at
    while day >= before.as_at:
        live = [
            row
            for row in live_counted_evidence(world, person, skill, day, known_at)
            if row.level >= level
        ]
        if live:
            return (
                "withdrawn" if any(is_taken(world, r, day, known_at) for r in live) else "expired"
            )
        day -= ONE_DAY
    return "corrected"


def is_taken(world: World, row: EvidenceRow, day: date, known_at: datetime) -> bool:
    """Whether a piece that is live on a day is withdrawn from the next, and would not run out."""
    on = day + ONE_DAY
    runs_out = row.expires_on is not None and row.expires_on <= on
    return is_withdrawn(world, row.evidence, on, known_at) and not runs_out


def explained(first: State, middle: State, last: State) -> dict[str, tuple[int, int, int]]:
    """Reason → (pairs, met, required); `middle` is the first day as the last moment knows it."""
    pairs: Counter[str] = Counter()
    met: Counter[str] = Counter()
    required: Counter[str] = Counter()
    corrected = differences(first, middle).values()
    steps = [("corrected", *change) for _, *change in corrected]
    for reason, more_met, more_required in [*steps, *differences(middle, last).values()]:
        pairs[reason] += 1
        met[reason] += more_met
        required[reason] += more_required
    return {reason: (pairs[reason], met[reason], required[reason]) for reason in pairs}


def totals(state: State) -> tuple[int, int]:
    """(met, required) of the overall line."""
    pairs = pairs_of(state.world, state.held(), state.as_at, state.known_at, state.filters)
    return len([pair for pair in pairs if pair.is_met]), len(pairs)
