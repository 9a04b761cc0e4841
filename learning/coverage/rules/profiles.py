"""Profiles: read out of what the database strung together, kept, added and taken away."""

from collections.abc import Iterable
from typing import Any

from learning.coverage.rules.figures import Cell, Held, Profile

Kept = list[Any]  # profiles as a JSON column holds them


def merged(
    strung: dict[int, tuple[str, int]],
    cells: dict[int, dict[str, Cell]],
    meeting_all: dict[int, int],
) -> tuple[Profile, ...]:
    """One profile for each set of roles, in whatever order the database strung them together.

    All by the profile's number: its roles as "organisation:role:service,…" with how many hold
    them, its cells by skill, and how many of its people meet everything.
    """
    found = (
        Profile(
            frozenset(_held(part) for part in text.split(",")),
            count,
            cells[number],
            meeting_all.get(number, 0),
        )
        for number, (text, count) in strung.items()
    )
    return _sum((profile, 1) for profile in found)


def as_now(
    profiles: Iterable[Profile], *, before: Iterable[Profile], after: Iterable[Profile]
) -> tuple[Profile, ...]:
    """The profiles with some people taken out as they were and put in as they are.

    `profiles` counts everybody of `before`: what it does not hold cannot be taken out.
    """
    return _sum(
        (profile, sign)
        for some, sign in ((profiles, 1), (before, -1), (after, 1))
        for profile in some
    )


def _held(text: str) -> Held:
    organisation, role, service = text.split(":")
    return Held(int(organisation), role, service or None)


def _sum(signed: Iterable[tuple[Profile, int]]) -> tuple[Profile, ...]:
    """One profile for each set of roles that anybody still holds, in a steady order."""
    found: dict[frozenset[Held], Profile] = {}
    for profile, sign in signed:
        earlier = found.get(profile.held)
        found[profile.held] = profile if earlier is None else _plus(earlier, profile, sign)
    left = [held for held, profile in found.items() if profile.people]
    return tuple(found[held] for held in sorted(left, key=lambda held: sorted(map(str, held))))


def _plus(one: Profile, other: Profile, sign: int) -> Profile:
    theirs_of = other.cells
    cells = {
        skill: Cell(
            cell.level,
            *(
                mine + sign * theirs
                for mine, theirs in zip(cell[1:], theirs_of[skill][1:], strict=True)
            ),
        )
        for skill, cell in one.cells.items()
    }
    people = one.people + sign * other.people
    return Profile(one.held, people, cells, one.meeting_all + sign * other.meeting_all)


def to_json(profiles: Iterable[Profile]) -> Kept:
    """Plain lists, for a JSON column: of each profile its roles, people, cells, meeting all."""
    return [
        [
            sorted(([*held] for held in profile.held), key=str),
            profile.people,
            {skill: list(cell) for skill, cell in profile.cells.items()},
            profile.meeting_all,
        ]
        for profile in profiles
    ]


def from_json(kept: Iterable[Any]) -> tuple[Profile, ...]:
    """The profiles that were kept."""
    return tuple(
        Profile(
            frozenset(Held(*one) for one in held),
            people,
            {skill: Cell(*numbers) for skill, numbers in cells.items()},
            meeting_all,
        )
        for held, people, cells, meeting_all in kept
    )
