"""What people say of themselves, beside what they have shown and never inside it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from learning.coverage.rules.figures import Cell, Line, Profile, RoleFacts, skill_lines


def said_lines(profiles: Iterable[Profile], roles: Mapping[str, RoleFacts]) -> tuple[Line, ...]:
    """By skill, what people say of themselves."""
    return skill_lines(as_they_say(profiles), roles)


def as_they_say(profiles: Iterable[Profile]) -> tuple[Profile, ...]:
    """The same people by what they say of themselves, as if that were what counts."""
    return tuple(
        replace(
            profile,
            cells={
                skill: Cell(cell.level, cell.said, 0, cell.said_below, 0)
                for skill, cell in profile.cells.items()
            },
            meeting_all=0,
        )
        for profile in profiles
    )
