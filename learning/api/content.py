"""What the API answers, as shapes: answers are made through them, and the description says them."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Links = dict[str, str]  # what it leads to → its address


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Problem(_Said):
    """Why there is no answer: problem details (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = Field(description="What is wrong, in plain English")


class Organisation(_Said):
    """A council or combined authority."""

    slug: str = Field(description="Its name in addresses")
    name: str
    nation: str
    made_up: bool = Field(description="A demonstration: there is no such council")
    links: Links


class Organisations(_Said):
    """What a token reads about."""

    organisations: tuple[Organisation, ...]


class Counts(_Said):
    """The numbers of a line; all null where they may not be shown."""

    people: int | None = Field(ge=0)
    required: int | None = Field(ge=0, description="Pairs of a person and a skill they need")
    met: int | None = Field(ge=0, description="Of those, shown at the level that is needed")
    expiring: int | None = Field(ge=0, description="Of those shown, gone within 90 days")
    below: int | None = Field(ge=0, description="Shown at a lower level: part way")
    none: int | None = Field(ge=0, description="Not yet shown")
    suppressed: bool
    band: Literal["fewer-than-half", "half-or-more"] | None = Field(
        None, description="Of a line without numbers; null where even that may not be shown"
    )


class Overall(Counts):
    """Everybody."""

    people_meeting_all: int | None = Field(ge=0, description="People who meet all they need")
    levels_held: int | None = Field(ge=0)
    levels_needed: int | None = Field(ge=0)


class OfSkill(Counts):
    """A skill."""

    skill: str


class OfRole(OfSkill):
    """A skill among those who hold a role."""

    role: str


class OfTier(OfSkill):
    """A skill among those of a tier: councillors, leadership or service teams."""

    tier: str


class OfService(OfSkill):
    """A skill among those of a service."""

    service: str


class Coverage(_Said):
    """The figures of a council without names, as at a month end."""

    organisation: str
    as_at: date = Field(description="The month end, at or before the day asked for")
    known_at: datetime = Field(description="What was recorded by then is in it")
    filters: dict[str, str]
    no_figures: bool = Field(False, description="True where there are none for that day")
    overall: Overall
    skills: tuple[OfSkill, ...]
    roles: tuple[OfRole, ...]
    tiers: tuple[OfTier, ...]
    services: tuple[OfService, ...]
    links: Links


class Statement(_Said):
    """A statement that was published for everybody."""

    number: int
    as_at: date
    known_at: datetime
    published_at: datetime
    officer_name: str = Field(description="Who answers for it")
    officer_post: str
    restates: int | None = Field(description="The number of the one whose place it takes")
    restated_by: int | None = Field(description="The number of the one that takes its place")
    links: Links


class Statements(_Said):
    """A page of a council's statements, newest first."""

    organisation: str
    statements: tuple[Statement, ...]
    links: Links
