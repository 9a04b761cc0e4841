"""What a form needs to know of a decision's field beyond its type."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Choices:
    """Marks a field that is one of a few values, with the words for each."""

    words: Mapping[int, str]


@dataclass(frozen=True)
class Member:
    """Marks a field that holds a member of the council, by the person's id."""


@dataclass(frozen=True)
class Kept:
    """Marks a field that another page sets: deciding anew leaves it as it is."""


@dataclass(frozen=True)
class Unit:
    """Marks a number with what it counts, and the least that a council can decide on the page."""

    word: str
    least: int = 0
