"""What the framework's files may say: skills, roles, services and the register of ids."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Slug = Annotated[str, Field(pattern=SLUG, max_length=80)]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
Line = Annotated[str, Field(min_length=1, max_length=300)]
Level = Annotated[int, Field(ge=1, le=4)]

LEVEL_NAMES = {1: "awareness", 2: "working", 3: "practitioner", 4: "expert"}


class Tier(StrEnum):
    """The three groups of people; a role belongs to one for ever."""

    COUNCILLOR = "councillor"
    LEADERSHIP = "leadership"
    SERVICE_TEAM = "service-team"


TIER_NAMES = {
    Tier.COUNCILLOR: "Councillors",
    Tier.LEADERSHIP: "Senior leadership",
    Tier.SERVICE_TEAM: "Service teams",
}


class Nation(StrEnum):
    """Whose law and guidance a piece of content speaks of."""

    ENGLAND = "England"
    WALES = "Wales"
    SCOTLAND = "Scotland"
    NORTHERN_IRELAND = "Northern Ireland"


class Content(BaseModel):
    """A piece of a course file: frozen, and refused when it says anything unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class SkillGroup(Content):
    """A heading that skills are listed under."""

    slug: Slug
    name: Line


class Statement(Content):
    """What somebody at a level can do, with other words for a tier where they differ."""

    level: Level
    text: Line
    councillor: Line | None = None
    leadership: Line | None = None
    service_team: Line | None = Field(default=None, alias="service-team")


class Skill(Content):
    """Something people need to be able to do, at levels 1 to 4."""

    slug: Slug
    code: Slug
    name: Line
    group: Slug
    about: Line
    matters: Line  # why a gap in this skill matters to residents
    statements: tuple[Statement, ...] = Field(alias="statement")
    retired_on: date | None = None

    def statements_at(self, level: int) -> tuple[Statement, ...]:
        """What somebody at that level can do, in the order of the file."""
        return tuple(one for one in self.statements if one.level == level)


class Requirement(Content):
    """A role needs a skill at a level, from a date, until the first day it no longer does."""

    skill: Slug
    level: Level
    starts_on: date = Field(alias="from")
    ends_on: date | None = Field(default=None, alias="until")
    reason: Line


class Role(Content):
    """A role profile: what somebody is in a council, and what that asks of them."""

    slug: Slug
    name: Line
    plural: Line
    tier: Tier
    base: Slug | None = None  # the role it builds on, which its holders hold too
    public: bool = False  # the names of its holders are public knowledge
    weight: Annotated[int, Field(ge=1, le=10)] = 1  # times a level short counts in priorities
    service: Slug | None = None
    also_known_as: tuple[Line, ...] = ()
    requirements: tuple[Requirement, ...] = Field(alias="requirement")
    retired_on: date | None = None


class Service(Content):
    """A service area of a council."""

    slug: Slug
    name: Line
    about: Line
    retired_on: date | None = None


class SkillsFile(Content):
    """`courses/skills.toml`."""

    groups: tuple[SkillGroup, ...] = Field(alias="group")
    skills: tuple[Skill, ...] = Field(alias="skill")


class RolesFile(Content):
    """`courses/roles.toml`."""

    roles: tuple[Role, ...] = Field(alias="role")


class ServicesFile(Content):
    """`courses/services.toml`."""

    services: tuple[Service, ...] = Field(alias="service")


class ClosedRequirement(Content):
    """A requirement that has ended: from then on it may never change."""

    role: Slug
    skill: Slug
    level: Level
    starts_on: date = Field(alias="from")
    ends_on: date = Field(alias="until")


class RegisterFile(Content):
    """`courses/register.toml`: every id ever published, and every closed requirement."""

    ids: tuple[str, ...] = ()
    tiers: dict[Slug, Tier] = Field(default_factory=dict)
    closed: tuple[ClosedRequirement, ...] = ()


class Step(Content):
    """A course on a path, for all of the path's roles or some."""

    course: Slug
    why: Line
    assessments: tuple[Slug, ...] = ()  # which of its checks; none named means all
    roles: tuple[Slug, ...] = ()  # none named means all of the path's roles


class Stage(Content):
    """A part of a path with a time of its own."""

    slug: Slug
    title: Line
    within_days: Annotated[int, Field(ge=0, le=730)]
    steps: tuple[Step, ...] = Field(alias="step")


class PathFile(Content):
    """`courses/paths/<path>.toml`: the courses that close the needs of a role."""

    title: Line
    summary: Line
    roles: Annotated[tuple[Slug, ...], Field(min_length=1)]
    stages: tuple[Stage, ...] = Field(alias="stage")
    retired_on: date | None = None


Status = Literal["in-preparation", "live", "retired"]
