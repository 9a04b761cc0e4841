"""Decides how long an attempt stays open, and what extra time adds; pure."""

from collections.abc import Collection
from datetime import datetime, timedelta

EXTRAS: tuple[int | None, ...] = (25, 50, 100, None)  # per cent more; None: no time limit
GRACE = timedelta(seconds=30)  # for an answer on its way when the time ends


def time_for(limit: int | None, extras: Collection[int | None]) -> timedelta | None:
    """The time somebody has where a check's limit is so many minutes; None for no limit.

    Of several adjustments the best counts.
    """
    if limit is None or None in extras:
        return None
    best = max((extra for extra in extras if extra is not None), default=0)
    return timedelta(seconds=limit * 60 * (100 + best) // 100)


def closes_at(
    started_at: datetime, limit: int | None, extras: Collection[int | None]
) -> datetime | None:
    """When an attempt closes; None for never."""
    time = time_for(limit, extras)
    return started_at + time if time is not None else None


def is_over(closes_at: datetime | None, at: datetime, *, grace: timedelta = timedelta()) -> bool:
    """Whether the time of an attempt has ended."""
    return closes_at is not None and at > closes_at + grace


def ended_at(closes_at: datetime | None, at: datetime) -> datetime:
    """When an attempt that is submitted now ended: at the latest when its time did."""
    return min(at, closes_at) if closes_at is not None else at


def extra_in_words(extra: int | None) -> str:
    """What an adjustment gives, for a page."""
    return "no time limit" if extra is None else f"{extra}% more time"


def minutes_in_words(time: timedelta) -> str:
    """1 minute, 30 minutes, 18 minutes and 45 seconds."""
    minutes, seconds = divmod(int(time.total_seconds()), 60)
    words = f"{minutes} minute{'' if minutes == 1 else 's'}"
    return f"{words} and {seconds} seconds" if seconds else words
