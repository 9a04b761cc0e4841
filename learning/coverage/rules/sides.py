"""The figures of each of two days, out of the rows that explain what differs between them; pure."""

from collections.abc import Iterable, Iterator, Sequence

from learning.coverage.rules import figures
from learning.coverage.rules.figures import Profile
from learning.coverage.rules.moves import Cell, Group, Move

BEFORE, AFTER = 0, 1


def profiles(moves: Iterable[Move], group: Group, side: int) -> Iterator[Profile]:
    """Of the people and pairs looked at; who meets everything is not counted."""
    for move in moves:
        stay = (move.before, move.after)[side]
        if not stay.roles or not group.holds(stay.roles):
            continue
        needs = (group.before, group.after)[side].of(stay.roles)
        yield Profile(
            stay.roles,
            move.people,
            {
                skill: _counted(move.cells.get(skill, ()), level, side)
                for skill, level in needs.items()
                if group.skill in {None, skill}
            },
            meeting_all=0,
        )


def _counted(cells: Sequence[Cell], level: int, side: int) -> figures.Cell:
    met = expiring = below = levels_held = 0
    for cell in cells:
        held = (cell.shown.before, cell.shown.after)[side]
        levels_held += cell.people * min(held, level)
        if held >= level:
            met += cell.people
            expiring += cell.people * (cell.kept[side] < level)
        elif held:
            below += cell.people
    return figures.Cell(level, met, expiring, below, levels_held)
