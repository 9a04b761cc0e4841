"""What a council can decide, and what holds where it has decided nothing; pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field

Said = TypeVar("Said", bound="Decision")


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


class Decision(BaseModel):
    """The shape of one decision; its defaults hold where a council has decided nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Purpose(Decision):
    """What the results are for; empty until the council adopts it."""

    text: str = Field(default="", max_length=4000)


class Load(Decision):
    """How much a newcomer is asked at most: minutes a week, in their first weeks."""

    minutes_a_week: int = Field(default=60, ge=10, le=600)
    weeks: int = Field(default=13, ge=0, le=104)


class Post(Decision):
    """When routine e-mail goes out: the weekday (0 is Monday) and the hours in London."""

    weekday: int = Field(default=1, ge=0, le=4)
    first_hour: int = Field(default=9, ge=7, le=17)
    last_hour: int = Field(default=16, ge=8, le=18)
    approved: bool = False  # a lead has looked at what would be sent


class Quiet(Decision):
    """Days on which no routine e-mail goes out, such as before an election; last day included."""

    periods: tuple[tuple[date, date], ...] = ()


class LineManagers(Decision):
    """Whether line managers see what their direct reports are asked, and whether it is done."""

    on: bool = False


class Escalation(Decision):
    """Who is told of what is overdue, and after how many days; never by party."""

    after_days: int | None = Field(default=None, ge=1, le=365)
    to_manager: bool = False
    officer_id: int | None = None  # a person the council named


class Extract(Decision):
    """The resolution under which group leaders get a dated list; none: there is no such list."""

    resolved_on: date | None = None
    clause: str = Field(default="", max_length=500)


class Retention(Decision):
    """Months that records are kept after their person left, or after they were made."""

    # Somebody who left may come back, ask for proof of what they showed, or complain.
    leavers: int = Field(default=24, ge=1, le=240)
    # What was told, by when, is asked about for as long.
    notices: int = Field(default=24, ge=1, le=240)
    # A file that was sent is needed until its rows are applied.
    uploads: int = Field(default=1, ge=1, le=24)
    # The proof of a claim that was declined or taken back: long enough to ask again.
    proofs: int = Field(default=6, ge=1, le=240)
    # What a change was from and to; who changed what, and when, stays.
    changes: int = Field(default=36, ge=1, le=240)


SHAPES: dict[Name, type[Decision]] = {
    Name.PURPOSE: Purpose,
    Name.LOAD: Load,
    Name.POST: Post,
    Name.QUIET: Quiet,
    Name.LINE_MANAGERS: LineManagers,
    Name.ESCALATION: Escalation,
    Name.EXTRACT: Extract,
    Name.RETENTION: Retention,
}


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
