"""The paths of a catalogue as numbers whose bits a database can compare; pure.

Each thing that can be done (a level of a skill, a step of a path, a course begun) has a bit of
its own, so that one comparison says whether all of a path is done. A number holds so many bits
that both databases can count with it; what is beyond goes into a second number, and so on.
"""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from itertools import combinations

from learning.assignments.rules import needs_of, open_steps
from learning.catalogue.published import Catalogue, Path

BITS = 60
Mask = tuple[int, ...]
Needs = tuple[tuple[str, int], ...]  # (skill, level)


@dataclass(frozen=True)
class Bits:
    """Which thing has which bit."""

    of: dict[Hashable, int]

    @classmethod
    def for_each(cls, things: Iterable[Hashable]) -> "Bits":
        """In an order that does not matter, each once."""
        return cls({thing: place for place, thing in enumerate(dict.fromkeys(things))})

    @property
    def numbers(self) -> int:
        """How many numbers hold them all."""
        return max(1, -(-len(self.of) // BITS))

    def mask(self, things: Iterable[Hashable]) -> Mask:
        """The bits of some of them."""
        found = [0] * self.numbers
        for thing in things:
            number, bit = divmod(self.of[thing], BITS)
            found[number] |= 1 << bit
        return tuple(found)


@dataclass(frozen=True)
class Shape:
    """What a path asks of those who hold certain of its roles."""

    path: str
    roles: int  # the bits of the roles that decide between its branches
    key: int  # of these, the ones that are held
    steps: Mask
    courses: Mask
    course_slugs: tuple[str, ...]
    needs: Needs  # for the whole, each skill once
    can_be_done: bool


@dataclass(frozen=True)
class Masks:
    """Everything that a statement needs to know of the catalogue."""

    role_bits: tuple[tuple[str, int], ...]
    course_bits: tuple[tuple[str, Mask], ...]
    levels: tuple[tuple[str, int, Mask], ...]  # (skill, level held, the needs that meets)
    steps: tuple[tuple[Mask, Mask], ...]  # (the needs of a step, its bit)
    shapes: tuple[Shape, ...]


def masks(catalogue: Catalogue) -> Masks:
    """Of all its paths."""
    every_step = [
        step for path in catalogue.paths.values() for step in open_steps(path, catalogue, None)
    ]
    gives = {step: tuple(needs_of(catalogue, [step]).items()) for step in every_step}
    needs = Bits.for_each(need for found in gives.values() for need in found)
    steps, courses = Bits.for_each(gives), Bits.for_each(course for course, _ in every_step)
    roles = Bits.for_each(
        role for path in catalogue.paths.values() if _branches(path) for role in path.file.roles
    )
    shapes = [
        _shape(path, held, catalogue, roles, steps, courses)
        for path in catalogue.paths.values()
        for held in _holdings(path)
    ]
    return Masks(
        role_bits=tuple((str(role), 1 << place) for role, place in roles.of.items()),
        course_bits=tuple((str(course), courses.mask([course])) for course in courses.of),
        levels=_levels(needs),
        steps=tuple((needs.mask(found), steps.mask([s])) for s, found in gives.items() if found),
        shapes=tuple(shapes),
    )


def _branches(path: Path) -> bool:
    return any(step.roles for step in path.steps_for(None))


def _holdings(path: Path) -> list[frozenset[str]]:
    """Every choice of its roles that somebody may hold; one, where its steps are for all."""
    if not _branches(path):
        return [frozenset()]
    roles = path.file.roles
    return [frozenset(some) for n in range(len(roles) + 1) for some in combinations(roles, n)]


def _shape(
    path: Path,
    held: frozenset[str],
    catalogue: Catalogue,
    roles: Bits,
    steps: Bits,
    courses: Bits,
) -> Shape:
    found = open_steps(path, catalogue, held)
    return Shape(
        path=path.slug,
        roles=roles.mask(path.file.roles)[0] if _branches(path) else 0,
        key=roles.mask(held)[0],
        steps=steps.mask(found),
        courses=courses.mask(course for course, _ in found),
        course_slugs=tuple(course for course, _ in found),
        needs=tuple(needs_of(catalogue, found).items()),
        can_be_done=bool(found) and all(catalogue.courses[c].gives(a) for c, a in found),
    )


def _levels(needs: Bits) -> tuple[tuple[str, int, Mask], ...]:
    pairs: Collection[tuple[str, int]] = [p for p in needs.of if isinstance(p, tuple)]
    return tuple(
        (skill, level, needs.mask(p for p in pairs if p[0] == skill and p[1] <= level))
        for skill in dict.fromkeys(skill for skill, _ in pairs)
        for level in (1, 2, 3, 4)
    )
