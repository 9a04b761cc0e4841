"""Whom the overall line is about, and what it says of them, from profiles as they are kept."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from typing import Any

from learning.coverage.rules.figures import Filters, Held, Line, RoleFacts, added_up


@dataclass(frozen=True)
class Whom:
    """Those of whom a role is in sight, and who satisfy the filters."""

    filters: Filters
    roles: Mapping[str, RoleFacts]
    in_sight: Callable[[Held], bool] | None  # none: all roles are

    @cached_property
    def asks(self) -> tuple[Callable[[Held], bool], ...]:
        """Each has to be so of one of their roles."""
        chosen = self.filters
        asks = [] if self.in_sight is None else [self.in_sight]
        if chosen.role is not None:
            asks.append(lambda one: one.role == chosen.role)
        if chosen.service is not None:
            asks.append(lambda one: one.service == chosen.service)
        if chosen.tier is not None:
            asks.append(lambda one: self.roles[one.role].tier == chosen.tier)
        return tuple(asks)

    def overall(self, kept: Iterable[Any]) -> Line:
        """The overall line of these people, the same as by profiles that are read whole."""
        people, public = 0, True
        cells: list[Sequence[int]] = []
        numbers: list[int] = []
        for held, number, needed, _ in kept:
            counted = self._counted(needed)
            if counted and self._are_asked_about(held):
                people += number
                public = public and any(self.roles[role].public for _, role, _ in held)
                cells += counted
                numbers += repeat(number, len(counted))
        return added_up(("overall", "", None), cells, numbers, people=people, public=public)

    def _are_asked_about(self, held: Iterable[Any]) -> bool:
        roles = [Held(*one) for one in held] if self.asks else []
        return all(any(map(is_asked, roles)) for is_asked in self.asks)

    def _counted(self, cells: Mapping[str, Any]) -> Collection[Any]:
        if self.filters.skill is None:
            return cells.values()
        return [cells[self.filters.skill]] if self.filters.skill in cells else []
