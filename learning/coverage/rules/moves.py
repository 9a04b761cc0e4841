"""Adds up what differs between two days, from people who moved alike; pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from learning.coverage.rules.changes import (
    NOTHING,
    Asked,
    Part,
    Shown,
    There,
    Whence,
    counts,
    part_of,
)
from learning.coverage.rules.figures import Held

Levels = Mapping[tuple[str, str], int]  # (role, skill) → level, 1 or more
AWAY = "1"  # a role that does not count: its membership is paused


@dataclass(frozen=True)
class Stay:
    """Where somebody stands on a day: the roles that count, and whether any is on leave."""

    roles: frozenset[Held]
    is_away: bool


@lru_cache(maxsize=4096)  # thousands of people stand in the same places
def stay_of(text: str, organisation: int) -> Stay:
    """Read out of what the database strung together: role:service:away, with commas between."""
    parts = [part.split(":") for part in text.split(",") if part]
    held = {Held(organisation, role, service or None) for role, service, a in parts if a != AWAY}
    return Stay(frozenset(held), any(away == AWAY for _, _, away in parts))


@dataclass(frozen=True)
class Cell:
    """Of people who moved alike, those who hold the same levels of a skill."""

    shown: Shown
    people: int
    kept: tuple[int, int] = (0, 0)  # of the levels on the two days, what is left 90 days on


@dataclass(frozen=True)
class Move:
    """People who stood and stand in the same places; or one person, with code and name."""

    before: Stay
    after: Stay
    people: int
    # By skill; who is in no cell of a skill shows nothing of it. By person, or counts the same.
    cells: Mapping[str, Sequence[Cell]] = field(default_factory=dict)
    person_id: int | None = None
    code: str = ""
    name: str = ""


class Asking:
    """What roles ask on a day."""

    def __init__(self, levels: Levels) -> None:
        """`levels` leaves out what is not asked."""
        self._by_role: dict[str, dict[str, int]] = defaultdict(dict)
        for (role, skill), level in levels.items():
            self._by_role[role][skill] = level
        self._found: dict[frozenset[Held], dict[str, int]] = {}

    def of(self, roles: frozenset[Held]) -> dict[str, int]:
        """By skill, the highest level that any of the roles asks."""
        found = self._found.get(roles)
        if found is None:
            found = self._found[roles] = {}
            for held in roles:
                for skill, level in self._by_role.get(held.role, {}).items():
                    found[skill] = max(found.get(skill, 0), level)
        return found


@dataclass(frozen=True)
class Group:
    """The people and pairs looked at, and what is asked on the two days."""

    holds: Callable[[frozenset[Held]], bool]  # whether who holds these roles belongs to it
    before: Asking
    after: Asking
    skill: str | None = None  # none: all of them
    asked_otherwise: frozenset[str] = frozenset()  # skills of which any role asks another level


@dataclass(frozen=True)
class Differing:
    """A pair, or many alike, that counts otherwise on the later day."""

    move: Move
    skill: str
    part: Part
    asked: Asked
    shown: Shown
    people: int
    met: int  # what each of them adds to the change of what is shown
    required: int  # and of what is needed


def there_of(move: Move, group: Group) -> There:
    """Whether these people are among those looked at, on the two days."""
    return There(*(bool(s.roles) and group.holds(s.roles) for s in (move.before, move.after)))


def whence(move: Move, part: Part) -> Whence:
    """Where those who joined were, or those who left are."""
    stay = move.before if part is Part.JOINED else move.after
    if stay.roles:
        return Whence.MOVED
    return Whence.AWAY if stay.is_away else Whence.ELSEWHERE


def differing(moves: Iterable[Move], group: Group) -> Iterator[Differing]:
    """Every pair of the group that counts otherwise on the later day."""
    for move in moves:
        there = there_of(move, group)
        if there.before or there.after:
            yield from _of_move(move, there, group)


def _of_move(move: Move, there: There, group: Group) -> Iterator[Differing]:
    before = group.before.of(move.before.roles) if there.before else {}
    after = group.after.of(move.after.roles) if there.after else {}
    still = group.after.of(move.before.roles) if there.before else {}
    for skill in sorted({*before, *after} if group.skill is None else {group.skill}):
        asked = Asked(before.get(skill, 0), still.get(skill, 0), after.get(skill, 0))
        if not asked.before and not asked.after:
            continue
        for cell in _all_of(move, skill):
            part = part_of(there, asked, cell.shown)
            if part is not None and cell.people:
                met, required = counts(there, asked, cell.shown)
                yield Differing(move, skill, part, asked, cell.shown, cell.people, met, required)


def _all_of(move: Move, skill: str) -> Iterator[Cell]:
    cells = move.cells.get(skill, ())
    yield from cells
    yield Cell(NOTHING, move.people - sum(cell.people for cell in cells))


@dataclass
class Sum:
    """How many pairs a part holds, and what they add to the change."""

    pairs: int = 0
    met: int = 0
    required: int = 0

    def add(self, one: Differing) -> None:
        """Some more pairs."""
        self.pairs += one.people
        self.met += one.people * one.met
        self.required += one.people * one.required


Sums = dict[tuple[str | None, Part], Sum]  # by skill, and none for the overall


def sums(found: Iterable[Differing]) -> Sums:
    """The parts of the overall and of each skill."""
    total: Sums = defaultdict(Sum)
    for one in found:
        total[None, one.part].add(one)
        total[one.skill, one.part].add(one)
    return dict(total)


def who_moved(moves: Iterable[Move], group: Group) -> dict[tuple[Part, Whence], int]:
    """How many people joined and left who need something then, and where they were or are."""
    found: dict[tuple[Part, Whence], int] = defaultdict(int)
    for move in moves:
        there = there_of(move, group)
        if there.before == there.after:
            continue
        part = Part.JOINED if there.after else Part.LEFT
        came = there.after
        needs = group.after.of(move.after.roles) if came else group.before.of(move.before.roles)
        if needs if group.skill is None else group.skill in needs:
            found[part, whence(move, part)] += move.people
    return dict(found)
