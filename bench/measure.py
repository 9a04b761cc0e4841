"""Ratios of things measured in turn, and the table that says which budgets hold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Line:
    """One line of the table; `held` is None where a figure is only reported."""

    what: str
    budget: str
    measured: str
    held: bool | None = None

    @property
    def verdict(self) -> str:
        """In one word."""
        return {True: "held", False: "missed", None: ""}[self.held]


def milliseconds(work: Callable[[], object]) -> float:
    """How long it takes once."""
    started = perf_counter()
    work()
    return (perf_counter() - started) * 1000


def in_turn(rounds: int, *works: Callable[[], float]) -> list[float]:
    """The median figure of each, measured one after the other in every round."""
    figures = [[work() for work in works] for _ in range(rounds)]
    return [median(column) for column in zip(*figures, strict=True)]


def table(lines: Sequence[Line], *, markdown: bool) -> str:
    """The lines as a table for a terminal, or in Markdown."""
    rows = [("What", "Budget", "Measured", "")]
    rows += [(line.what, line.budget, line.measured, line.verdict) for line in lines]
    if markdown:
        rows.insert(1, ("---", "---", "---", "---"))
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)
    widths = [max(len(row[place]) for row in rows) for place in range(4)]
    return "\n".join(
        "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
