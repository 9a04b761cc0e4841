"""Long lists, a page at a time."""

from flask import request

LAST_PAGE = 100_000  # further than any list goes: an offset that a database still takes


def page_number() -> int:
    """Which page the address asks for; the first where it says none that could be."""
    return min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)


def pages_of(total: int, size: int) -> int:
    """How many pages a list of so many rows takes; one where it is empty."""
    return -(-total // size) or 1
