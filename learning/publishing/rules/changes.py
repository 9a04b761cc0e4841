"""People by what a correction changed of what they count for; pure."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from learning.coverage.rules.table import Alike, Name, Need, Place

# Of a skill: what people say of themselves, and the rung of those whom a check shows to know it.
OWN_WORD, BY_CHECK = "~", "^"


def own_word_of(skill: str) -> Name:
    """The name of the line of what everybody says of themselves."""
    return Name(frozenset(), f"{skill}{OWN_WORD}")


def by_check_of(skill: str) -> Name:
    """The name of the rung of those who know a skill, by a check."""
    return Name(frozenset(), f"{skill}{BY_CHECK}")


class State(NamedTuple):
    """What any line counts of somebody and a skill they need at a level."""

    held: int  # of the level
    is_kept: bool  # met in 90 days too by the evidence of the day


NOTHING_SHOWN = State(0, is_kept=False)


@dataclass(frozen=True)
class Individual:
    """Somebody as the figures of a day counted them, as known at a moment.

    The states are of each skill and level needed, the council's own and the framework's: who holds
    more than the council asks may still change what the framework's line counts. Those of a rung
    are of the skill with its mark.
    """

    alike: Alike
    states: Mapping[Need, Hashable]
    own_word: Mapping[Need, Hashable] = field(default_factory=dict)  # what they say of themselves

    @property
    def in_own_words(self) -> "Individual":
        """The same, where what people say of themselves is what is counted."""
        return Individual(self.alike, self.own_word)


Version = Mapping[int, Individual]  # by the number of the person


@dataclass(frozen=True)
class Versions:
    """Everybody as known first, then each time it was said anew; the last is what may be said now.

    Of those in whom nothing at all changed it is enough to know how many are alike.
    """

    changed: Sequence[Version]  # whoever may have, in each version they are in
    others: Mapping[Alike, int] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many versions there are."""
        return len(self.changed)

    @property
    def in_own_words(self) -> "Versions":
        """The same people by what they say of themselves."""
        said = [{n: one.in_own_words for n, one in version.items()} for version in self.changed]
        return Versions(said, self.others)

    @property
    def differ(self) -> bool:
        """Whether anybody counts for something else in one version than in another."""
        return any(version != self.changed[0] for version in self.changed[1:])


@dataclass(frozen=True)
class Kindred:
    """People whom no line of any version tells apart, nor what changed of them.

    Of each cell whose state changed it says in which version that was first the same, so that
    cells that did not change are one: whoever reads two statements knows that they are.
    """

    alike: tuple[Alike | None, ...]  # by version; none: not in the figures
    states: frozenset[tuple[Need, tuple[int | None, ...]]]

    def place(self, at: int, figure: str, level: int, version: int) -> Place:
        """The cell of these people (the `at`th of all), a figure and a level, as a version knew.

        Where a rung changed with its skill it is the skill's cell: one piece of evidence may have
        changed both, and one difference must not be taken from the other.
        """
        first = self._labels.get((figure, level), ())
        skill = figure.removesuffix(BY_CHECK)
        if skill != figure and first and first == self._labels.get((skill, level)):
            figure = skill
        same_as = first[version] if first else 0
        return (at, f"{figure}@{same_as}" if same_as else figure, level)

    def is_still(self, figure: str, level: int) -> bool:
        """Whether nothing at all changed: not the people's place, and not the cell."""
        return len(set(self.alike)) == 1 and (figure, level) not in self._labels

    @cached_property
    def _labels(self) -> dict[Need, tuple[int | None, ...]]:
        return dict(self.states)


def kindred_of(versions: Versions) -> dict[Kindred, int]:
    """How many people of each kindred there are, in an order that depends on nobody's number."""
    found: dict[Kindred, int] = defaultdict(int)
    for person in set().union(*versions.changed):
        found[_kindred([version.get(person) for version in versions.changed])] += 1
    for alike, people in versions.others.items():
        found[Kindred((alike,) * len(versions), frozenset())] += people
    return dict(sorted(found.items(), key=lambda pair: _order(pair[0])))


def _kindred(seen: Sequence[Individual | None]) -> Kindred:
    needs = {need for one in seen if one for need in one.states}
    labels = ((need, _labels(seen, need)) for need in needs)
    return Kindred(
        alike=tuple(one.alike if one else None for one in seen),
        states=frozenset((need, found) for need, found in labels if set(found) != {0}),
    )


def _labels(seen: Sequence[Individual | None], need: Need) -> tuple[int | None, ...]:
    states = [one.states.get(need) if one else None for one in seen]
    return tuple(None if state is None else states.index(state) for state in states)


def _order(one: Kindred) -> list[Any]:
    alike = [
        [sorted(part) for part in (a.roles, a.services, a.needs, a.published)] if a else []
        for a in one.alike
    ]
    labels = [(need, [-1 if n is None else n for n in found]) for need, found in one.states]
    return [alike, sorted(labels)]
