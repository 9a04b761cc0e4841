"""What importing a file would do: nothing is written to make a plan."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from learning.imports.rules.columns import Layout
from learning.imports.rules.comparing import Comparer
from learning.imports.rules.deeds import Days, Deed, Line, Outcome
from learning.imports.rules.known import Known, World
from learning.imports.rules.matching import Match, Matcher
from learning.imports.rules.said import Reader
from learning.imports.rules.titles import Titles
from learning.people.rules import address_key
from learning.spreadsheets.table import Row

TICK = 500  # rows between two words about progress


@dataclass(frozen=True)
class Leavers:
    """What a full file proposes: who is not in it leaves after a day, if somebody says so."""

    last_day: date
    chosen: frozenset[str] = frozenset()  # codes
    everyone: bool = False


@dataclass(frozen=True)
class Plan:
    """The lines of a file in its order, then the leavers it proposes."""

    lines: tuple[Line, ...]

    def of(self, outcome: Outcome) -> tuple[Line, ...]:
        """The lines with one outcome."""
        return tuple(line for line in self.lines if line.outcome == outcome)

    @property
    def deeds(self) -> tuple[Deed, ...]:
        """What would be written."""
        return tuple(
            line.deed
            for line in self.lines
            if line.deed is not None
            and line.outcome not in (Outcome.ERROR, Outcome.UNCHANGED)
            and (line.chosen or not line.proposed)
        )

    @property
    def fingerprint(self) -> str:
        """Tells whether what would be written is still what was shown."""
        found = hashlib.sha256()
        for deed in self.deeds:
            found.update(repr(deed).encode())
        return found.hexdigest()


def nobody_counts(_rows: int) -> None:
    """For whoever does not show how far it is."""


def plan(
    rows: Iterable[Row],
    layout: Layout,
    world: World,
    titles: Titles,
    *,
    month_first: bool,
    leavers: Leavers | None = None,
    progress: Callable[[int], None] = nobody_counts,
) -> Plan:
    """What becomes of each row, and of those whom a full file does not name."""
    reader = Reader(layout, titles, month_first)
    matches = Matcher(world, layout).match([reader.read(row) for row in rows])
    comparer = Comparer(world, layout, titles)
    lines = []
    for number, match in enumerate(matches, 1):
        lines.append(comparer.line(match))
        if number % TICK == 0:
            progress(number)
    lines = _with_managers(lines, matches, world)
    if leavers is not None:
        named = {match.known.person_id for match in matches if match.known}
        lines += _leavers(comparer, world, named, leavers)
    return Plan(tuple(lines))


def _leavers(comparer: Comparer, world: World, named: set[int], leavers: Leavers) -> list[Line]:
    """Everybody here whom no row names and whom the importer may change, by name."""
    ends = leavers.last_day + timedelta(days=1)
    missing = [
        one
        for number, one in world.people.items()
        if number not in named and one.may_change and _is_here(one, world.day, ends)
    ]
    missing.sort(key=lambda one: ((one.name or one.own_name).casefold(), one.person_id))
    return [
        comparer.leaver(
            one,
            Days(ends, ends),
            chosen=leavers.everyone or one.code in leavers.chosen,
        )
        for one in missing
    ]


def _is_here(known: Known, day: date, ends: date) -> bool:
    """Here on the day of the file, and not known to leave sooner."""
    time = known.time
    return time.starts_on <= day and (time.ends_on is None or time.ends_on > max(day, ends))


def _with_managers(lines: list[Line], matches: list[Match], world: World) -> list[Line]:
    """A word where nobody here, and nobody in the file, has the manager's address."""
    known = {*world.by_verified, *world.by_said}
    known |= {match.said.address_key for match in matches if match.said.address_key}
    found = []
    for line, match in zip(lines, matches, strict=True):
        manager = match.said.manager
        if manager and address_key(manager) not in known:
            note = f"Nobody here has the manager’s address {manager}"
            found.append(replace(line, notes=(*line.notes, note)))
        else:
            found.append(line)
    return found
