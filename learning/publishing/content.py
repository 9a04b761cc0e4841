"""What a statement says, whole, in plain values: its data file is these, and papers are drawn so.

Nothing in it is looked up when it is read: what was said on the day stays said.
"""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer

from learning.clock import day_in_words
from learning.coverage.content import (
    Audience,
    Figures,
    GapSaid,
    Overall,
    Owner,
    ReportContent,
    Rung,
)


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Officer(_Said):
    """Who answers for it, as typed on the day."""

    name: str
    post: str


class Release(_Said):
    """Why it was published although an election was near, and who decided so."""

    officer: Officer
    reason: str
    period_starts_on: date  # of the pre-election period
    polling_on: date


class Difference(_Said):
    """A line that a restatement says anew; both are as they may be shown."""

    earlier: Overall | Figures | None  # none: there was no such line (for leads alone)
    now: Overall | Figures | None  # none: there is none any more


class RungDifference(_Said):
    """A rung of the outcome ladder that a restatement says anew."""

    earlier: Rung
    now: Rung


class Restatement(_Said):
    """What another statement said that is said anew here, and why.

    Every line that is not among the differences stands as it was stated: nothing changed in it,
    or too few people did to say so.
    """

    number: int  # of the statement that this one takes the place of
    published_at: datetime  # when that one was
    known_at: datetime  # what that one knew
    reason: str
    differences: tuple[Difference, ...]  # the overall line first, then in the order of the report
    framework_overall: Difference | None = None  # the overall line without the council's own levels
    self_assessed: tuple[Difference, ...] = ()  # by skill
    ladder: tuple[RungDifference, ...] = ()  # rungs of those who know a skill, by a check

    @property
    def says(self) -> int:
        """How many lines are said anew, with what stands beside them."""
        beside = (*self.self_assessed, *self.ladder)
        return len(self.differences) + len(beside) + (self.framework_overall is not None)

    @model_serializer(mode="wrap")
    def _without_what_is_not_said(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """What stands beside the lines is left out where it is not said anew.

        Statements from before it could be are the same bytes still.
        """
        beside = {"framework_overall", "self_assessed", "ladder"}
        return {name: said for name, said in handler(self).items() if said or name not in beside}


class Earlier(_Said):
    """The council's last statement about an earlier day, for the same readers."""

    number: int
    as_at: date
    published_at: datetime
    overall: Overall
    lines: tuple[Figures, ...]
    gaps: tuple[GapSaid, ...]  # what was to be done something about


class RoleSaid(_Said):
    """What a role was on the day: lines and hiding rest on it."""

    tier: str
    public: bool  # everybody can look up who holds it
    weight: int


class Settings(_Said):
    """What the figures were worked out with, beside the requirements."""

    threshold: int  # people; fewer are hidden
    band_below: int  # people; fewer than these are shown as a band
    public_band_below: int  # the same, where everybody holds a public role
    expiring_days: int
    working_days_to_close: int
    own_levels: bool  # the council has set levels of its own


class StatementContent(_Said):
    """A numbered statement as it was published."""

    shape: Literal[1] = 1  # a later shape has a later number; both can be read
    number: int  # unique in its council, and never given again
    report: ReportContent
    restatement: Restatement | None = None
    earlier: Earlier | None = None  # none: it is the first
    actions_taken: str = ""  # what was done about the gaps of the earlier one; may be empty
    published_by: Officer
    published_at: datetime
    release: Release | None = None  # only within a pre-election period
    settings: Settings
    roles: dict[str, RoleSaid]  # by slug

    @property
    def owner(self) -> Owner:
        """The council (or partnership) that it is about."""
        return self.report.owner

    @property
    def audience(self) -> Audience:
        """Whose eyes it is for: of a no-name statement, everybody's."""
        return self.report.audience

    @property
    def heading(self) -> str:
        """What stands at the top of it."""
        return f"Statement {self.number}: skills coverage as at {day_in_words(self.report.as_at)}"

    @property
    def reference(self) -> str:
        """How people quote it: Demo Council, statement 3."""
        return f"{self.owner.name}, statement {self.number}"
