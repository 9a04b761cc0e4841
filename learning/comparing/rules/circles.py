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
    then: dict[int | None, set[int]] = defaultdict(set)
    now: dict[int | None, set[int]] = defaultdict(set)
    asked_then: dict[int | None, set[int]] = defaultdict(set)
    contacts: dict[int | None, dict[int, str]] = defaultdict(dict)
    for part in parts:
        if part.compared and part.then:
            then[part.circle].add(part.organisation_id)
        if part.compared and part.now:
            now[part.circle].add(part.organisation_id)
        if part.contact is not None and part.then:
            asked_then[part.circle].add(part.organisation_id)
        if part.contact is not None and part.now:
            contacts[part.circle][part.organisation_id] = part.contact
    of_then = {circle for circle, members in then.items() if mine in members}
    of_now = {circle for circle, members in now.items() if mine in members}
    others = _all(then[circle] & now[circle] for circle in of_then & of_now) - {mine}
    named = {
        council: contact
        for circle in of_then & of_now
        for council, contact in contacts[circle].items()
        if council in asked_then[circle] and council != mine
    }
    left = _all(then[circle] for circle in of_then) - others - {mine}
    return Standing(bool(of_now), bool(of_then & of_now), others, left, named)


def _all(sets: Iterable[set[int]]) -> frozenset[int]:
    return frozenset().union(*sets)


def would_tell(standing: Standing, missing: Iterable[int]) -> bool:
    """Whether a comparison would say where one council stands: that left, or is still missing.

    Served before and after, the same month end would move by that council alone.
    """
    apart = standing.left | frozenset(missing)
    return bool(apart) and len(standing.others - apart) < ONE_IS_LOST_AMONG
