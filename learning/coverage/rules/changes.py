"""Explains what differs between two days: each pair stands in one part at most; pure.

The parts always add up, to the change of what is shown and to the change of what is needed.
"""

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """Why a pair counts otherwise on the later day; in the order of a page."""

    CORRECTED = "corrected"  # the earlier day, as it is known by now
    GAINED = "gained"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    LEVEL = "level-changed"  # what a role asks
    ROLES = "roles-changed"  # the person's own
    JOINED = "joined"
    LEFT = "left"


class Whence(StrEnum):
    """Where those who joined were before, and where those who left are now."""

    ELSEWHERE = "elsewhere"  # no role in the council
    AWAY = "away"  # on leave
    MOVED = "moved"  # in the council, but not among the people looked at


NOTHING_ENDED = "----"


@dataclass(frozen=True)
class Asked:
    """The levels that a person needs of one skill; 0 where they do not need it."""

    before: int
    still: int  # what their roles of the earlier day ask on the later day
    after: int


@dataclass(frozen=True)
class Shown:
    """The levels that somebody holds of one skill on the two days."""

    before: int
    after: int
    # For levels 1 to 4, what ended the last piece that held the level up between the days:
    # `x` it ran out, `w` it was withdrawn, `-` nothing did.
    ends: str = NOTHING_ENDED


NOTHING = Shown(0, 0)


@dataclass(frozen=True)
class There:
    """Whether somebody is among the people looked at, on the two days."""

    before: bool
    after: bool


def part_of(there: There, asked: Asked, shown: Shown) -> Part | None:
    """The part that a pair stands in; None where it counts the same on both days.

    Who came or went comes first. Of the others, what they hold is measured by what was needed on
    the earlier day: where that alone makes the difference, evidence does. Else what is asked
    does: by its level, where their roles of the earlier day make the difference by themselves.
    """
    if there.before != there.after:
        return Part.JOINED if there.after else Part.LEFT
    was_needed, is_needed = asked.before >= 1, asked.after >= 1
    if was_needed != is_needed:
        return Part.LEVEL if (asked.still >= 1) == is_needed else Part.ROLES
    was_met, is_met = shown.before >= asked.before, shown.after >= asked.after
    if was_met == is_met:
        return None
    if (shown.after >= asked.before) != was_met:
        return Part.GAINED if is_met else _lost(shown.ends[asked.before - 1])
    return Part.LEVEL if (shown.after >= asked.still) == is_met else Part.ROLES


def _lost(end: str) -> Part:
    return {"x": Part.EXPIRED, "w": Part.WITHDRAWN}.get(end, Part.CORRECTED)


def counts(there: There, asked: Asked, shown: Shown) -> tuple[int, int]:
    """(met, required): what the pair adds to the later day less what it added to the earlier."""
    before = there.before and asked.before >= 1
    after = there.after and asked.after >= 1
    was_met = before and shown.before >= asked.before
    is_met = after and shown.after >= asked.after
    return int(is_met) - int(was_met), int(after) - int(before)
