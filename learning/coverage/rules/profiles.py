"""Reads the profiles out of what the database strung together."""

from learning.coverage.rules.figures import Cell, Held, Profile


def merged(
    strung: dict[int, tuple[str, int]],
    cells: dict[int, dict[str, Cell]],
    meeting_all: dict[int, int],
) -> tuple[Profile, ...]:
    """One profile for each set of roles, in whatever order the database strung them together."""
    found: dict[frozenset[Held], Profile] = {}
    for number, (text, count) in strung.items():
        held = frozenset(_held(part) for part in text.split(","))
        profile = Profile(held, count, cells[number], meeting_all.get(number, 0))
        other = found.get(held)
        found[held] = profile if other is None else _sum(profile, other)
    return tuple(found[held] for held in sorted(found, key=lambda held: sorted(map(str, held))))


def _held(text: str) -> Held:
    organisation, role, service = text.split(":")
    return Held(int(organisation), role, service or None)


def _sum(one: Profile, other: Profile) -> Profile:
    cells = {
        skill: Cell(
            cell.level,
            cell.met + other.cells[skill].met,
            cell.expiring + other.cells[skill].expiring,
            cell.below + other.cells[skill].below,
            cell.levels_held + other.cells[skill].levels_held,
        )
        for skill, cell in one.cells.items()
    }
    return Profile(one.held, one.people + other.people, cells, one.meeting_all + other.meeting_all)
