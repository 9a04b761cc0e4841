"""Decides how many people one step takes, so that nobody waits long for the database; pure.

A slow or busy machine takes fewer at a time: what others wait is held, not how many are moved.
"""

from dataclasses import dataclass

GOAL = 0.5  # seconds in which a step writes
LEAST = 100  # people; less than that, and a step is mostly its own overhead
FIRST = 100
MOST = 500


@dataclass(frozen=True)
class Pace:
    """How many people a step takes."""

    people: int = FIRST
    most: int = MOST

    def after(self, seconds: float) -> "Pace":
        """What the next step takes, after one of so many people took so long."""
        fit = int(self.people * GOAL / seconds) if seconds > 0 else self.most
        return Pace(min(max(fit, LEAST), 2 * self.people, self.most), self.most)


def pace(at_once: int | None) -> Pace:
    """By what a step takes; `at_once`: so many people at most, from the first step on."""
    return Pace() if at_once is None else Pace(at_once, at_once)
