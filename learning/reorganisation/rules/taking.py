"""Decides what a successor takes over from the predecessors chosen; differing ones are a fault."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

Key = tuple[str, ...]


@dataclass(frozen=True)
class Offer:
    """A setting of a predecessor; what has the same key cannot hold twice in one council."""

    from_id: int
    key: Key
    said: Any
    row_id: int


@dataclass(frozen=True)
class Choice:
    """What is taken, and what differs between predecessors."""

    taken: tuple[Offer, ...]
    differing: tuple[Key, ...]


def chosen(offers: Iterable[Offer], own: Collection[Key]) -> Choice:
    """What the successor has said itself stands; of the rest, what nobody says otherwise."""
    by_key: dict[Key, list[Offer]] = defaultdict(list)
    for offer in offers:
        by_key[offer.key].append(offer)
    free = {key: found for key, found in by_key.items() if key not in own}
    agreed = {
        key: found for key, found in free.items() if all(o.said == found[0].said for o in found)
    }
    return Choice(
        tuple(found[0] for found in agreed.values()),
        tuple(sorted(set(free) - set(agreed))),
    )
