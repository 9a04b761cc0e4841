"""Who is asked what, and when: three months after a check, once, and never two at a time; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from learning.clock import add_months
from learning.evidence.rules import COUNTED, Shown

ASKED_AFTER = 3  # months after the check, on the same day of the month
STILL_ASKED = 3  # months more: after leave, or behind another question; later it is no use
STANDS = 2  # months that a question stands on My learning without an answer
BETWEEN = 1  # month at least between two questions to one person
EARLIEST, LATEST = 184, 89  # days that no ASKED_AFTER and STILL_ASKED months go beyond
WAYS = ("Check passed: ", "Proved without the course: ")  # as evidence says how it was shown


@dataclass(frozen=True)
class Asked:
    """A question that somebody was asked before."""

    skill: str
    level: int
    reference: str  # of the check it was about
    asked_on: date
    is_answered: bool


def due(shown: Iterable[Shown], asked: Iterable[Asked], *, on: date) -> Shown | None:
    """The one piece that somebody is to be asked about on a day, if any: the oldest first."""
    pieces, before = tuple(shown), tuple(asked)
    if any(not may_ask_after(one, on) for one in before):
        return None
    checks = {one.reference for one in before}
    levels = {(one.skill, one.level) for one in before}
    found = [
        piece
        for piece in pieces
        if is_time(piece, on)
        and is_first(piece, pieces)
        and (piece.skill, piece.level) not in levels
        and piece.reference not in checks  # one check that shows two skills is one question
    ]
    return min(found, key=lambda one: (one.shown_on, -one.level, one.id), default=None)


def may_ask_after(before: Asked, on: date) -> bool:
    """Whether enough time has passed since another question, and it stands no more."""
    stands = not before.is_answered and stands_until(before.asked_on) > on
    return not stands and add_months(before.asked_on, BETWEEN) <= on


def stands_until(asked_on: date) -> date:
    """The first day that a question without an answer is no longer put in somebody's way."""
    return add_months(asked_on, STANDS)


def is_time(piece: Shown, on: date) -> bool:
    """A check that was passed three to six calendar months ago, and that still counts as passed."""
    first = add_months(piece.shown_on, ASKED_AFTER)
    return (
        piece.source == "assessment"
        and first <= on < add_months(piece.shown_on, ASKED_AFTER + STILL_ASKED)
        and (piece.withdrawn_on is None or piece.withdrawn_on > on)
    )


def title_of(piece: Shown) -> str:
    """What was passed, without the way."""
    way = next((way for way in WAYS if piece.summary.startswith(way)), "")
    return piece.summary.removeprefix(way)


def is_first(piece: Shown, pieces: Iterable[Shown]) -> bool:
    """Whether the level was new: nothing of the skill as high had been shown by then."""
    return not any(
        one.skill == piece.skill
        and one.level >= piece.level
        and one.source in COUNTED
        and (one.shown_on, one.id) < (piece.shown_on, piece.id)
        and (one.withdrawn_on is None or one.withdrawn_on > one.shown_on)
        for one in pieces
    )
