"""The list of what roles need: filtered, in order, fifty a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from learning.catalogue.published import Catalogue
from learning.requirements.rules import Pair, in_order

PAGE = 50


@dataclass(frozen=True)
class Chosen:
    """What the list is filtered by."""

    role: str = ""
    skill: str = ""
    own: bool = False  # only what the council set itself


@dataclass(frozen=True)
class Listed:
    """One page of the list."""

    pairs: Sequence[Pair]
    total: int
    own: int  # of all there are, how many the council set something for
    pages: int


def listed(
    pairs: Iterable[Pair], chosen: Chosen, catalogue: Catalogue, *, today: date, page: int
) -> Listed:
    """What is asked today or to come, and what the council switched off."""
    asked = [one for one in pairs if one.own or one.holds(today) or one.changes_after(today)]
    found = [
        one
        for one in in_order(asked, catalogue)
        if chosen.role in ("", one.role)
        and chosen.skill in ("", one.skill)
        and (one.own or not chosen.own)
    ]
    return Listed(
        pairs=found[(page - 1) * PAGE : page * PAGE],
        total=len(found),
        own=sum(bool(one.own) for one in asked),
        pages=-(-len(found) // PAGE) or 1,
    )
