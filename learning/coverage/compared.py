"""What a comparison of two days holds, and what every kind of comparison is made with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from learning.catalogue.published import Catalogue
from learning.coverage.answers import within
from learning.coverage.differing import Asked, Step, When, changed
from learning.coverage.rules.changes import Part, Whence
from learning.coverage.rules.figures import Filters, Held, Line, Profile, Report, role_facts
from learning.coverage.rules.moves import Asking, Group, Sums
from learning.coverage.rules.narrowing import narrow
from learning.coverage.rules.points import points
from learning.people.standing import OrganisationFacts, Scope, exists_on

Lines = Mapping[str | None, Line]  # by skill; without one, the overall


@dataclass(frozen=True)
class Point:
    """The figures of one of the two days."""

    when: When
    lines: Lines | None  # none: the council has no figures for the day
    roles: frozenset[str] = frozenset()  # that anybody looked at holds then
    asked_for: date | None = None  # the day asked for, where the figures are of an earlier one
    coming: date | None = None  # a month end that has closed and is still worked out


@dataclass(frozen=True)
class AskedOtherwise:
    """A role asks another level of a skill than it did; 0 is nothing."""

    role: str
    skill: str
    before: int
    after: int
    is_own: bool  # by a level of the council's own, on one of the days


@dataclass(frozen=True)
class Comparison:
    """Two days of a council, and what explains the difference."""

    before: Point
    after: Point
    filters: Filters
    is_no_name: bool
    parts: Sums | None = None  # leads only, where there are figures for both days
    corrections: Sums | None = None  # what the part `corrected` is made of
    people: dict[tuple[Part, Whence], int] | None = None  # who joined and left
    asked: tuple[AskedOtherwise, ...] = ()
    left_out: int = 0  # restricted people this lead does not see

    @property
    def is_shown(self) -> bool:
        """Whether the overall figures of both days are there and shown."""
        both = (self.before.lines, self.after.lines)
        return all(lines is not None and not lines[None].suppressed for lines in both)

    def lines(self) -> list[tuple[str | None, Line | None, Line | None]]:
        """(skill, its line before, its line after), by skill; first, without one, the overall."""
        before, after = self.before.lines or {}, self.after.lines or {}
        skills = sorted(skill for skill in {*before, *after} if skill is not None)
        return [(skill, before.get(skill), after.get(skill)) for skill in (None, *skills)]


def change(before: Line | None, after: Line | None) -> int | None:
    """In percentage points; None where one of them is hidden, or nothing was needed."""
    if before is None or after is None or before.suppressed or after.suppressed:
        return None
    return points((before.met, before.required), (after.met, after.required))


def lines_of(found: Report) -> Lines:
    """The overall line of a report and each skill's."""
    return {line.skill: line for line in (found.overall, *found.skills)}


@dataclass(frozen=True)
class Compared:
    """What a lead compares."""

    organisation: OrganisationFacts
    scope: Scope
    lead_id: int
    filters: Filters
    before: When
    after: When

    @property
    def middle(self) -> When:
        """The earlier day as it is known by the later moment."""
        return When(self.before.as_at, self.after.known_at)

    @property
    def is_corrected(self) -> bool:
        """Whether the earlier day is known at two moments."""
        return self.before != self.middle

    @property
    def takes_time(self) -> bool:
        """Whether there is another day."""
        return self.middle != self.after

    def step(self, before: When, after: When) -> Step:
        """A part of the way."""
        return Step(self.organisation.id, before, after, self.lead_id)

    @property
    def exists(self) -> bool:
        """Whether there are figures for both days."""
        days = (self.before.as_at, self.after.as_at)
        return all(exists_on(self.organisation, day) for day in days)


def member_of(
    scope: Scope, filters: Filters, catalogue: Catalogue
) -> Callable[[frozenset[Held]], bool]:
    """Whether who holds some roles is among the people a report would be about."""
    roles = role_facts(catalogue)

    @cache
    def holds(held: frozenset[Held]) -> bool:
        return bool(narrow(within((Profile(held, 1, {}, 0),), scope, catalogue), roles, filters))

    return holds


def group_of(
    before: Asked, after: Asked, inside: Callable[[frozenset[Held]], bool], filters: Filters
) -> Group:
    """The people and pairs that a comparison is about."""
    otherwise = frozenset(skill for _, skill in changed(before.levels, after.levels))
    return Group(inside, Asking(before.levels), Asking(after.levels), filters.skill, otherwise)
