"""How a council beside others is drawn, and said in words: the words alone are enough."""

from dataclasses import dataclass

from learning.comparing.rules.percentiles import Middle

WIDTH, LEFT = 200, 8  # units; the marks at 0 and 100 need room beside the line


@dataclass(frozen=True)
class Drawn:
    """Where the marks stand, from the left."""

    start: int
    end: int
    half: tuple[int, int] | None  # where the bar of the middle half begins, and its width
    median: int | None
    own: int | None


def drawn(own: int | None, middle: Middle | None) -> Drawn:
    """A line from 0 to 100%, a bar for the middle half, a stroke and a diamond on it."""
    half = None
    if middle is not None and middle.half is not None:
        first, last = map(_place, middle.half)
        half = (first, max(last - first, 2))  # all alike: still a bar
    return Drawn(
        start=LEFT,
        end=LEFT + WIDTH,
        half=half,
        median=_place(middle.median) if middle else None,
        own=None if own is None else _place(own),
    )


def _place(per_cent: int) -> int:
    return LEFT + per_cent * WIDTH // 100


def said(own: int | None, middle: Middle | None) -> str:
    """How the council stands to the others; empty where one of the two is not there."""
    if own is None or middle is None:
        return ""
    if middle.half is not None:
        first, last = middle.half
        if first <= own <= last:
            return "Within the middle half"
        return "Below the middle half" if own < first else "Above the middle half"
    if own == middle.median:
        return "At the middle"
    return "Below the middle" if own < middle.median else "Above the middle"
