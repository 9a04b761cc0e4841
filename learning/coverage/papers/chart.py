"""Draws the trend as a picture: one line, its first and last figures written beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import groupby

from learning.coverage.content import Point
from learning.coverage.papers.voice import percent_of

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 52, 52, 14, 34  # margins that hold the words
INK, QUIET, GRID, LINE = "#1d1d1f", "#46464c", "#c8cbd0", "#1d5fa8"
MOST_DAYS_NAMED = 6


@dataclass(frozen=True)
class Mark:
    """A day that can be drawn."""

    place: int  # in the trend
    day: date
    percent: int


def marks(points: Sequence[Point]) -> tuple[Mark, ...]:
    """The days whose overall line is shown."""
    shown = ((place, point, percent_of(point.line)) for place, point in enumerate(points))
    return tuple(
        Mark(place, p.as_at, percent) for place, p, percent in shown if percent is not None
    )


def trend_svg(points: Sequence[Point], *, label: str) -> str | None:
    """The picture; none where there are not two days to join by a line."""
    found = marks(points)
    if len(found) < 2:
        return None
    last = len(points) - 1
    parts = [*_grid(), *_days(points), *_lines(found, last), *_dots(found, last)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'role="img" aria-label="{escape(label)}" font-size="13" '
        f'font-family="Atkinson Hyperlegible, Arial, sans-serif">{"".join(parts)}</svg>'
    )


def _x(place: int, last: int) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * place / last, 1)


def _y(percent: int) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (100 - percent) / 100, 1)


def _grid() -> Iterable[str]:
    for percent in (0, 25, 50, 75, 100):
        y = _y(percent)
        yield f'<path d="M{LEFT} {y}H{WIDTH - RIGHT}" stroke="{GRID}" stroke-width="1"/>'
        yield _text(LEFT - 8, y + 4.5, f"{percent}%", anchor="end", ink=QUIET)


def _days(points: Sequence[Point]) -> Iterable[str]:
    """The first and last day and some between, evenly apart, so that none covers another."""
    last = len(points) - 1
    step = -(-last // (MOST_DAYS_NAMED - 1))
    for place in range(last, -1, -step):
        words = f"{points[place].as_at:%m/%Y}"
        yield _text(_x(place, last), HEIGHT - 10, words, anchor="middle", ink=QUIET)


def _lines(found: Sequence[Mark], last: int) -> Iterable[str]:
    """A line through days that follow each other; a day that is hidden interrupts it."""
    for _, group in groupby(enumerate(found), lambda one: one[1].place - one[0]):
        path = " ".join(f"{_x(mark.place, last)},{_y(mark.percent)}" for _, mark in group)
        yield f'<polyline points="{path}" fill="none" stroke="{LINE}" stroke-width="3"/>'


def _dots(found: Sequence[Mark], last: int) -> Iterable[str]:
    for mark in found:
        x, y = _x(mark.place, last), _y(mark.percent)
        yield f'<circle cx="{x}" cy="{y}" r="3.5" fill="{LINE}"/>'
    for mark, anchor, away in ((found[0], "middle", 0), (found[-1], "start", 9)):
        x, y = _x(mark.place, last) + away, _y(mark.percent)
        y = y + 4.5 if away else y - 10 if mark.percent < 85 else y + 20
        yield _text(x, y, f"{mark.percent}%", anchor=anchor, ink=INK, weight="bold")


def _text(x: float, y: float, words: str, *, anchor: str, ink: str, weight: str = "normal") -> str:
    return (
        f'<text x="{x}" y="{round(y, 1)}" text-anchor="{anchor}" fill="{ink}" '
        f'font-weight="{weight}">{escape(words)}</text>'
    )
