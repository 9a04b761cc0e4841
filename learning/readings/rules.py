"""What is said of a reading; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

KEPT_MONTHS = 24  # two financial years can be looked back on
PURPOSES = ("sec-purpose", "purpose", "x-purpose", "x-moz")  # as browsers old and new say it


class Kind(StrEnum):
    """Which figures of several councils."""

    PARTNERSHIP = "partnership"  # the report of a partnership
    COMPARISON = "comparison"  # a council beside those like it


@dataclass(frozen=True)
class Noted:
    """What a page about several councils shows, and to whom: written down as it leaves."""

    kind: Kind
    place: str
    appointment: str
    councils: frozenset[int]


def is_ahead(headers: Mapping[str, str]) -> bool:
    """Whether a browser fetches the page before anybody asked to see it."""
    said = [value.casefold() for name, value in headers.items() if name.casefold() in PURPOSES]
    return any(word in one for one in said for word in ("prefetch", "preview"))


def form_of(path: str) -> str:
    """Page, or the ending of the address."""
    return path.rpartition("/")[2].partition(".")[2] or "page"
