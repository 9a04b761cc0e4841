"""The middle of several councils' coverage, and the middle half."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from learning.coverage.rules.figures import percentage

FOR_A_MEDIAN = 5  # other councils; coverage.md
FOR_THE_MIDDLE_HALF = 6
HALF, LOWER, UPPER = Fraction(1, 2), Fraction(1, 4), Fraction(3, 4)


@dataclass(frozen=True)
class Middle:
    """Where the others stand, in whole per cents."""

    median: int
    half: tuple[int, int] | None  # from, to; none where there are too few for it


def percentile(shares: Sequence[Fraction], p: Fraction) -> Fraction:
    """Of at least one share in order, by linear interpolation at position 1 + p(n - 1)."""
    before, part = divmod(p * (len(shares) - 1), 1)
    lower = shares[int(before)]
    return lower if not part else lower + part * (shares[int(before) + 1] - lower)


def middle_of(shares: Sequence[Fraction]) -> Middle | None:
    """The middle of the others; none where too few of them share."""
    if len(shares) < FOR_A_MEDIAN:
        return None
    ordered = sorted(shares)
    half = None
    if len(ordered) >= FOR_THE_MIDDLE_HALF:
        half = (_whole(percentile(ordered, LOWER)), _whole(percentile(ordered, UPPER)))
    return Middle(_whole(percentile(ordered, HALF)), half)


def _whole(share: Fraction) -> int:
    """For reading, as every percentage is: 100 only for all, 0 only for none."""
    return percentage(share.numerator, share.denominator)
