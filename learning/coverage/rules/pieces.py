"""Says of each piece of evidence whether it counts, and why not; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from learning.evidence.rules import COUNTED


class State(StrEnum):
    """How a piece stands on a day, as known at a moment."""

    COUNTS = "counts"
    BELOW = "below"  # it counts, for less than is needed
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"  # another row says what this one said
    TAKEN_BACK = "taken-back"  # nothing does
    OWN_VIEW = "own-view"


@dataclass(frozen=True)
class Piece:
    """A row of evidence, shown by the day and recorded by the moment."""

    number: int  # the same for all rows that say the same thing anew
    level: int
    source: str
    shown_on: date
    expires_on: date | None
    recorded_at: datetime
    superseded_at: datetime | None  # by the moment
    withdrawn_on: date | None = None
    withdrawn_because: str = ""


def state_of(piece: Piece, among: Iterable[Piece], *, needed: int, on: date) -> State:
    """How it stands; what ended a piece first is what ended it, running out where both did."""
    if piece.superseded_at is not None:
        follows = any(
            one.number == piece.number and one.recorded_at == piece.superseded_at for one in among
        )
        return State.CORRECTED if follows else State.TAKEN_BACK
    if piece.source not in COUNTED:
        return State.OWN_VIEW
    ends = [
        (day, state)
        for day, state in (
            (piece.expires_on, State.EXPIRED),
            (piece.withdrawn_on, State.WITHDRAWN),
        )
        if day is not None and day <= on
    ]
    if ends:
        return min(ends, key=lambda end: end[0])[1]
    return State.BELOW if piece.level < needed else State.COUNTS


def held(pieces: Iterable[Piece], *, on: date) -> int:
    """The level held on a day: the highest of what counts."""
    every = tuple(pieces)
    live = [one.level for one in every if state_of(one, every, needed=0, on=on) is State.COUNTS]
    return max(live, default=0)
