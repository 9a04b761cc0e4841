"""What a council can decide, and what holds where it has decided nothing; pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from learning.policies.marks import Choices, Kept, Member, Unit

Said = TypeVar("Said", bound="Decision")
WEEKDAYS = {0: "Monday", 1: "Tuesday", 2: "Wednesday", 3: "Thursday", 4: "Friday"}


class Name(StrEnum):
    """The decisions there are."""

    PURPOSE = "purpose"
    LOAD = "load"
    POST = "post"
    QUIET = "quiet"
    LINE_MANAGERS = "line-managers"
    ESCALATION = "escalation"
    EXTRACT = "extract"
    RETENTION = "retention"
    OUTCOMES = "outcomes"


def _hours(first: int, last: int) -> Choices:
    """The hours of a day, as people say them."""
    return Choices({h: f"{h % 12 or 12}{'am' if h < 12 else 'pm'}" for h in range(first, last + 1)})


class Decision(BaseModel):
    """The shape of one decision; its defaults hold where a council has decided nothing.

    A form is drawn from the fields: `title` names each, `description` is its hint.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")


class Purpose(Decision):
    """What the results are for; empty until the council adopts it."""

    text: str = Field(default="", max_length=4000, title="The statement")
    text_cy: str = Field(
        default="",
        max_length=4000,
        title="The statement in Welsh",
        description="If your council adopts one in Welsh. Leave it empty if not",
    )
    adopted_by: str = Field(
        default="",
        max_length=200,
        title="Who adopted it",
        description="The name and post of the person, such as the monitoring officer",
    )
    adopted_on: date | None = Field(default=None, title="The day it was adopted")


class Load(Decision):
    """How much a newcomer is asked at most: minutes a week, in their first weeks."""

    minutes_a_week: Annotated[int, Unit("minutes")] = Field(
        default=60,
        ge=10,
        le=600,
        title="Minutes a week at most",
        description="A plan spreads what is asked so that no week asks for more",
    )
    weeks: Annotated[int, Unit("weeks")] = Field(
        default=13,
        ge=0,
        le=104,
        title="For how many weeks after somebody starts",
        description="0: there is no such limit",
    )


class Post(Decision):
    """When routine e-mail goes out: the weekday (0 is Monday) and the hours in London."""

    weekday: Annotated[int, Choices(WEEKDAYS)] = Field(
        default=1, ge=0, le=4, title="The day of the week"
    )
    first_hour: Annotated[int, _hours(7, 17)] = Field(default=9, ge=7, le=17, title="Not before")
    last_hour: Annotated[int, _hours(8, 18)] = Field(default=16, ge=8, le=18, title="Not after")
    approved: Annotated[bool, Kept()] = False  # a lead has looked at what would be sent


class Quiet(Decision):
    """Days on which no routine e-mail goes out, such as before an election; last day included."""

    periods: tuple[tuple[date, date], ...] = Field(default=(), title="Quiet periods")
    names: tuple[str, ...] = ()  # what the council calls each, in the same order


class LineManagers(Decision):
    """Whether line managers see what their direct reports are asked, and whether it is done."""

    on: bool = Field(default=False, title="Line managers see their direct reports’ learning")


class Escalation(Decision):
    """Who is told of what is overdue, and after how many days; never by party."""

    after_days: Annotated[int | None, Unit("days")] = Field(
        default=None,
        ge=1,
        le=365,
        title="Days overdue before somebody is told",
        description="Leave it empty so that nobody is told",
    )
    to_manager: bool = Field(default=False, title="Tell the line manager")
    officer_id: Annotated[int | None, Member()] = Field(
        default=None,
        title="Tell a named officer",
        description="The e-mail address of a member of your council. Leave it empty for none",
    )
    decided_on: date | None = Field(default=None, title="The day your policy was adopted")


class Extract(Decision):
    """The resolution under which group leaders get a dated list; none: there is no such list."""

    resolved_on: date | None = Field(
        default=None,
        title="The day of the resolution",
        description="Leave this and the clause empty so that there is no such list",
    )
    clause: str = Field(
        default="",
        max_length=500,
        title="The resolution and its clause",
        description="Such as: Full council, minute 41, clause 3",
    )


class Retention(Decision):
    """Months that records are kept after their person left, or after they were made."""

    leavers: Annotated[int, Unit("months", least=6)] = Field(
        default=24,
        ge=1,
        le=240,
        title="People who left",
        description="Their name and address here, counted from their last day. Six months "
        "at least, for people who come back after an election",
    )
    notices: Annotated[int, Unit("months", least=3)] = Field(
        default=24,
        ge=1,
        le=240,
        title="What people were told",
        description="The text of notices and e-mails. Three months at least, so that somebody "
        "can still see what a reminder said",
    )
    uploads: Annotated[int, Unit("months", least=1)] = Field(
        default=1,
        ge=1,
        le=24,
        title="Files that were imported",
        description="The rows as they came. One month at least, to mend a mistake",
    )
    proofs: Annotated[int, Unit("months", least=3)] = Field(
        default=6,
        ge=1,
        le=240,
        title="Proof of claims that were not accepted",
        description="The file somebody sent with a claim that was declined or taken back. "
        "Three months at least, so that they can ask again",
    )
    changes: Annotated[int, Unit("months", least=12)] = Field(
        default=36,
        ge=1,
        le=240,
        title="What a change was from and to",
        description="The values in the trail of changes; who changed what, and when, stays. "
        "Twelve months at least, so that an auditor can ask about the year",
    )


class Outcomes(Decision):
    """Whether people are asked, three months after a check, what they do differently."""

    on: bool = Field(
        default=False, title="Ask people, three months after a check, what they do differently"
    )


SHAPES: dict[Name, type[Decision]] = {
    Name.PURPOSE: Purpose,
    Name.LOAD: Load,
    Name.POST: Post,
    Name.QUIET: Quiet,
    Name.LINE_MANAGERS: LineManagers,
    Name.ESCALATION: Escalation,
    Name.EXTRACT: Extract,
    Name.RETENTION: Retention,
    Name.OUTCOMES: Outcomes,
}


def name_of(said: Decision) -> Name:
    """Which decision it is."""
    return next(name for name, shape in SHAPES.items() if shape is type(said))


@dataclass(frozen=True)
class Decided:
    """A decision with the authority it rests on, and from when it holds (none: a default)."""

    said: Decision
    authority: str = ""
    starts_on: date | None = None


@dataclass(frozen=True)
class Policies:
    """All of a council's decisions on a day; what it has not decided is there as its default."""

    decided: dict[Name, Decided]

    def of(self, shape: type[Said]) -> Said:
        """The decision of that shape."""
        found = next(
            (one.said for one in self.decided.values() if isinstance(one.said, shape)), None
        )
        return found or shape()

    def authority(self, name: Name) -> Decided:
        """The decision with its authority and first day."""
        return self.decided.get(name) or Decided(SHAPES[name]())
