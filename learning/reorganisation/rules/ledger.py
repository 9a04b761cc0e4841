"""Adds up what was there before with what is there after: every line is equal or explained."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from learning.assignments.spans import holds
from learning.reorganisation.rules.moving import Held, Move, Place
from learning.reorganisation.rules.whither import Fate

Counts = Mapping[str, int | str]
WORDS = {
    "people": "People",
    "places": "Places in these councils",
    "roles": "Rows of roles",
    "held": "Roles on vesting day, each once for its holder",
    "pauses": "Days away",
    "restricted": "People whom only named leads see",
    "exemptions": "Exemptions",
    "asked": "Paths asked for",
    "extra time": "Extra time in checks, given to people",
    "claims": "Claims that waited for a decision",
    "evidence": "Pieces of evidence",
    "levels": "Skills held on vesting day, with their levels",
    "certificates": "Certificates",
}
ENDED, JOINED, PARTED = "ended", "two became one", "one became two"
NEW = "newly asked by rules of the successor"
MORE = (PARTED, NEW)  # what there is after and was not before
KNOWN = "known to the successor without it"


@dataclass(frozen=True)
class Line:
    """One count; `seals` are hashes of everything counted, where it may not change at all."""

    name: str
    before: int
    after: int
    parts: tuple[tuple[str, int], ...] = ()
    seals: tuple[str, str] = ("", "")

    @property
    def words(self) -> str:
        """What is counted."""
        return WORDS[self.name]

    @property
    def adds_up(self) -> bool:
        """Whether nothing is missing and nothing is too many."""
        explained = sum(-count if words in MORE else count for words, count in self.parts)
        return self.before == self.after + explained and self.seals[0] == self.seals[1]


def ledger(before: Counts, after: Counts, tallies: Mapping[str, int]) -> tuple[Line, ...]:
    """A line for each count."""
    return tuple(_line(name, before, after, tallies) for name in WORDS if name in before)


def _line(name: str, before: Counts, after: Counts, tallies: Mapping[str, int]) -> Line:
    joined = tallies.get(f"{name} moved", 0) - tallies.get(f"{name} made", 0)
    found = (
        (ENDED, tallies.get(f"{name} ended", 0)),
        (JOINED, max(joined, 0)),
        (PARTED, max(-joined, 0)),
        (KNOWN, tallies.get(f"{name} known", 0)),
        (NEW, tallies.get(f"{name} new", 0)),
    )
    seals = (str(before.get(f"{name} seal", "")), str(after.get(f"{name} seal", "")))
    parts = tuple((words, count) for words, count in found if count)
    return Line(name, int(before[name]), int(after[name]), parts, seals)


def to_json(lines: Sequence[Line]) -> list[list[Any]]:
    """Plain lists, for a JSON column."""
    return [[o.name, o.before, o.after, [list(p) for p in o.parts], list(o.seals)] for o in lines]


def from_json(kept: Sequence[Sequence[Any]]) -> tuple[Line, ...]:
    """The lines that were kept."""
    return tuple(
        Line(name, before, after, tuple((words, count) for words, count in parts), (was, is_now))
        for name, before, after, parts, (was, is_now) in kept
    )


def tally(move: Move, *, on: date) -> Counter[str]:
    """What a move ends, takes along and makes, in the same counts."""
    found: Counter[str] = Counter()
    for left in move.left:
        become = "ended" if left.whither.fate is Fate.ENDS else "moved"
        found[f"places {become}"] += 1
        found[f"roles {become}"] += len(_counting(left.place, on))
        found[f"pauses {become}"] += len(
            [one for one in left.place.away if _meets(left.place, one.days, on)]
        )
    found["places made"] += len(move.made)
    found["roles made"] += sum(len(made.roles) for made in move.made)
    found["roles made"] += sum(len(joined.roles) for joined in move.joined)
    found["pauses made"] += sum(len(one.away) for one in move.made)
    if move.left and not (move.stayed or move.made or move.joined):
        found["people ended"] += 1
    was = {one for place in move.person.places for one in _held(place, place.roles, on)}
    found["held ended"] += len(was - held_after(move, on))
    return +found


def held_after(move: Move, on: date) -> set[tuple[str, str | None]]:
    """The roles, with services, that somebody holds anywhere on a day once they are moved."""
    found = {one for place in move.stayed for one in _held(place, place.roles, on)}
    found |= {one for joined in move.joined for one in _held(joined.place, joined.roles, on)}
    return found | {
        (held.role, held.service)
        for made in move.made
        for held in made.roles
        if holds([made.days], on) and holds([held.days], on)
    }


def _held(place: Place, roles: Sequence[Held], on: date) -> set[tuple[str, str | None]]:
    return {
        (held.role, held.service)
        for held in roles
        if holds([place.days], on) and holds([held.days], on)
    }


def _counting(place: Place, on: date) -> list[Held]:
    return [held for held in place.roles if _meets(place, held.days, on)]


def _meets(place: Place, days: tuple[date, date], on: date) -> bool:
    """Whether days have one in common with those of their place from a day on."""
    return max(place.days[0], days[0], on) < min(place.days[1], days[1])
