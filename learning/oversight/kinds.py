"""The lists of the lead's week: which of the people asked stand on which; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

SOON = timedelta(days=14)


class Kind(StrEnum):
    """A list, as its address names it."""

    OVERDUE = "overdue"
    STUCK = "stuck"
    NEXT = "next"
    ASKED = "asked"
    DONE = "done"
    STARTED = "started"
    NOT_STARTED = "not-started"
    TO_RENEW = "to-renew"


class Sort(StrEnum):
    """By what a list can be sorted."""

    NAME = "name"
    PATH = "path"
    DUE = "due"
    ACTIVE = "active"


class PeopleSort(StrEnum):
    """By what the list of people can be sorted."""

    NAME = "name"
    STARTS = "starts"
    ROLE = "role"


@dataclass(frozen=True)
class Words:
    """What a list is called, and what it says where nobody stands on it."""

    title: str
    explained: str
    nobody: str
    sort: Sort = Sort.DUE


WORDS: Mapping[Kind, Words] = MappingProxyType(
    {
        Kind.OVERDUE: Words(
            "Who is overdue",
            "Asked to finish by a day that has passed, and not there yet.",
            "Nobody is overdue.",
        ),
        Kind.STUCK: Words(
            "Who is stuck",
            "Started, not finished, and nothing for 14 days.",
            "Nobody is stuck.",
            Sort.ACTIVE,
        ),
        Kind.NEXT: Words(
            "Who is next",
            "Asked to finish in the next 14 days.",
            "Nothing is due in the next 14 days.",
        ),
        Kind.ASKED: Words(
            "Who is asked", "Everybody who is asked to take a path.", "Nobody is asked."
        ),
        Kind.DONE: Words("Who has finished", "Everything the path asks is shown.", "Nobody yet."),
        Kind.STARTED: Words("Who has started", "Started, and not finished.", "Nobody just now."),
        Kind.NOT_STARTED: Words("Who has not started", "Asked, and not begun.", "Nobody."),
        Kind.TO_RENEW: Words(
            "Who is to renew",
            "They had shown it all, and some of it ran out; the path is to be renewed.",
            "Nobody.",
        ),
    }
)


@dataclass(frozen=True)
class Order:
    """How a list is sorted; as an address says it, a minus before it turns it round."""

    by: str  # of the sorts that the list has
    turned: bool = False

    @property
    def word(self) -> str:
        """As the address says it."""
        return f"-{self.by}" if self.turned else str(self.by)

    def chosen(self, by: str) -> "Order":
        """What choosing a heading leads to: its order, or that turned round."""
        return Order(by, turned=by == self.by and not self.turned)


# How a list can be sorted, as the page's form says it.
SORTS: tuple[tuple[str, str], ...] = (
    ("name", "Name"),
    ("-name", "Name, from the end"),
    ("path", "Path"),
    ("-path", "Path, from the end"),
    ("due", "Last day, the earliest first"),
    ("-due", "Last day, the latest first"),
    ("active", "Quiet for longest first"),
    ("-active", "Quiet for shortest first"),
)
PEOPLE_SORTS: Mapping[str, str] = MappingProxyType(  # beside the name, by which it is sorted
    {
        "-name": "Name, from the end",
        "starts": "First day here, the earliest first",
        "-starts": "First day here, the latest first",
        "role": "Role",
        "-role": "Role, from the end",
    }
)
