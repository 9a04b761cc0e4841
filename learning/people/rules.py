"""What a name, an address and a password may be, how often signing in may fail, what is needed."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import ceil

from learning.clock import day_in_words
from learning.errors import Refusal
from learning.texts import NEVER

LONGEST_NAME = 300
LONGEST_REFERENCE = 80  # characters; composing can make more of them
LONGEST_ADDRESS = 320
SHORTEST_PASSWORD = 15
LONGEST_PASSWORD = 200
SIGN_IN_LASTS = timedelta(hours=12)
# On a device that several people use.
SHARED_SIGN_IN_LASTS = timedelta(hours=4)
SHARED_IDLE = timedelta(minutes=30)
TRIES_WINDOW = timedelta(minutes=15)
MOST_TRIES_FOR_AN_ADDRESS = 10
MOST_TRIES_FROM_A_NETWORK = 100  # a whole council may sit behind one address
MOST_READS = 600  # by one token in a window: every figure there is, by skill and role


def check_newcomers(council: str, ends_on: date | None, day: date, *, field: str) -> None:
    """Refuses people who would come to a council on a day on which it is no more."""
    if ends_on is not None and ends_on <= day:
        last = day_in_words(ends_on - timedelta(days=1))
        raise Refusal(f"The last day of {council} is {last}: nobody can join it after", field=field)


def clean_name(text: str) -> str:
    """A name in composed form, without control characters, its spaces single."""
    composed = unicodedata.normalize("NFC", text)
    kept = re.sub(f"[{NEVER}]", "", composed)
    kept = "".join(c for c in kept if unicodedata.category(c) != "Cc")
    return " ".join(kept.split())[:LONGEST_NAME]


def clean_address(text: str) -> str:
    """An e-mail address as it is kept: trimmed, without the unseen marks that pasting brings."""
    return "".join(c for c in text if unicodedata.category(c) != "Cf").strip()


def address_key(text: str) -> str:
    """How an e-mail address is looked up: composed, folded, clean."""
    return unicodedata.normalize("NFC", clean_address(text)).casefold()


def clean_password(text: str) -> str:
    """A password as it is hashed: composed, without the space that phones set after a word."""
    return unicodedata.normalize("NFC", text).strip()


def is_address(text: str) -> bool:
    """Whether it can be an e-mail address: one @ with something on both sides, no spaces."""
    address = clean_address(text)
    local, at, domain = address.rpartition("@")
    return bool(
        at
        and local
        and "." in domain.strip(".")
        and len(text) <= LONGEST_ADDRESS
        and not any(c.isspace() or unicodedata.category(c) == "Cc" for c in address)
    )


def reference_key(text: str) -> str:
    """How a payroll or member number is looked up: composed, folded, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())[:LONGEST_REFERENCE]


def tries_window(at: datetime) -> int:
    """The number of the window of time that a try falls in."""
    return int(at.timestamp() // TRIES_WINDOW.total_seconds())


def begin_of_window(window: int) -> datetime:
    """When a window of time began."""
    return datetime(1970, 1, 1, tzinfo=UTC) + window * TRIES_WINDOW


def wait_for_next_window(at: datetime) -> int:
    """The seconds until the next window of time begins: one at least."""
    return ceil((begin_of_window(tries_window(at) + 1) - at).total_seconds()) or 1


def may_try(*, for_address: int, from_network: int) -> bool:
    """Whether this try, already counted, may go on to the password."""
    return for_address <= MOST_TRIES_FOR_AN_ADDRESS and from_network <= MOST_TRIES_FROM_A_NETWORK


@dataclass(frozen=True, order=True)
class Need:
    """A role somebody holds asks a skill of them at a level."""

    skill: str
    level: int
    role: str


@dataclass(frozen=True, order=True)
class Rise:
    """From a day a council asks more of a skill than somebody needs today."""

    starts_on: date
    council: str
    skill: str
    level: int


def levels_needed(needs: Sequence[Need]) -> dict[str, int]:
    """The highest level that anybody's roles ask, by skill."""
    return {need.skill: need.level for need in sorted(needs)}


@dataclass(frozen=True, order=True)
class Span:
    """A level that holds from a day until the first day it no longer does."""

    starts_on: date
    ends_on: date | None
    level: int


def overlay(framework: Sequence[Span], own: Sequence[Span]) -> tuple[Span, ...]:
    """What holds day by day: the council's own level where it has one, else the framework's."""
    edges = sorted(
        {span.starts_on for span in (*framework, *own)}
        | {span.ends_on for span in (*framework, *own) if span.ends_on is not None}
    )
    merged: list[Span] = []
    for place, start in enumerate(edges):
        end = edges[place + 1] if place + 1 < len(edges) else None
        level = next((s.level for spans in (own, framework) for s in spans if _on(s, start)), None)
        if level is None:
            continue
        if merged and merged[-1].ends_on == start and merged[-1].level == level:
            merged[-1] = Span(merged[-1].starts_on, end, level)
        else:
            merged.append(Span(start, end, level))
    return tuple(merged)


def _on(span: Span, day: date) -> bool:
    return span.starts_on <= day and (span.ends_on is None or span.ends_on > day)


Lasting = tuple[date, date | None]  # from a day until the first day it no longer holds; none: open


def first_uncovered(spans: Sequence[Lasting], today: date) -> date | None:
    """The first day from today that no span holds; None where every day to come is held."""
    day = today
    for starts_on, ends_on in sorted(spans, key=lambda span: span[0]):
        if starts_on > day:
            return day
        if ends_on is None:
            return None
        day = max(day, ends_on)
    return day


@dataclass(frozen=True)
class Saying:
    """What an organisation says of one of its people; it proves nothing about who they are."""

    name: str
    reference: str | None = None
    address: str | None = None
    manager_key: str | None = None
    language: str | None = None

    @property
    def reference_key(self) -> str | None:
        """How the reference is looked up."""
        return reference_key(self.reference) if self.reference else None

    @property
    def address_key(self) -> str | None:
        """How the address is looked up."""
        return address_key(self.address) if self.address else None


@dataclass(frozen=True)
class Part:
    """That a council takes part in a circle: as at a day, or at the moment it is asked about."""

    organisation_id: int
    circle: int | None
    compared: bool
    contact: str | None  # of those that may be asked
    then: bool
    now: bool
