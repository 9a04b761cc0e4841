"""Counts who joined and who left a line between the points of a trend; pure.

Whether something holds at each point is kept as the bits of one whole number, the first point
lowest: holding at all of some points is then one operation.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_

from learning.coverage.rules.figures import Held, Profile
from learning.coverage.rules.whom import Whom


@dataclass(frozen=True)
class Span:
    """The days of a recorded row, and the moments between which it was known."""

    starts_on: date
    ends_on: date | None
    recorded_at: datetime
    superseded_at: datetime | None


@dataclass(frozen=True)
class Points:
    """The days of a trend, and the moment as known at which each is asked: both go forward."""

    days: tuple[date, ...]
    moments: tuple[datetime, ...]

    @property
    def all(self) -> int:
        """Every point."""
        return (1 << len(self.days)) - 1

    def of(self, span: Span) -> int:
        """The points at which a row is known and its days hold."""
        since = max(
            bisect_left(self.days, span.starts_on), bisect_left(self.moments, span.recorded_at)
        )
        until = len(self.days)
        if span.ends_on is not None:
            until = bisect_left(self.days, span.ends_on)
        if span.superseded_at is not None:
            until = min(until, bisect_left(self.moments, span.superseded_at))
        return (1 << until) - (1 << since) if since < until else 0


@dataclass
class Rows:
    """What was recorded of the people whose place changed at some time, and of all needs.

    By membership: whose it is, and its periods, pauses and held roles.
    """

    organisations: frozenset[int]
    places: dict[int, int]  # person
    periods: dict[int, list[Span]]
    pauses: dict[int, list[Span]]
    roles: dict[int, list[tuple[Held, Span]]]
    framework: list[tuple[str, str, int, Span]]  # (role, skill, level)
    own: list[tuple[int, str, str, int, Span]]  # (organisation, role, skill, level)


def moves(rows: Rows, points: Points, whom: Whom, last: Sequence[Profile]) -> list[tuple[int, int]]:
    """(joined, left) at each point after the first.

    `last` is everybody at the last point, by the roles they hold: who is not among the rows held
    these roles all along.
    """
    needing = _needing(rows, points, whom.filters.skill)

    def in_line(held: Mapping[Held, int]) -> int:
        """The points at which somebody who holds these roles then is in the line."""
        there = _any(points & needing.get(one[:2], 0) for one, points in held.items())
        for is_asked in whom.asks:
            there &= _any(points for one, points in held.items() if is_asked(one))
        return there

    found: Counter[int] = Counter()
    steady = Counter({one.held: one.people for one in last})
    for held in _held_by_person(rows, points).values():
        found[in_line(held)] += 1
        now = frozenset(one for one, at in held.items() if at >> (len(points.days) - 1))
        if now:
            steady[now] -= 1
    if any(at != points.all for at in needing.values()):
        for roles, people in steady.items():
            found[in_line(dict.fromkeys(roles, points.all))] += people
    return [_moved(found, number) for number in range(1, len(points.days))]


def _moved(found: Mapping[int, int], number: int) -> tuple[int, int]:
    joined = left = 0
    for at, people in found.items():
        before, after = at >> (number - 1) & 1, at >> number & 1
        joined += people * (after > before)
        left += people * (before > after)
    return joined, left


def _held_by_person(rows: Rows, points: Points) -> dict[int, dict[Held, int]]:
    """When each person held each role, in their membership and not on leave."""
    found: dict[int, dict[Held, int]] = defaultdict(dict)
    for membership, person in rows.places.items():
        there = _any(points.of(span) for span in rows.periods.get(membership, ()))
        there &= ~_any(points.of(span) for span in rows.pauses.get(membership, ()))
        theirs = found[person]
        for held, span in rows.roles.get(membership, ()):
            theirs[held] = theirs.get(held, 0) | (points.of(span) & there)
    return found


def _needing(rows: Rows, points: Points, skill: str | None) -> dict[tuple[int, str], int]:
    """When each role asks anything (of one skill) in each organisation."""
    asked: dict[tuple[int, str, str], int] = defaultdict(int)
    for role, of, level, span in rows.framework:
        for organisation in rows.organisations if level else ():
            asked[organisation, role, of] |= points.of(span)
    own: dict[tuple[int, str, str], list[tuple[int, int]]] = defaultdict(list)
    for organisation, role, of, level, span in rows.own:
        own[organisation, role, of].append((level, points.of(span)))
    for key, levels in own.items():
        asked[key] &= ~_any(at for _, at in levels)
        asked[key] |= _any(at for level, at in levels if level)
    found: dict[tuple[int, str], int] = defaultdict(int)
    for (organisation, role, of), at in asked.items():
        if skill in (None, of):
            found[organisation, role] |= at
    return found


def _any(points: Iterable[int]) -> int:
    return reduce(or_, points, 0)
