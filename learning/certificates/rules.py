"""Decides what a certificate says today, and to whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Standing(StrEnum):
    """Whether a certificate holds."""

    VALID = "valid"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Gift:
    """A skill at a level that a certificate speaks of, in the words of the day it was shown."""

    skill: str
    name: str
    level: int
    level_name: str
    about: str  # what the skill is, in a sentence
    expires_on: date | None


@dataclass(frozen=True)
class Piece:
    """The evidence behind a gift as it stands today."""

    skill: str
    level: int
    recorded_on: date
    withdrawn_on: date | None
    reason: str


@dataclass(frozen=True)
class Withdrawn:
    """From when a certificate no longer holds, and why."""

    on: date
    reason: str


CORRECTED = "What was recorded when it was awarded was corrected."


def withdrawn(gifts: Iterable[Gift], pieces: Iterable[Piece]) -> Withdrawn | None:
    """The earliest day from which the evidence no longer bears all that a certificate says."""
    by_skill = {piece.skill: piece for piece in pieces}
    found = []
    for gift in gifts:
        piece = by_skill.get(gift.skill)
        if piece is None:
            continue  # nothing says otherwise
        if piece.withdrawn_on is not None:
            found.append(Withdrawn(piece.withdrawn_on, piece.reason))
        elif piece.level < gift.level:
            found.append(Withdrawn(piece.recorded_on, CORRECTED))
    return min(found, key=lambda one: one.on, default=None)


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
    expires_on: date | None
    awarded_at: datetime
    salt: str
    name: str
    choices: Choices
    withdrawn: Withdrawn | None


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
    )
