"""Adds the profiles of many councils up to those of all together; pure.

Whoever holds the same roles in the same services and needs the same levels is alike, in whichever
council: what is left does not grow with people, and hardly with councils.
"""

from collections.abc import Iterable
from typing import NamedTuple

from learning.coverage.rules.figures import Cell, Held, Profile

COUNTS = Cell._fields[1:]  # all but the level
NOWHERE = 0  # the organisation of roles that are held in one or another


class _Key(NamedTuple):
    roles: frozenset[str]
    services: frozenset[str]
    levels: tuple[tuple[str, int], ...]  # (skill, level needed)


class Combined:
    """Profiles being added up."""

    def __init__(self) -> None:
        """Of nobody."""
        self._people: dict[_Key, int] = {}
        self._meeting_all: dict[_Key, int] = {}
        self._cells: dict[_Key, list[list[int]]] = {}

    def add(self, profiles: Iterable[Profile], *, sign: int = 1) -> None:
        """Puts people in, or takes them out (`sign` -1)."""
        for one in profiles:
            skills = sorted(one.cells)
            levels = tuple((skill, one.cells[skill].level) for skill in skills)
            key = _Key(one.roles, one.services, levels)
            if key not in self._people:
                self._people[key] = self._meeting_all[key] = 0
                self._cells[key] = [[0] * len(COUNTS) for _ in skills]
            self._people[key] += sign * one.people
            self._meeting_all[key] += sign * one.meeting_all
            for skill, numbers in zip(skills, self._cells[key], strict=True):
                _level, *counts = one.cells[skill]
                for at, count in enumerate(counts):
                    numbers[at] += sign * count

    def profiles(self) -> tuple[Profile, ...]:
        """One for each kind of people there are, in a steady order."""
        keys = sorted((key for key, people in self._people.items() if people), key=_order)
        return tuple(
            Profile(
                _held(key),
                self._people[key],
                {
                    skill: Cell(level, *numbers)
                    for (skill, level), numbers in zip(key.levels, self._cells[key], strict=True)
                },
                self._meeting_all[key],
            )
            for key in keys
        )


def _order(key: _Key) -> tuple[list[str], list[str], tuple[tuple[str, int], ...]]:
    return sorted(key.roles), sorted(key.services), key.levels


def _held(key: _Key) -> frozenset[Held]:
    """Which role is held in which service is not told apart any more; no line asks for it."""
    first = min(key.roles, default="")
    roles = {Held(NOWHERE, role, None) for role in key.roles if role != first or not key.services}
    return frozenset(roles | {Held(NOWHERE, first, service) for service in key.services})
