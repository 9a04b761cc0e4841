"""What holds day by day for a role and skill, and what a change of it would make of that; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from learning.catalogue.framework import LEVEL_NAMES
from learning.catalogue.published import Catalogue
from learning.clock import day_in_words
from learning.errors import Refusal
from learning.people.rules import Span

HIGHEST = 4
NONE_SEEN = "0"  # what a form says it was made from, where there was no setting


class Days(Protocol):
    """Anything with a level that holds on days."""

    @property
    def level(self) -> int:
        """0 to 4."""

    @property
    def starts_on(self) -> date:
        """The first day."""

    @property
    def ends_on(self) -> date | None:
        """The first day it no longer holds; none: until it is ended."""


@dataclass(frozen=True)
class Setting:
    """A level that the council set, as it is in force today or to come."""

    id: int
    level: int
    starts_on: date
    ends_on: date | None
    reason: str
    by: str
    # The setting that ends for this one to begin, and when it would have ended without.
    gave_way: tuple[int, date | None] | None = None


@dataclass(frozen=True)
class Pair:
    """A role and a skill in one council, today and to come."""

    role: str
    skill: str
    framework: tuple[Span, ...] = ()
    own: tuple[Setting, ...] = ()

    @property
    def seen(self) -> str:
        """Which settings a form is made from: they change with every change."""
        return "-".join(str(one.id) for one in self.own) or NONE_SEEN

    def setting(self, number: int | None) -> Setting | None:
        """The setting with that number."""
        return next((one for one in self.own if one.id == number), None)

    def holds(self, day: date) -> int | None:
        """The level that holds on a day: the council's own, else the framework's."""
        own = level_on(self.own, day)
        return level_on(self.framework, day) if own is None else own

    def changes_after(self, today: date) -> tuple[tuple[date, int | None], ...]:
        """(day, level from then on) of what is to come; none: nothing is asked."""
        spans: tuple[Days, ...] = (*self.framework, *self.own)
        days = {one.starts_on for one in spans} | {one.ends_on for one in spans if one.ends_on}
        found: list[tuple[date, int | None]] = []
        level = self.holds(today)
        for day in sorted(day for day in days if day > today):
            if self.holds(day) != level:
                level = self.holds(day)
                found.append((day, level))
        return tuple(found)


@dataclass(frozen=True)
class Wanted:
    """What a lead wants to change."""

    level: int | None  # 0 switches it off; none: what the framework asks, or nothing to come
    starts_on: date
    reason: str
    seen: str
    instead_of: int | None = None  # a setting to come that is corrected or taken back

    @property
    def takes_back(self) -> bool:
        """Whether a setting to come is taken back, with nothing in its place."""
        return self.level is None and self.instead_of is not None


def level_on(spans: Iterable[Days], day: date) -> int | None:
    """The level of the span that holds on a day."""
    return next(
        (
            one.level
            for one in spans
            if one.starts_on <= day and (one.ends_on is None or one.ends_on > day)
        ),
        None,
    )


def without(pair: Pair, number: int | None) -> Pair:
    """The pair as if a setting to come had never been made."""
    taken = pair.setting(number)
    if taken is None:
        return pair
    left = [one for one in pair.own if one.id != taken.id]
    if taken.gave_way is not None:
        goes_on, ends_on = taken.gave_way
        left = [replace(one, ends_on=ends_on) if one.id == goes_on else one for one in left]
    return replace(pair, own=tuple(left))


def own_after(pair: Pair, wanted: Wanted) -> tuple[Span, ...]:
    """The council's own levels as they would be recorded."""
    day = wanted.starts_on
    left = [
        Span(one.starts_on, one.ends_on, one.level) for one in without(pair, wanted.instead_of).own
    ]
    if wanted.takes_back:
        return tuple(left)
    kept = [
        replace(one, ends_on=day) if one.ends_on is None or one.ends_on > day else one
        for one in left
        if one.starts_on < day
    ]
    if wanted.level is not None:
        kept.append(Span(day, None, wanted.level))
    return tuple(kept)


def first_day(pair: Pair, wanted: Wanted) -> date:
    """The first day on which something would be other than it is recorded now."""
    corrected = pair.setting(wanted.instead_of)
    if corrected is None:
        return wanted.starts_on
    return min(corrected.starts_on, wanted.starts_on)


def check(
    pair: Pair, wanted: Wanted, catalogue: Catalogue, *, today: date, closes_on: date | None
) -> None:
    """Refuses in words what cannot be asked; `closes_on` is the council's own last day."""
    if pair.role not in catalogue.roles:
        raise Refusal("There is no such role", field="role")
    if pair.skill not in catalogue.skills:
        raise Refusal("There is no such skill", field="skill")
    if wanted.level is not None and not 0 <= wanted.level <= HIGHEST:
        raise Refusal(f"Choose a level from 0 to {HIGHEST}", field="level")
    _check_day(pair, wanted, today=today, closes_on=closes_on)
    if wanted.level:
        _check_retired(pair, wanted.starts_on, catalogue)
    _check_moves(pair, wanted, today=today)


def _check_day(pair: Pair, wanted: Wanted, *, today: date, closes_on: date | None) -> None:
    if wanted.starts_on < today:
        raise Refusal("Choose today or a later day: the past stays as it was", field="starts_on")
    if closes_on is not None and wanted.starts_on >= closes_on:
        words = f"Choose a day before {day_in_words(closes_on)}, when the council ends"
        raise Refusal(words, field="starts_on")
    corrected = pair.setting(wanted.instead_of)
    day = first_day(pair, wanted)
    later = [one for one in pair.own if one.starts_on > day and one != corrected]
    if later:
        begins = day_in_words(later[0].starts_on)
        words = f"{level_words(later[0].level)} is set from {begins} already. Take that back first"
        raise Refusal(f"{words}, or choose a later day", field="starts_on")


def _check_retired(pair: Pair, day: date, catalogue: Catalogue) -> None:
    role, skill = catalogue.roles[pair.role], catalogue.skills[pair.skill]
    for name, retired_on in ((role.name, role.retired_on), (skill.name, skill.retired_on)):
        if retired_on is not None and retired_on <= day:
            words = f"“{name}” is retired from {day_in_words(retired_on)}"
            raise Refusal(f"{words}, so nothing can be asked of it", field="level")


def _check_moves(pair: Pair, wanted: Wanted, *, today: date) -> None:
    """Refuses what would leave everything as it is."""
    corrected = pair.setting(wanted.instead_of)
    if corrected is not None and corrected.starts_on <= today:
        raise Refusal("This holds already. Set another level instead", field="level")
    if wanted.takes_back:
        return
    before = without(pair, wanted.instead_of)
    day = wanted.starts_on
    if wanted.level is None:
        if level_on(before.own, day) is None:
            raise Refusal("Your council has set no level for that day", field="level")
        return
    holds = before.holds(day)
    if wanted.level == 0 and not holds:
        raise Refusal("This is not asked on that day, so there is nothing to end", field="level")
    if wanted.level == holds:
        words = f"{level_words(wanted.level)} holds on that day already"
        raise Refusal(f"{words}. Choose another level", field="level")


def level_words(level: int | None) -> str:
    """Level 2, working; for 0 and none what they mean."""
    if not level:
        return "Not asked"
    return f"Level {level}, {LEVEL_NAMES[level]}"


def in_order(pairs: Iterable[Pair], catalogue: Catalogue) -> Sequence[Pair]:
    """By role as the framework lists them, then by the skill's name."""
    places = {slug: place for place, slug in enumerate(catalogue.roles)}
    names = {slug: skill.name for slug, skill in catalogue.skills.items()}
    last = len(places)
    return sorted(
        pairs,
        key=lambda one: (
            places.get(one.role, last),
            one.role,
            names.get(one.skill, one.skill).casefold(),
            one.skill,
        ),
    )
