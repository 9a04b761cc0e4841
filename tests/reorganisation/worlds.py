"""Generated councils with a plan for them: merged, split, with other boundaries, or all."""

from dataclasses import dataclass, replace
from datetime import date

from hypothesis import strategies as st

from learning.reorganisation.rules.whither import Fate
from tests.coverage.strategies import SERVICES, worlds
from tests.coverage.strategies_days import ALWAYS, DAY, FIRST, LONG_AGO, near
from tests.coverage.strategies_levels import Draw
from tests.coverage.world import HeldRoleRow, MembershipRow, OrganisationRow, World

NEW = ("new-a", "new-b")
VESTING = st.sampled_from([near(-30), near(-1), DAY, near(1), near(2)])
SHADOW = 100_000  # numbers of memberships that somebody has in a new council already
SHADOW_STARTS = st.sampled_from([near(-60), DAY, near(5)])
Said = tuple[str, str, Fate, str | None]  # kind, slug, fate, to


@dataclass(frozen=True)
class Drawn:
    """A plan in short names."""

    vests_on: date
    leaving: tuple[tuple[str, bool, tuple[Said, ...]], ...]  # council, goes on, what is said
    following: tuple[str, ...]
    levels: tuple[tuple[str, str], ...]  # (successor, predecessor) whose levels are taken over
    restricted: tuple[int, ...]  # people


@dataclass(frozen=True)
class Case:
    """A world with a plan, and people on its list by predecessor."""

    world: World
    drawn: Drawn
    listed: tuple[tuple[str, int, Fate, str | None], ...]


@st.composite
def cases(draw: Draw) -> Case:
    """A world whose councils all exist throughout, two new ones, and a plan."""
    world = draw(worlds())
    councils = [
        replace(one, starts_on=ALWAYS[0], ends_on=None, nation="England")
        for one in world.organisations
    ]
    world = replace(
        world, organisations=(*councils, *(OrganisationRow(slug, LONG_AGO) for slug in NEW))
    )
    slugs = [one.slug for one in councils]
    kind = draw(st.sampled_from(["merge", "split", "boundary", "all"]))
    drawn = _drawn(draw, kind, slugs, [one.slug for one in world.roles], sorted(people_of(world)))
    if draw(st.booleans()):
        world = _with_shadows(draw, world)
    listed = tuple(_listed(draw, world, drawn))
    return Case(world, drawn, listed)


def people_of(world: World) -> set[int]:
    return {one.person for one in world.memberships}


def _drawn(draw: Draw, kind: str, slugs: list[str], roles: list[str], people: list[int]) -> Drawn:
    goals: tuple[str, ...] = NEW if kind in ("split", "all") else NEW[:1]
    leaving = slugs if kind in ("merge", "all") else slugs[:1]
    goes_on = kind == "boundary"
    if goes_on and len(slugs) > 1:
        goals = (slugs[1],)
    said = []
    for council in leaving:
        rest = Fate.STAYS if goes_on else Fate.GOES
        lines: list[Said] = [("everybody", "", rest, None if goes_on else goals[0])]
        if kind != "merge":
            service = draw(st.sampled_from(SERVICES))
            lines.append(("service", service, Fate.GOES, goals[-1]))
        if draw(st.booleans()):
            lines.append(("role", draw(st.sampled_from(roles)), Fate.ENDS, None))
        said.append((council, goes_on, tuple(lines)))
    taken = [(goals[0], council) for council in leaving[:1] if draw(st.booleans())]
    restricted = draw(st.sets(st.sampled_from(people), max_size=2)) if people else set()
    return Drawn(draw(VESTING), tuple(said), goals, tuple(taken), tuple(sorted(restricted)))


def _with_shadows(draw: Draw, world: World) -> World:
    """Some people belong to the new council already, as members of a shadow authority do."""
    rows, roles = [], []
    for person in sorted(people_of(world))[:3]:
        starts_on = draw(SHADOW_STARTS)
        number = SHADOW + person
        rows.append(MembershipRow(number, person, NEW[0], starts_on, recorded_at=FIRST))
        role = draw(st.sampled_from(world.roles)).slug
        roles.append(HeldRoleRow(number, role, None, starts_on, recorded_at=FIRST))
    return replace(
        world,
        memberships=(*world.memberships, *rows),
        held_roles=(*world.held_roles, *roles),
    )


def _listed(draw: Draw, world: World, drawn: Drawn) -> list[tuple[str, int, Fate, str | None]]:
    """Whoever two roles would send to two places is on the list, and some others."""
    found = []
    for council, _, said in drawn.leaving:
        here = {one.person for one in world.memberships if one.organisation == council}
        everybody = said[0]
        for person in sorted(here):
            if len(said) > 2 or draw(st.integers(0, 5)) == 0:
                fate, to = everybody[2:]
                if draw(st.booleans()):
                    fate, to = Fate.GOES, drawn.following[-1]
                found.append((council, person, fate, to))
    return found
