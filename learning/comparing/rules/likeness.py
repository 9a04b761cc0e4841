"""Which councils are like another: by what they are, where, and of what size."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from learning.comparing.rules.percentiles import FOR_THE_MIDDLE_HALF
from learning.people.kinds import MANY, WITH_SOCIAL_CARE, CouncilKind

# People in a council's figures: of 500, 2,000 or 5,000 people some leads know each of them, some
# a good part, and some nobody.
SIZES = (500, 2_000, 5_000)


@dataclass(frozen=True)
class Traits:
    """What councils are told apart by."""

    nation: str
    kind: str  # a CouncilKind; empty where an administrator has not said it
    people: int


@dataclass(frozen=True)
class Group:
    """The councils that one is compared with, and in which words."""

    councils: frozenset[int]
    words: str


def like(own: Traits, others: dict[int, Traits]) -> Group:
    """The narrowest group with enough councils for the middle half; else all of them."""
    found = Group(frozenset(), "")
    for words, belongs in _widening(own):
        found = Group(frozenset(one for one, traits in others.items() if belongs(traits)), words)
        if len(found.councils) >= FOR_THE_MIDDLE_HALF:
            break
    return found


def _widening(own: Traits) -> Iterator[tuple[str, Callable[[Traits], bool]]]:
    """Narrow first: each step lets go of one thing."""
    if own.kind:
        kind = CouncilKind(own.kind)
        here = f"{MANY[kind]} in {own.nation}"
        yield (
            f"{here} {size_in_words(own.people)}",
            lambda one: _same_kind(one, own) and size_of(one.people) == size_of(own.people),
        )
        yield here, lambda one: _same_kind(one, own)
        if kind in WITH_SOCIAL_CARE:
            yield (
                f"councils in {own.nation} that run adult social care",
                lambda one: one.nation == own.nation and _is_in(one.kind, WITH_SOCIAL_CARE),
            )
    yield f"councils in {own.nation}", lambda one: one.nation == own.nation
    yield "councils, wherever and whatever they are,", lambda _: True


def _same_kind(one: Traits, other: Traits) -> bool:
    return (one.nation, one.kind) == (other.nation, other.kind)


def _is_in(kind: str, kinds: Collection[CouncilKind]) -> bool:
    return bool(kind) and CouncilKind(kind) in kinds


def size_of(people: int) -> int:
    """Which band of size, from 0."""
    return sum(people >= size for size in SIZES)


def size_in_words(people: int) -> str:
    """The band, as it reads after the kind of council."""
    band = size_of(people)
    if band == 0:
        return f"with fewer than {SIZES[0]:,} people in their figures"
    if band == len(SIZES):
        return f"with {SIZES[-1]:,} people or more in their figures"
    return f"with {SIZES[band - 1]:,} to {SIZES[band] - 1:,} people in their figures"
