"""Reads days and moments from an address, or says in plain English what is wrong."""

from datetime import UTC, date, datetime

from learning.errors import Refusal


def day_in(text: str | None, *, field: str) -> date | None:
    """A day written as 2026-11-22; None where nothing was given."""
    if text is None or not text.strip():
        return None
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise Refusal("Write the date like 2026-11-22", field=field) from None


def moment_in(text: str | None, *, field: str) -> datetime | None:
    """A moment in UTC written as 2026-11-22T09:30:00Z; None where nothing was given."""
    if text is None or not text.strip():
        return None
    try:
        # A plus sign that was not encoded in the address arrives as a space.
        moment = datetime.fromisoformat(text.strip().replace(" ", "+"))
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):  # overflow: the last hours of time in another zone
        raise Refusal("Write the moment like 2026-11-22T09:30:00Z", field=field) from None
