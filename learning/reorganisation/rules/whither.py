"""Decides where each person of a predecessor goes; what nobody says is never guessed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

EVERYBODY = "everybody"
KINDS = ("role", "service", "tier", EVERYBODY)


class Fate(StrEnum):
    """What becomes of somebody's place in a predecessor on vesting day."""

    GOES = "goes"
    STAYS = "stays"
    ENDS = "ends"


@dataclass(frozen=True, order=True)
class Whither:
    """A fate and, where somebody goes, to which council."""

    fate: Fate
    to: int | None = None


@dataclass(frozen=True)
class Post:
    """A role somebody holds, with its tier and service."""

    role: str
    tier: str
    service: str | None


@dataclass(frozen=True)
class Directions:
    """What a plan says of the people of one predecessor."""

    everybody: Whither | None = None  # of whom nothing else is said
    by: Mapping[tuple[str, str], Whither] = field(default_factory=dict)  # (kind, slug)
    listed: Mapping[int, Whither] = field(default_factory=dict)  # by person


@dataclass(frozen=True)
class Unplaced:
    """Nobody says where somebody goes, or two of their roles say different things."""

    found: tuple[Whither, ...] = ()


def whither(person_id: int, posts: Iterable[Post], said: Directions) -> Whither | Unplaced:
    """The list decides; else roles, services and tiers, which have to agree; else the rest."""
    if person_id in said.listed:
        return said.listed[person_id]
    found = {
        said.by[which]
        for post in posts
        for which in (("role", post.role), ("service", post.service or ""), ("tier", post.tier))
        if which in said.by
    }
    if len(found) > 1:
        return Unplaced(tuple(sorted(found, key=lambda one: (one.fate, one.to or 0))))
    return next(iter(found), said.everybody) or Unplaced()
