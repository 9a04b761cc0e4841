"""Reads a list that says where single people go: by code, reference or e-mail address."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from learning.people.rules import address_key, reference_key
from learning.reorganisation.rules.whither import Fate, Whither
from learning.spreadsheets.table import Table, places

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "council": ("from", "organisation", "predecessor", "leaves"),
    "person": ("reference", "email", "e-mail", "code", "person code"),
    "goes_to": ("to", "successor", "goes to", "fate"),
}
HEADER = ("council", "person", "goes_to")
MOST_SHOWN = 20


@dataclass(frozen=True)
class Line:
    """Where somebody of a predecessor goes."""

    council: int
    person_id: int
    whither: Whither


@dataclass(frozen=True)
class Known:
    """Who can be named: by predecessor and key, the people it may mean."""

    councils: Mapping[str, int]  # predecessors by short name
    goals: Mapping[str, int]  # successors by short name
    people: Mapping[tuple[int, str], frozenset[int]]


@dataclass(frozen=True)
class Read:
    """What a list says, and which of its rows nobody can follow."""

    lines: tuple[Line, ...]
    faults: tuple[str, ...]


def read(table: Table, known: Known) -> Read:
    """Every row, or what is wrong with it."""
    where = places(table.header, COLUMNS)
    missing = [name for name in HEADER if name not in where]
    if missing:
        return Read((), (f"There is no column “{missing[0]}”. Use: {', '.join(HEADER)}",))
    lines: dict[tuple[int, int], tuple[int, Line]] = {}
    faults: list[str] = []
    for row in table.rows:
        council, person, goes_to = (row.cell(where[name]) for name in HEADER)
        found = _line(council, person, goes_to, known)
        if isinstance(found, str):
            faults.append(f"Row {row.number}: {found}")
            continue
        which = (found.council, found.person_id)
        if which in lines:
            faults.append(f"Row {row.number}: the same person stands in row {lines[which][0]} too")
        lines.setdefault(which, (row.number, found))
    return Read(tuple(line for _, line in lines.values()), tuple(faults))


def _line(council: str, person: str, goes_to: str, known: Known) -> Line | str:
    here = known.councils.get(council.casefold())
    if here is None:
        return f"“{council}” is not the short name of a council that people leave"
    whither = _whither(goes_to, known)
    if whither is None:
        return f"“{goes_to}” is not the short name of a council that follows, nor stays or ends"
    found = frozenset(who for key in keys(person) for who in known.people.get((here, key), ()))
    if not found:
        return f"nobody of {council} has the code, reference or address “{person}”"
    if len(found) > 1:
        return f"“{person}” may mean {len(found)} people of {council}: use the code"
    return Line(here, next(iter(found)), whither)


def keys(person: str) -> Iterator[str]:
    """How somebody may be named."""
    yield f"code {person.strip()}"
    yield f"reference {reference_key(person)}"
    yield f"address {address_key(person)}"


def _whither(text: str, known: Known) -> Whither | None:
    said = text.casefold()
    if said in known.goals:
        return Whither(Fate.GOES, known.goals[said])
    return Whither(Fate(said)) if said in (Fate.STAYS, Fate.ENDS) else None
