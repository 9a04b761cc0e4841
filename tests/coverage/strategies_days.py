"""The few days and moments generated worlds are made of, close to the day asked about."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import product

from tests.coverage.reference_months import london_day

DAY = date(2026, 3, 31)
Span = tuple[date, date | None]
Times = tuple[datetime, datetime | None]


def near(days: int) -> date:
    """A day so many days after the day asked about."""
    return DAY + timedelta(days=days)


def moment(days: int, hour: int) -> datetime:
    """A moment in UTC on a day near the day asked about."""
    return datetime.combine(near(days), time(hour), tzinfo=UTC)


LONG_AGO = near(-400)
# 28 March 23:00 UTC is in winter time; 31 March 23:00 UTC is 1 April in London.
MOMENTS = (
    moment(-100, 9),
    moment(-91, 9),
    moment(-30, 9),
    moment(-3, 23),
    moment(-1, 12),
    moment(0, 12),
    moment(0, 23),
    moment(2, 9),
    moment(9, 12),
)
FIRST = MOMENTS[0]
A_MOMENT_BEFORE = timedelta(microseconds=1)
# Likeliest questions first; then each moment something is recorded, and just before it.
KNOWN_AT = (
    *[moment(9, 23)] * 16,
    *MOMENTS[1:],
    *(at - A_MOMENT_BEFORE for at in MOMENTS[3:]),
    FIRST - A_MOMENT_BEFORE,
)
AS_AT = (DAY, DAY, DAY, DAY, near(-1), near(1), near(-2), near(2), near(-30), near(90))

STARTS = (LONG_AGO, near(-90), near(-30), near(-1), DAY, near(1), near(2))
ENDS = (near(-30), near(-1), DAY, near(1), near(2), near(90))
CLOSED_SPANS = tuple((start, end) for start, end in product(STARTS, ENDS) if start < end)
OPEN_SPANS = tuple((start, None) for start in STARTS)
ALWAYS: Span = (LONG_AGO, None)
SPANS: tuple[Span, ...] = (*[ALWAYS] * 150, *OPEN_SPANS * 2, *CLOSED_SPANS)
PAUSE_SPANS: tuple[Span, ...] = (*CLOSED_SPANS, *OPEN_SPANS)
ORGANISATION_SPANS: tuple[Span, ...] = (
    *[ALWAYS] * 12,
    (DAY, None),
    (near(1), None),
    (LONG_AGO, DAY),
    (LONG_AGO, near(1)),
)

PAIRS_OF_MOMENTS = tuple((a, b) for a, b in product(MOMENTS, MOMENTS) if a < b)
ONCE: tuple[tuple[Times, ...], ...] = tuple(((at, None),) for at in MOMENTS)
TAKEN_BACK: tuple[tuple[Times, ...], ...] = tuple(((a, b),) for a, b in PAIRS_OF_MOMENTS)
CORRECTED: tuple[tuple[Times, ...], ...] = tuple(((a, b), (b, None)) for a, b in PAIRS_OF_MOMENTS)
TWICE: tuple[tuple[Times, ...], ...] = tuple(
    ((a, b), (b, c), (c, None)) for a, b in PAIRS_OF_MOMENTS for c in MOMENTS if b < c
)
# When each version of a row was recorded and superseded: mostly one version, known early.
HISTORIES: tuple[tuple[Times, ...], ...] = (
    *[((FIRST, None),)] * 150,
    *ONCE * 6,
    *CORRECTED,
    *TAKEN_BACK[::4],
    *TWICE[::6],
)

EVIDENCE_STARTS = (near(-365), near(-30), near(-2), near(-1), DAY, near(1), near(2))
EVIDENCE_ENDS = (None, None, None, *map(near, (-1, 0, 1, 2, 89, 90, 91, 92, 180)))
EVIDENCE_SPANS: tuple[Span, ...] = tuple(
    (start, end)
    for start, end in product(EVIDENCE_STARTS, EVIDENCE_ENDS)
    if end is None or start < end
)
# shown_on is never after the day of recording.
EVIDENCE_SPANS_AT: dict[datetime, tuple[Span, ...]] = {
    at: tuple(span for span in EVIDENCE_SPANS if span[0] <= london_day(at)) for at in MOMENTS
}
EFFECTIVE_DAYS = (near(-30), near(-2), near(-1), DAY, near(1), near(2), near(9))
