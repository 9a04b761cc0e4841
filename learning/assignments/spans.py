"""Sets of days, as spans in order that never touch; pure."""

import itertools
from collections.abc import Iterable, Sequence
from datetime import date

FOR_EVER = date.max
Span = tuple[date, date]  # the first day, and the first day no longer in it
Spans = Sequence[Span]


def span(starts_on: date, ends_on: date | None) -> Span:
    """A dated row's days."""
    return starts_on, ends_on or FOR_EVER


def joined(spans: Iterable[Span]) -> list[Span]:
    """Every day that is in any of them."""
    found: list[Span] = []
    for starts, ends in sorted(spans):
        if starts >= ends:
            continue
        if found and starts <= found[-1][1]:
            found[-1] = (found[-1][0], max(ends, found[-1][1]))
        else:
            found.append((starts, ends))
    return found


def within(ours: Spans, theirs: Spans) -> list[Span]:
    """Every day that is in both."""
    if len(ours) == 1 == len(theirs):  # nearly always, and asked for everybody many times over
        ((a, b),), ((c, d),) = ours, theirs
        first, last = max(a, c), min(b, d)
        return [(first, last)] if first < last else []
    return joined(
        (max(a[0], b[0]), min(a[1], b[1])) for a in ours for b in theirs if a[0] < b[1] > a[0]
    )


def without(ours: Spans, theirs: Spans) -> list[Span]:
    """Every day of ours that is not among theirs."""
    found = list(ours)
    for starts, ends in theirs:
        found = [
            part
            for a, b in found
            for part in ((a, min(b, starts)), (max(a, ends), b))
            if part[0] < part[1]
        ]
    return found


def holds(spans: Spans, day: date) -> bool:
    """Whether a day is in them."""
    return any(starts <= day < ends for starts, ends in spans)


def gaps(spans: Spans) -> list[Span]:
    """The days between them."""
    return [(a[1], b[0]) for a, b in itertools.pairwise(spans)]
