"""Decides what a certificate says today, and to whom."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import takewhile


class Standing(StrEnum):
    """Whether a certificate holds."""

    VALID = "valid"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Gift:
    """A skill at a level that a certificate speaks of, in the words of the day it was shown.

    Until when it counts is what the evidence says today (`as_it_stands`), or said when awarded.
    """

    skill: str
    name: str
    level: int
    level_name: str
    about: str  # what the skill is, in a sentence
    expires_on: date | None


@dataclass(frozen=True)
class Piece:
    """The evidence behind a gift, as it was recorded at first or corrected on a later day."""

    skill: str
    level: int
    expires_on: date | None
    recorded_on: date
    withdrawn_on: date | None
    reason: str


@dataclass(frozen=True)
class Until:
    """From a day on a certificate said that it counts until another; None for good."""

    said_on: date
    ends_on: date | None


@dataclass(frozen=True)
class Withdrawn:
    """From when a certificate no longer holds, and why."""

    on: date
    reason: str


CORRECTED = "What was recorded when it was awarded was corrected."


def as_it_stands(gifts: Iterable[Gift], pieces: Iterable[Piece]) -> tuple[Gift, ...]:
    """The gifts with the days until which their evidence counts; `pieces` in their order."""
    newest = {piece.skill: piece for piece in pieces}
    return tuple(
        replace(gift, expires_on=newest[gift.skill].expires_on) if gift.skill in newest else gift
        for gift in gifts
    )


def ends_on(gifts: Iterable[Gift]) -> date | None:
    """When the first of them runs out."""
    return min((gift.expires_on for gift in gifts if gift.expires_on), default=None)


def history(
    gifts: Sequence[Gift], pieces: Sequence[Piece], *, awarded_on: date
) -> tuple[Until, ...]:
    """Until when the certificate said that it counts: at first, and after every correction."""
    found = [Until(awarded_on, ends_on(gifts))]
    for number, piece in enumerate(pieces, start=1):
        then = ends_on(as_it_stands(gifts, pieces[:number]))
        if then != found[-1].ends_on:
            found.append(Until(piece.recorded_on, then))
    return tuple(found)


def withdrawn(gifts: Iterable[Gift], pieces: Iterable[Piece]) -> Withdrawn | None:
    """The earliest day from which the evidence no longer bears all that a certificate says."""
    by_skill: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        by_skill[piece.skill].append(piece)
    found = [_gone(gift, by_skill[gift.skill]) for gift in gifts if gift.skill in by_skill]
    return min(filter(None, found), key=lambda one: one.on, default=None)


def _gone(gift: Gift, rows: Sequence[Piece]) -> Withdrawn | None:
    """Since when one gift is no longer borne: however often it was corrected below, the first."""
    newest = rows[-1]
    if newest.withdrawn_on is not None:
        return Withdrawn(newest.withdrawn_on, newest.reason)
    below = tuple(takewhile(lambda row: row.level < gift.level, reversed(rows)))
    return Withdrawn(below[-1].recorded_on, CORRECTED) if below else None


def standing(expires_on: date | None, gone: Withdrawn | None, *, today: date) -> Standing:
    """What a certificate is on a day."""
    if gone is not None and gone.on <= today:
        return Standing.WITHDRAWN
    if expires_on is not None and expires_on <= today:
        return Standing.EXPIRED
    return Standing.VALID


@dataclass(frozen=True)
class Choices:
    """What a holder agrees to show: a name or a badge only where the certificate is shown."""

    shown: bool = False
    with_name: bool = False
    with_badge: bool = False

    @classmethod
    def of(cls, *, shown: bool, with_name: bool, with_badge: bool) -> "Choices":
        """What these mean together."""
        return cls(shown, shown and with_name, shown and with_badge)


NOTHING = Choices()


@dataclass(frozen=True)
class Facts:
    """Everything that is known of a certificate: for its holder, and for nobody else."""

    id: int
    code: str
    person_id: int
    organisation_id: int | None
    organisation_name: str
    organisation_slug: str | None
    title: str
    gifts: tuple[Gift, ...]
    minutes: int
    shown_on: date
    history: tuple[Until, ...]  # the newest last
    awarded_at: datetime
    salt: str
    name: str
    choices: Choices
    withdrawn: Withdrawn | None

    @property
    def expires_on(self) -> date | None:
        """When it runs out, as its evidence says today."""
        return self.history[-1].ends_on


@dataclass(frozen=True)
class Sheet:
    """What one reader sees of a certificate: pages, papers and badges are made of this alone."""

    code: str
    title: str
    gifts: tuple[Gift, ...]
    minutes: int
    shown_on: date
    expires_on: date | None
    organisation_name: str
    name: str | None  # None where it is not for this reader
    standing: Standing
    withdrawn_on: date | None
    as_at: date
    history: tuple[Until, ...] = ()


def sheet(facts: Facts, *, is_holder: bool, today: date) -> Sheet | None:
    """What a reader may see on a day; None where that is nothing."""
    if not (is_holder or facts.choices.shown):
        return None
    gone = facts.withdrawn if facts.withdrawn and facts.withdrawn.on <= today else None
    return Sheet(
        code=facts.code,
        title=facts.title,
        gifts=facts.gifts,
        minutes=facts.minutes,
        shown_on=facts.shown_on,
        expires_on=facts.expires_on,
        organisation_name=facts.organisation_name,
        name=facts.name if is_holder or facts.choices.with_name else None,
        standing=standing(facts.expires_on, gone, today=today),
        withdrawn_on=gone.on if gone else None,
        as_at=today,
        history=facts.history,
    )
