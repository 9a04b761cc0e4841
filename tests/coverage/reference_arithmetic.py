"""Percentages, changes and the middle of other councils, in exact fractions."""

from collections.abc import Sequence
from fractions import Fraction

HALF = Fraction(1, 2)
FEWEST_FOR_MEDIAN = 5
FEWEST_FOR_MIDDLE_HALF = 6


def percentage(met: int, required: int) -> int:
    """'0 if met = 0; 100 if met = required; else (200·met + required) // (2·required), 1 to 99'."""
    if met == 0:
        return 0
    if met == required:
        return 100
    return min(99, max(1, (200 * met + required) // (2 * required)))


def nearest_whole(number: Fraction) -> int:
    """The nearest whole number; halves go away from nought."""
    if number < 0:
        return -nearest_whole(-number)
    return int(number + HALF)


def change_in_points(before: tuple[int, int], after: tuple[int, int]) -> int:
    """'A change is worked out from exact fractions, in percentage points'; 0 is 'no change'."""
    return nearest_whole(100 * (Fraction(*after) - Fraction(*before)))


def percentile(figures: Sequence[int | Fraction], p: Fraction) -> int:
    """'by linear interpolation, position 1 + p(n - 1), whole per cents'."""
    in_order = sorted(Fraction(figure) for figure in figures)
    position = 1 + p * (len(in_order) - 1)
    below = int(position)
    lower = in_order[below - 1]
    upper = in_order[min(below, len(in_order) - 1)]
    return nearest_whole(lower + (position - below) * (upper - lower))


def beside_others(figures: Sequence[int | Fraction]) -> tuple[int | None, tuple[int, int] | None]:
    """'the median (where at least 5 other councils share) and the middle half (at least 6)'."""
    median = None
    middle_half = None
    if len(figures) >= FEWEST_FOR_MEDIAN:
        median = percentile(figures, HALF)
    if len(figures) >= FEWEST_FOR_MIDDLE_HALF:
        middle_half = (percentile(figures, HALF / 2), percentile(figures, 3 * HALF / 2))
    return (median, middle_half)
