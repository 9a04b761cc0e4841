"""Decides what vesting day does with one person's places: what ends, and what begins."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from learning.assignments.spans import FOR_EVER, Span, joined, within, without
from learning.reorganisation.rules.whither import Directions, Fate, Post, Unplaced, Whither, whither

Spans = Sequence[Span]


@dataclass(frozen=True)
class Held:
    """A role of a place; `id` is its row's, none for one that is to begin."""

    role: str
    service: str | None
    substitute: bool
    days: Span
    id: int = 0


@dataclass(frozen=True)
class Away:
    """Days of leave; `id` is the row's."""

    days: Span
    id: int = 0


@dataclass(frozen=True)
class Place:
    """A membership that would still hold on vesting day or begins after it."""

    membership_id: int
    organisation_id: int
    period_id: int
    days: Span
    roles: tuple[Held, ...] = ()
    away: tuple[Away, ...] = ()
    is_erased: bool = False


@dataclass(frozen=True)
class Person:
    """Somebody with all their places in the councils of a plan."""

    id: int
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Left:
    """A place that ends on vesting day, or never begins."""

    place: Place
    whither: Whither


@dataclass(frozen=True)
class Made:
    """A place in a successor that begins on vesting day or later, and what it comes from."""

    organisation_id: int
    days: Span
    roles: tuple[Held, ...]
    away: tuple[Span, ...]
    sources: tuple[Place, ...]


@dataclass(frozen=True)
class Joined:
    """A place that somebody had in the successor already; they hold more roles in it."""

    place: Place
    roles: tuple[Held, ...]
    sources: tuple[Place, ...]


@dataclass(frozen=True)
class Move:
    """Everything that vesting day does with one person."""

    person: Person
    left: tuple[Left, ...] = ()
    made: tuple[Made, ...] = ()
    joined: tuple[Joined, ...] = ()
    unplaced: tuple[tuple[int, Unplaced], ...] = ()  # by predecessor

    @property
    def stayed(self) -> tuple[Place, ...]:
        """The places that go on as they are."""
        gone = {one.place.membership_id for one in self.left}
        return tuple(one for one in self.person.places if one.membership_id not in gone)


def move_of(
    person: Person, said: Mapping[int, Directions], tiers: Mapping[str, str], *, on: date
) -> Move:
    """`said` by predecessor; `tiers` by role. Nothing moves of whom something is not decided."""
    fates = {
        council: whither(person.id, _posts(places, tiers, on), said[council])
        for council, places in _by_council(person.places).items()
        if council in said
    }
    unplaced = tuple((one, fate) for one, fate in fates.items() if isinstance(fate, Unplaced))
    if unplaced:
        return Move(person, unplaced=unplaced)
    left = []
    for place in person.places:
        fate = fates.get(place.organisation_id)
        if isinstance(fate, Whither) and fate.fate is not Fate.STAYS:
            left.append(Left(place, fate))
    return _arrived(Move(person, tuple(left)), on)


def _by_council(places: Iterable[Place]) -> dict[int, list[Place]]:
    found: dict[int, list[Place]] = defaultdict(list)
    for place in places:
        found[place.organisation_id].append(place)
    return found


def _posts(places: Iterable[Place], tiers: Mapping[str, str], on: date) -> list[Post]:
    """The roles that are held on the day, or begin after it."""
    return [
        Post(held.role, tiers.get(held.role, ""), held.service)
        for place in places
        for held in place.roles
        if _from(on, place, held.days)
    ]


def _from(on: date, place: Place, days: Span) -> list[Span]:
    """What is left from a day on of days within a place."""
    return within(within([place.days], [days]), [(on, FOR_EVER)])


def _arrived(move: Move, on: date) -> Move:
    """The move with what begins in each successor."""
    made: list[Made] = []
    found: list[Joined] = []
    for council in sorted({one.whither.to for one in move.left if one.whither.to is not None}):
        sources = tuple(one.place for one in move.left if one.whither.to == council)
        there = [place for place in move.stayed if place.organisation_id == council]
        made += _made(council, sources, there, on)
        for place in there:
            roles = tuple(_roles(sources, [place.days], on, but=place.roles))
            if roles or within([place.days], joined(one.days for one in sources)):
                found.append(Joined(place, roles, sources))
    return Move(move.person, move.left, tuple(made), tuple(found))


def _made(
    council: int, sources: tuple[Place, ...], there: Sequence[Place], on: date
) -> Iterable[Made]:
    """A place for all days on which they belong to a source and not there already."""
    wanted = within(joined(one.days for one in sources), [(on, FOR_EVER)])
    at_work = joined(
        span for one in sources for span in without([one.days], joined(a.days for a in one.away))
    )
    for span in without(wanted, joined(place.days for place in there)):
        # Whoever works for one of two councils is not away from the one that follows.
        away = tuple(without([span], at_work))
        yield Made(council, span, tuple(_roles(sources, [span], on)), away, sources)


def _roles(
    sources: Iterable[Place], days: Spans, on: date, but: Iterable[Held] = ()
) -> Iterable[Held]:
    """What the sources' roles come to: each role and service once on a day, whoever gave it."""
    full: dict[tuple[str, str | None], list[Span]] = defaultdict(list)
    standing_in: dict[tuple[str, str | None], list[Span]] = defaultdict(list)
    for place in sources:
        for held in place.roles:
            spans = standing_in if held.substitute else full
            spans[held.role, held.service] += within(_from(on, place, held.days), days)
    already: dict[tuple[str, str | None], list[Span]] = defaultdict(list)
    for held in but:
        already[held.role, held.service].append(held.days)
    for which in sorted({*full, *standing_in}, key=str):
        theirs = joined(already[which])
        for substitute, spans in ((False, full), (True, standing_in)):
            taken = theirs if not substitute else joined([*theirs, *full[which]])
            for span in without(joined(spans[which]), taken):
                yield Held(*which, substitute, span)
