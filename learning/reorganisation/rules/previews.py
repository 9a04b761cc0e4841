"""What a council would come to: its future people as profiles, and what may be shown of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from learning.assignments.spans import holds
from learning.coverage.rules.figures import Cell, Filters, Held, Line, Profile, Report, RoleFacts
from learning.coverage.rules.figures import report as report_of
from learning.coverage.rules.no_name import THRESHOLD, hide_line
from learning.coverage.rules.profiles import as_now, from_json, to_json
from learning.coverage.rules.protecting import hidden_further
from learning.coverage.rules.table import Alike, Need, Structure, name_of
from learning.reorganisation.rules.moving import Held as Role
from learning.reorganisation.rules.moving import Move, Place

Sources = frozenset[int]  # the councils that people come from, the council itself among them
Future = Mapping[Sources, tuple[Profile, ...]]
Levels = Mapping[int, Mapping[str, tuple[int, int]]]  # person → skill → held, kept for 90 days


@dataclass(frozen=True)
class FuturePerson:
    """Somebody in a council on vesting day."""

    id: int
    held: frozenset[Held]
    sources: Sources


def people_of(moves: Iterable[Move], council: int, on: date) -> list[FuturePerson]:
    """Whoever belongs to a council that day, is not away and holds a role."""
    return [one for move in moves if (one := _future(move, council, on)) is not None]


def _future(move: Move, council: int, on: date) -> FuturePerson | None:
    held: set[Held] = set()
    sources: set[int] = set()
    for place in move.stayed:
        if place.organisation_id == council and _at_work(place, on):
            held |= _roles(council, place.roles, on)
            sources.add(council)
    for joined in move.joined:
        if joined.place.organisation_id == council and _at_work(joined.place, on):
            held |= _roles(council, joined.roles, on)
            sources |= {one.organisation_id for one in joined.sources}
    for made in move.made:
        here = made.organisation_id == council and holds([made.days], on)
        if here and not holds(made.away, on):
            held |= _roles(council, made.roles, on)
            sources |= {one.organisation_id for one in made.sources}
    return FuturePerson(move.person.id, frozenset(held), frozenset(sources)) if held else None


def _at_work(place: Place, on: date) -> bool:
    return holds([place.days], on) and not holds([one.days for one in place.away], on)


def _roles(council: int, roles: Iterable[Role], on: date) -> set[Held]:
    return {Held(council, one.role, one.service) for one in roles if holds([one.days], on)}


def future(
    people: Iterable[FuturePerson], needs: Mapping[tuple[str, str], int], levels: Levels
) -> Future:
    """Profiles by where their people come from; `needs` maps (role, skill) to a level of 1 to 4."""
    by_role: dict[str, dict[str, int]] = defaultdict(dict)
    for (role, skill), level in needs.items():
        by_role[role][skill] = level
    alike: dict[tuple[Sources, frozenset[Held]], list[int]] = defaultdict(list)
    for one in people:
        alike[one.sources, one.held].append(one.id)
    found: dict[Sources, list[Profile]] = defaultdict(list)
    for (sources, held), whom in alike.items():
        needed: Counter[str] = Counter()
        for role in {one.role for one in held}:
            needed |= Counter(by_role[role])
        found[sources].append(_profile(held, whom, needed, levels))
    return {sources: as_now(some, before=(), after=()) for sources, some in found.items()}


def _profile(
    held: frozenset[Held], people: Sequence[int], needed: Mapping[str, int], levels: Levels
) -> Profile:
    sums = {skill: [0, 0, 0, 0] for skill in needed}  # met, expiring, below, levels held
    meeting_all = 0
    for person in people:
        shown, met = levels.get(person, {}), 0
        for skill, level in needed.items():
            has, keeps = shown.get(skill, (0, 0))
            is_met = has >= level
            met += is_met
            cell = sums[skill]
            cell[0] += is_met
            cell[1] += is_met and keeps < level
            cell[2] += 0 < has < level
            cell[3] += min(has, level)
        meeting_all += bool(needed) and met == len(needed)
    cells = {skill: Cell(needed[skill], *sums[skill]) for skill in needed}
    return Profile(held, len(people), cells, meeting_all)


def together(some: Iterable[tuple[Profile, ...]]) -> tuple[Profile, ...]:
    """The profiles of several sources as one."""
    return as_now((one for profiles in some for one in profiles), before=(), after=())


def without_names(whole: Future, own: Sources, roles: Mapping[str, RoleFacts]) -> Report:
    """The overall line and skills as they may be shown to a lead who knows their `own` councils.

    Who knows some of the people exactly can take them out of every line: what then is left is
    hidden by the same rules as the line itself, and so is a line that leaves too little open.
    """
    everybody = together(whole.values())
    others = together(found for sources, found in whole.items() if not sources & own)
    report = report_of(everybody, roles)
    of_others = {one.skill: one for one in _lines(report_of(others, roles))}
    further = _further(everybody) | _further(others)

    def shown(line: Line) -> Line:
        rest = of_others.get(line.skill)
        hidden = hide_line(line, threshold=THRESHOLD)
        if name_of(line, Filters()) in further or (rest and _gives_away(line, rest)):
            return line._replace(suppressed=True, band=None)
        return hidden

    lines = [shown(line) for line in report.skills]
    return Report(
        overall=shown(report.overall),
        people_meeting_all=report.people_meeting_all,
        skills=tuple(sorted(lines, key=lambda one: (one.suppressed, one.name))),
    )


def _lines(report: Report) -> tuple[Line, ...]:
    return (report.overall, *report.skills)


def _gives_away(line: Line, rest: Line) -> bool:
    """Whether the line less those one knows is about too few others."""
    is_other = rest.people != line.people
    return is_other and rest.people > 0 and hide_line(rest, threshold=THRESHOLD).suppressed


def _further(profiles: Sequence[Profile]) -> frozenset[Any]:
    """Lines that sums and differences of the others would tell; here are no groups to filter by."""
    sizes: Counter[frozenset[Need]] = Counter()
    for one in profiles:
        if one.cells:
            sizes[frozenset((skill, cell.level) for skill, cell in one.cells.items())] += one.people
    alike = frozenset(
        (Alike(frozenset(), frozenset(), needs, frozenset()), people)
        for needs, people in sizes.items()
    )
    if not alike:
        return frozenset()
    return hidden_further(Structure(alike, frozenset()), threshold=THRESHOLD)


def kept_of(whole: Future) -> list[Any]:
    """Plain lists, for a JSON column."""
    return [[sorted(sources), to_json(found)] for sources, found in sorted(whole.items(), key=_key)]


def future_of(kept: Iterable[Any]) -> Future:
    """What was kept."""
    return {frozenset(sources): from_json(found) for sources, found in kept}


def _key(part: tuple[Sources, Any]) -> list[int]:
    return sorted(part[0])
