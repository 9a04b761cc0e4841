"""People by what a correction changed of what they count for; pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from learning.coverage.rules.table import Alike, Place

NOTHING_SHOWN = (0, False)


class State(NamedTuple):
    """What any line counts of somebody and a skill they need."""

    level: int  # the level they need
    held: int  # of it
    is_kept: bool  # met in 90 days too by the evidence of the day


@dataclass(frozen=True)
class Individual:
    """Somebody as the figures of a day counted them, as known at a moment."""

    alike: Alike
    states: Mapping[str, State]  # by skill needed


# What was known first, then each time it was said anew; the last is what may be said now.
Versions = Sequence[Mapping[int, Individual]]


@dataclass(frozen=True)
class Kindred:
    """People whom no line of any version tells apart, nor what changed of them.

    Of each skill it says in which version its state was first the same, so that cells that did
    not change are one cell: whoever reads two statements knows that they are.
    """

    alike: tuple[Alike | None, ...]  # by version; none: not in the figures
    states: frozenset[tuple[str, tuple[int | None, ...]]]

    def place(self, at: int, skill: str, level: int, version: int) -> Place:
        """The cell of these people (the `at`th of all), a skill and a level, as a version knew."""
        first = dict(self.states).get(skill, ())
        same_as = first[version] if first else 0
        return (at, f"{skill}@{same_as}" if same_as else skill, level)

    def is_still(self, skill: str) -> bool:
        """Whether nothing at all changed: not the people's place, and not the cell."""
        labels = dict(self.states).get(skill, ())
        return len(set(self.alike)) == 1 and len(set(labels)) <= 1


def kindred_of(versions: Versions) -> dict[Kindred, int]:
    """How many people of each kindred there are, in an order that depends on nobody's number."""
    found: dict[Kindred, int] = defaultdict(int)
    for person in set().union(*versions):
        found[_kindred([version.get(person) for version in versions])] += 1
    return dict(sorted(found.items(), key=lambda pair: _order(pair[0])))


def _kindred(seen: Sequence[Individual | None]) -> Kindred:
    skills = {skill for one in seen if one for skill in one.states}
    return Kindred(
        alike=tuple(one.alike if one else None for one in seen),
        states=frozenset((skill, _labels(seen, skill)) for skill in skills),
    )


def _labels(seen: Sequence[Individual | None], skill: str) -> tuple[int | None, ...]:
    states = [one.states.get(skill) if one else None for one in seen]
    return tuple(None if state is None else states.index(state) for state in states)


def _order(one: Kindred) -> list[Any]:
    alike = [
        [sorted(part) for part in (a.roles, a.services, a.needs, a.published)] if a else []
        for a in one.alike
    ]
    labels = [(skill, [-1 if n is None else n for n in found]) for skill, found in one.states]
    return [alike, sorted(labels)]
