"""Whose figures may stand beside a council's: by what each agreed to, then and now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from learning.people.rules import Part

ONE_IS_LOST_AMONG = 10  # other councils; see docs/decisions on comparing


@dataclass(frozen=True)
class Standing:
    """What a council may see of others at a month end."""

    shares_now: bool
    shared_then: bool
    others: frozenset[int]  # whose coverage may stand in its medians
    left: frozenset[int]  # whose coverage might have, before an agreement ended
    contacts: dict[int, str]  # who may be named as a place to learn from: the post to ask


def standing(parts: Iterable[Part], mine: int) -> Standing:
    """What the council `mine` may see, of councils that share in a circle it shares in itself.

    It takes an agreement that covers the month end and one that is in force when asked.
    """
    every = tuple(parts)
    then = _members(part for part in every if part.compared and part.then)
    now = _members(part for part in every if part.compared and part.now)
    of_then = {circle for circle, members in then.items() if mine in members}
    of_now = {circle for circle, members in now.items() if mine in members}
    of_both = of_then & of_now
    others = _all(then[circle] & now[circle] for circle in of_both) - {mine}
    left = _all(then[circle] for circle in of_then) - others - {mine}
    named_then = _members(part for part in every if part.contact is not None and part.then)
    contacts = {
        part.organisation_id: part.contact
        for circle in of_both
        for part in every
        if part.contact is not None
        and (part.circle, part.now) == (circle, True)
        and part.organisation_id in named_then[circle] - {mine}
    }
    return Standing(bool(of_now), bool(of_both), others, left, contacts)


def _members(parts: Iterable[Part]) -> dict[int | None, set[int]]:
    """The councils of each circle."""
    found: dict[int | None, set[int]] = defaultdict(set)
    for part in parts:
        found[part.circle].add(part.organisation_id)
    return found


def _all(sets: Iterable[set[int]]) -> frozenset[int]:
    return frozenset().union(*sets)


def would_tell(standing: Standing, missing: Iterable[int]) -> bool:
    """Whether a comparison would say where one council stands: that left, or is still missing.

    Served before and after, the same month end would move by that council alone.
    """
    apart = standing.left | frozenset(missing)
    return bool(apart) and len(standing.others - apart) < ONE_IS_LOST_AMONG
