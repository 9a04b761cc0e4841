"""Whom the overall line is about, and what it says of them, from profiles as they are kept."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from learning.coverage.rules.figures import Filters, Held, Line, RoleFacts


@dataclass(frozen=True)
class Whom:
    """Those of whom a role is in sight, and who satisfy the filters."""

    filters: Filters
    roles: Mapping[str, RoleFacts]
    in_sight: Callable[[Held], bool]

    @cached_property
    def asks(self) -> tuple[Callable[[Held], bool], ...]:
        """Each has to be so of one of their roles."""
        chosen = self.filters
        asks: list[Callable[[Held], bool]] = [self.in_sight]
        if chosen.role is not None:
            asks.append(lambda one: one.role == chosen.role)
        if chosen.service is not None:
            asks.append(lambda one: one.service == chosen.service)
        if chosen.tier is not None:
            asks.append(lambda one: self.roles[one.role].tier == chosen.tier)
        return tuple(asks)

    def overall(self, kept: Iterable[Any]) -> Line:
        """The overall line of these people, the same as by profiles that are read whole."""
        people = required = met = expiring = below = held_levels = levels = 0
        public = True
        for held, number, cells, _ in kept:
            roles = [Held(*one) for one in held]
            if not all(any(map(is_asked, roles)) for is_asked in self.asks):
                continue
            counted = self._counted(cells)
            if not counted:
                continue
            people += number
            required += number * len(counted)
            public = public and any(self.roles[one.role].public for one in roles)
            for level, shown, running_out, part_way, has, *_said in counted:
                levels += level * number
                met += shown
                expiring += running_out
                below += part_way
                held_levels += has
        return Line(
            "overall",
            "",
            None,
            people,
            required,
            met,
            expiring,
            below,
            held_levels,
            levels,
            public and people > 0,
        )

    def _counted(self, cells: Mapping[str, Any]) -> list[Any]:
        if self.filters.skill is None:
            return list(cells.values())
        return [cells[self.filters.skill]] if self.filters.skill in cells else []
