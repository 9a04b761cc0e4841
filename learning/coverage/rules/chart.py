"""Where the lines of the trend chart run: plain numbers for a drawing; pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from learning.coverage.rules.figures import Line, percentage
from learning.coverage.rules.trend import TrendPoint

WIDTH, HEIGHT = 340, 236
LEFT, RIGHT, TOP, BOTTOM = 40, 332, 14, 200  # of the plane
WORDS, MORE_WORDS = 85, 180  # how far what is written beside the end of a curve reaches back
LINE = 16  # from one line of words to the next


@dataclass(frozen=True)
class Curve:
    """One measure over time; where figures are hidden it has a gap."""

    pieces: tuple[str, ...]  # the points of each unbroken piece, for a polyline
    dots: tuple[tuple[float, float], ...]  # points that stand alone
    points: tuple[tuple[float, float], ...]  # all of them, the newest last
    percentage: int

    @property
    def end(self) -> tuple[float, float]:
        """Where the newest figure stands."""
        return self.points[-1]


@dataclass(frozen=True)
class Chart:
    """What the report over time draws."""

    shown: Curve
    begun: Curve  # shown or part way
    first: TrendPoint
    last: TrendPoint
    labels: tuple[float, float]  # how high the two words stand

    @property
    def levels(self) -> tuple[tuple[int, float], ...]:
        """(per cent, height) of the lines behind the curves."""
        return tuple((one, _height(one, 100)) for one in (0, 25, 50, 75, 100))


def chart(trend: Sequence[TrendPoint]) -> Chart | None:
    """The drawing; None where fewer than two points show figures."""
    exact = [point for point in trend if _is_exact(point.line)]
    if len(exact) < 2:
        return None
    begun = _curve(trend, lambda line: line.met + line.below)
    shown = _curve(trend, lambda line: line.met)
    # Below the one curve and above the other, wherever their last parts run.
    low = min(BOTTOM - 4, max(_heights(shown, WORDS)) + 16)
    # Where both curves lie on the bottom, as in a council's first weeks, the words do not.
    high = max(TOP - 3, min(low - LINE, min(_heights(begun, MORE_WORDS)) - 7))
    return Chart(shown, begun, exact[0], exact[-1], (low, high))


def _heights(curve: Curve, back: int) -> list[float]:
    return [y for x, y in curve.points if x > RIGHT - back or (x, y) == curve.end]


def _is_exact(line: Line) -> bool:
    return not line.suppressed and line.required > 0


def _curve(trend: Sequence[TrendPoint], counted: Callable[[Line], int]) -> Curve:
    pieces: list[list[tuple[float, float]]] = [[]]
    newest = 0
    for point in trend:
        if not _is_exact(point.line):
            pieces.append([])
            continue
        met, required = counted(point.line), point.line.required
        pieces[-1].append((_across(point.as_at, trend), _height(met, required)))
        newest = percentage(met, required)
    drawn = [piece for piece in pieces if piece]
    return Curve(
        tuple(" ".join(f"{x},{y}" for x, y in piece) for piece in drawn if len(piece) > 1),
        tuple(piece[0] for piece in drawn if len(piece) == 1),
        tuple(one for piece in drawn for one in piece),
        newest,
    )


def _across(day: date, trend: Sequence[TrendPoint]) -> float:
    first, last = trend[0].as_at, trend[-1].as_at
    return round(LEFT + (RIGHT - LEFT) * (day - first).days / max(1, (last - first).days), 1)


def _height(part: int, whole: int) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * part / whole, 1)
