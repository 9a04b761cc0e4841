"""A change between two shares, in percentage points."""

from fractions import Fraction


def points(before: tuple[int, int], after: tuple[int, int]) -> int | None:
    """The change between two (met, required) in whole percentage points, from exact fractions.

    Halves go away from nought. None where nothing was needed on one of the days.
    """
    if not before[1] or not after[1]:
        return None
    change = 100 * (Fraction(*after) - Fraction(*before))
    whole = int(abs(change) + Fraction(1, 2))
    return whole if change >= 0 else -whole
