"""What a report says, whole, in plain values: nothing has to be looked up to draw it.

Every paper (spreadsheet, PDF, Word, committee pack) is drawn from this alone, and a statement keeps
it. It is written as JSON with sorted keys, and read back to the same.
"""

import json
from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Audience(StrEnum):
    """Whose eyes the figures are for."""

    NO_NAME = "no-name"  # everybody: small groups hidden, month ends only
    LEADS = "leads"  # leads of the whole organisation: every figure


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Owner(_Said):
    """The council or partnership that a report is about."""

    kind: str  # organisation or partnership
    slug: str
    name: str
    nation: str | None = None
    made_up: bool = False
    councils: tuple[str, ...] = ()  # of a partnership, the names of those that share


class Figures(_Said):
    """A line as it may be shown: all numbers, or none where it is hidden or banded."""

    group: str  # overall, skill, role, tier or service
    name: str  # its slug; empty for the overall line
    skill: str | None
    people: int | None
    required: int | None
    met: int | None
    expiring: int | None
    below: int | None
    none: int | None
    suppressed: bool = False
    band: str | None = None  # fewer-than-half or half-or-more


class Overall(Figures):
    """The overall line and what stands beside it."""

    people_meeting_all: int | None
    levels_held: int | None
    levels_needed: int | None


class GapSaid(_Said):
    """A skill that people are short of, and what closes it."""

    skill: str
    short: int  # people
    required: int  # people
    path: str | None = None  # its slug
    lifted: int | None = None  # people it lifts to the level they need; not said without names
    minutes: int | None = None  # for each of them
    in_preparation: bool = False


class Point(_Said):
    """The overall line on one day of the trend, and who came and went since the day before it."""

    as_at: date
    line: Figures
    joined: int | None = None  # people; none for the first day, or where it may not be shown
    left: int | None = None


class Requirement(_Said):
    """What a role asks on the day: the framework's, or the council's own."""

    role: str
    skill: str
    level: int  # 0: switched off by the council
    own: bool


class PathSaid(_Said):
    """A path that people could take on the day."""

    slug: str
    title: str
    minutes: int  # of all of it
    roles: tuple[str, ...] = ()  # whom it is for
    is_open: bool = True  # no course of it is in preparation


class Rung(_Said):
    """One step of the outcome ladder: shown apart, never added up with another."""

    step: str  # taken-part, knows, uses or result
    skill: str | None
    people: int | None
    of: int | None  # people it could have been
    suppressed: bool = False


class Words(_Said):
    """The words of a report in one language."""

    skills: dict[str, str]  # slug → name
    roles: dict[str, str]
    tiers: dict[str, str]
    services: dict[str, str]
    matters: dict[str, str]  # skill → what it means for residents
    definitions: tuple[tuple[str, str], ...]  # (heading, text): how this is worked out


class ReportContent(_Said):
    """A report as it is shown to one audience."""

    owner: Owner
    audience: Audience
    as_at: date
    known_at: datetime
    threshold: int  # people; fewer are hidden
    framework_revision: str
    overall: Overall
    framework_overall: Figures | None = None  # without the council's own levels, where it has any
    lines: tuple[Figures, ...] = ()  # each skill, then each role, tier and service by skill
    gaps: tuple[GapSaid, ...] = ()  # the one that matters most first
    trend: tuple[Point, ...] = ()  # oldest first
    self_assessed: tuple[Figures, ...] = ()  # by skill: what people say of themselves, never added
    ladder: tuple[Rung, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    paths: tuple[PathSaid, ...] = ()
    filters: dict[str, str] = {}
    words: dict[str, Words]  # language (en, cy) → words; English always


def canonical(said: BaseModel) -> bytes:
    """UTF-8 JSON with sorted keys and a line end: the same values are always the same bytes."""
    whole = said.model_dump(mode="json")
    text = json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f"{text}\n".encode()
