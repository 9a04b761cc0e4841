"""Decides what evidence counts, and how long."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from learning.clock import add_months

COUNTED = ("assessment", "prior-learning", "observed")
SELF_ASSESSED = "self-assessment"  # stands beside the figures, never inside
RENEWAL_WINDOW = timedelta(days=90)
EXPIRES_SOON = timedelta(days=90)
TOLD_BEFORE = (30, 90)  # days before what somebody holds runs out, the nearest first


def expiry(shown_on: date, *, lasts_months: int | None, runs_out_on: date | None) -> date | None:
    """The first day the new evidence no longer counts; None for never.

    `runs_out_on` is the first day that the evidence it renews, of this level or a lower one,
    counts no more. Shown inside the 90 days before, the new period starts there.
    """
    if lasts_months is None:
        return None
    starts = shown_on
    if runs_out_on is not None and shown_on < runs_out_on <= shown_on + RENEWAL_WINDOW:
        starts = runs_out_on
    return add_months(starts, lasts_months)


@dataclass(frozen=True)
class Piece:
    """A piece of evidence that is to be recorded."""

    person_id: int
    skill: str
    level: int
    shown_on: date
    expires_on: date | None  # the first day it no longer counts; None: it counts for good
    reference: str
    summary: str


@dataclass(frozen=True)
class Shown:
    """A piece of evidence as a record shows it."""

    id: int
    skill: str
    level: int
    source: str
    summary: str
    reference: str
    shown_on: date
    expires_on: date | None
    withdrawn_on: date | None

    def is_live(self, on: date) -> bool:
        """Whether it stands on a day (self-assessment too)."""
        return (
            self.shown_on <= on
            and (self.expires_on is None or self.expires_on > on)
            and (self.withdrawn_on is None or self.withdrawn_on > on)
        )

    def counts(self, on: date) -> bool:
        """Whether it stands on a day and is more than somebody's own view."""
        return self.source in COUNTED and self.is_live(on)


def shown_before(shown: tuple[Shown, ...], left_on: date | None) -> tuple[Shown, ...]:
    """What somebody had shown while they belonged to a council that they left; else all of it."""
    return tuple(piece for piece in shown if left_on is None or piece.shown_on < left_on)


def held_levels(shown: tuple[Shown, ...], on: date) -> dict[str, int]:
    """The highest live, counted level of each skill."""
    held: dict[str, int] = {}
    for piece in shown:
        if piece.counts(on):
            held[piece.skill] = max(held.get(piece.skill, 0), piece.level)
    return held


def runs_out_on(shown: tuple[Shown, ...], skill: str, level: int, on: date) -> date | None:
    """When a level that is held on a day runs out; None where it is not held, or held for good."""
    ends = [
        piece.expires_on
        for piece in shown
        if piece.skill == skill and piece.level >= level and piece.counts(on)
    ]
    if not ends or None in ends:
        return None
    return max(end for end in ends if end is not None)


def renewed_until(shown: Iterable[Shown], *, level: int, on: date) -> date | None:
    """When what a level, shown on a day, renews runs out, among pieces of one skill.

    Renewed is what the new level covers and what runs out within the window; the query
    `renewed_by` says the same of what is recorded.
    """
    ends = [
        piece.expires_on
        for piece in shown
        if piece.expires_on is not None
        and piece.level <= level
        and piece.counts(on)
        and piece.expires_on <= on + RENEWAL_WINDOW
    ]
    return max(ends, default=None)


@dataclass(frozen=True)
class RunningOut:
    """A level that somebody holds runs out within so many days (one of TOLD_BEFORE)."""

    piece: Shown  # which holds it up longest
    ends_on: date
    days: int

    @property
    def cause(self) -> str:
        """Somebody is told once for each."""
        return f"expiring {self.piece.id} {self.days}"


def running_out(shown: Iterable[Shown], on: date) -> tuple[RunningOut, ...]:
    """Of each skill the level held on a day, where it runs out soon, the soonest first.

    What a longer or a higher piece holds up does not run out, and lower ones lose nobody a level.
    """
    pieces = tuple(shown)
    found = []
    for skill, level in held_levels(pieces, on).items():
        ends_on = runs_out_on(pieces, skill, level, on)
        days = next((days for days in TOLD_BEFORE if ends_on and (ends_on - on).days <= days), None)
        if ends_on is None or days is None:
            continue
        holding = [
            piece
            for piece in pieces
            if (piece.skill, piece.expires_on) == (skill, ends_on)
            and piece.level >= level
            and piece.counts(on)
        ]
        found.append(RunningOut(max(holding, key=lambda piece: piece.id), ends_on, days))
    return tuple(sorted(found, key=lambda one: (one.ends_on, one.piece.skill)))
