"""The product's comparison and drill-down, asked about generated worlds."""

from dataclasses import dataclass
from types import MappingProxyType, SimpleNamespace
from typing import Any

from learning.catalogue.published import Catalogue
from learning.coverage import comparison
from learning.coverage.compared import Compared, Comparison
from learning.coverage.differing import When
from learning.coverage.pairing import Cell
from learning.coverage.rules.changes import Part
from learning.coverage.rules.figures import Filters
from learning.people.sight import Eyes
from learning.people.standing import OrganisationFacts, Scope
from tests.coverage.engine import Engine
from tests.coverage.reference_changes import State
from tests.coverage.world import World

LEAD = 999_999  # restricted people aside, any lead sees the same
Parts = dict[str, tuple[int, int, int]]


def catalogue_of(world: World) -> Catalogue:
    """A catalogue with the world's roles."""
    roles: Any = {
        role.slug: SimpleNamespace(
            slug=role.slug,
            tier=SimpleNamespace(value=role.tier),
            public=role.public,
            weight=role.weight,
        )
        for role in world.roles
    }
    empty: Any = MappingProxyType({})
    return Catalogue((), empty, MappingProxyType(roles), empty, empty, empty, framework_revision="")


def scope_of(state: State) -> Scope:
    """The lead's, as the state says it."""
    tiers, services = frozenset(state.sight.tiers), frozenset(state.sight.services)
    return Scope(not tiers and not services, tiers, services)


@dataclass(frozen=True)
class Changes:
    """What the product says of two states."""

    engine: Engine
    before: State
    after: State

    def wanted(self) -> Compared:
        world, slug = self.before.world, self.before.organisation
        number = self.engine.ids(world)[slug]
        row = next(one for one in world.organisations if one.slug == slug)
        facts = OrganisationFacts(
            number, slug, slug, row.nation, row.starts_on, row.ends_on, made_up=True
        )
        return Compared(
            organisation=facts,
            scope=scope_of(self.before),
            lead_id=LEAD,
            filters=Filters(**self.before.filters.given()),
            before=When(self.before.as_at, self.before.known_at),
            after=When(self.after.as_at, self.after.known_at),
        )

    def compared(self) -> Comparison:
        return comparison.for_lead(
            self.engine.session, self.wanted(), catalogue_of(self.before.world)
        )

    def parts(self, skill: str | None = None) -> Parts:
        """Reason → (pairs, met, required) of the overall or a skill."""
        return parts_of(self.compared(), skill)

    def listed(self, reason: str) -> list[tuple[int | None, str]]:
        """(person, skill) of the pairs that stand in a part."""
        found = comparison.listed(
            self.engine.session, self.wanted(), Part(reason), catalogue_of(self.before.world)
        )
        return sorted((one.move.person_id, one.skill) for one in found)


def parts_of(found: Comparison, skill: str | None = None) -> Parts:
    assert found.parts is not None
    return {
        part.value: (one.pairs, one.met, one.required)
        for (line, part), one in found.parts.items()
        if line == skill
    }


def cell_of(engine: Engine, state: State) -> Cell:
    """The pairs of a state, as a lead would open them."""
    number = engine.ids(state.world)[state.organisation]
    eyes = Eyes(number, scope_of(state), LEAD, catalogue_of(state.world))
    return Cell(eyes, Filters(**state.filters.given()), state.as_at, state.known_at)
