"""How sure somebody was, held against how often they were right; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from learning.catalogue.marking import POINT

SURENESS = {1: "guessing", 2: "fairly sure", 3: "sure"}
ENOUGH = 10  # answers; of fewer the picture says nothing


@dataclass(frozen=True)
class Line:
    """All answers that somebody was so sure of."""

    words: str
    answers: int
    parts: int  # of points that they earned; a part of a point counts as its share

    @property
    def is_enough(self) -> bool:
        """Whether there are enough answers to say how often they were right."""
        return self.answers >= ENOUGH

    @property
    def share(self) -> float:
        """How often they were right, 0 to 1; 0 without answers."""
        return self.parts / (self.answers * POINT) if self.answers else 0.0

    @property
    def how_often(self) -> str:
        """Such as: about 7 times in 10. 0 and 10 are said where they are exactly so."""
        tenths = Fraction(self.parts * 10, self.answers * POINT)
        whole = int(tenths) if tenths in (0, 10) else min(9, max(1, round(tenths)))
        about = "" if tenths == whole else "about "
        return f"{about}{whole} {'time' if whole == 1 else 'times'} in 10"


def calibration(said: Iterable[tuple[int, int]]) -> tuple[Line, ...]:
    """One line for each way of being sure, the least sure first.

    `said` holds how sure somebody was of each answer, and the parts of the point it earned.
    """
    earned: dict[int, list[int]] = {sure: [] for sure in SURENESS}
    for sure, parts in said:
        earned[sure].append(parts)
    return tuple(Line(SURENESS[sure], len(parts), sum(parts)) for sure, parts in earned.items())
