"""What the files of a course may say: the course, its lessons and its questions."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from learning.catalogue.framework import Content, Level, Line, Nation, Slug, Status, Text

Months = Annotated[str, Field(pattern=r"^[1-9][0-9]? months$")]
QuestionType = Literal["single", "multiple", "ordering", "matching", "number", "judgement"]
QuestionUse = Literal["final", "diagnostic"]


class Objective(Content):
    """What a learner can do after the course, and what its questions test."""

    id: Slug
    text: Line


class LessonPlace(Content):
    """A lesson in the order of a course: its own, or one borrowed `from` another course."""

    slug: Slug | None = None
    borrowed: Annotated[str | None, Field(alias="from", pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")] = None

    @model_validator(mode="after")
    def one_of_both(self) -> "LessonPlace":
        """Refuses both, and neither."""
        if (self.slug is None) == (self.borrowed is None):
            raise ValueError("give either slug (a lesson of this course) or from (another's)")
        return self


class Gives(Content):
    """A skill and level that passing an assessment shows."""

    skill: Slug
    level: Level


class CoolOff(Content):
    """After so many tries in a row that did not pass, a wait of so many hours."""

    after: Annotated[int, Field(ge=2, le=20)]
    hours: Annotated[int, Field(ge=1, le=168)]


class Refresher(Content):
    """A short check that renews what a check showed before it runs out."""

    lessons: tuple[Slug, ...] = ()  # worth reading again before it
    minutes: Annotated[int, Field(ge=1, le=60)]
    pass_mark: Annotated[int, Field(ge=1, le=60)]  # points, as of the check
    draw: Annotated[dict[Slug, Annotated[int, Field(ge=1, le=20)]], Field(min_length=1)]


class AssessmentPlan(Content):
    """A check of a course: what it gives, what is drawn, and what passes."""

    id: Slug
    title: Line
    file: Annotated[str, Field(pattern=r"^assessment(-[a-z0-9-]+)?\.toml$")]
    gives: Annotated[tuple[Gives, ...], Field(min_length=1)]
    minutes: Annotated[int, Field(ge=1, le=60)] = 8
    pass_mark: Annotated[int, Field(ge=1, le=60)]  # points; each question is worth one
    # By objective: how many of its questions an attempt asks.
    draw: dict[Slug, Annotated[int, Field(ge=1, le=20)]] = Field(default_factory=dict)
    lasts: Months | None = None
    refresher: Refresher | None = None  # none: the whole check renews it
    order: Literal["shuffled", "as-written"] = "shuffled"  # of the questions and their options
    answers: Literal["always", "after-passing"] = "always"  # when a result shows the right ones
    cool_off: CoolOff | None = None
    time_limit: Annotated[int, Field(ge=1, le=240)] | None = None  # minutes; none by default

    @property
    def asks(self) -> int:
        """How many questions one attempt asks."""
        return sum(self.draw.values())

    @property
    def lasts_months(self) -> int | None:
        """How many calendar months its evidence counts; none means for good."""
        return int(self.lasts.split()[0]) if self.lasts else None


class Reviewer(Content):
    """Whose eyes the course needs, and the day they had read it; none means not yet."""

    role: Line
    name: Line | None = None
    reviewed_on: date | None = None


class CourseFile(Content):
    """`course.toml`."""

    title: Line
    summary: Line  # one sentence of use: "After this you can …"
    status: Status
    retired_on: date | None = None
    nations: Annotated[tuple[Nation, ...], Field(min_length=1)]
    open_to_all: bool = False  # its first lesson may be tried without an account
    objectives: tuple[Objective, ...] = Field(default=(), alias="objective")
    lessons: tuple[LessonPlace, ...] = Field(default=(), alias="lesson")
    assessments: tuple[AssessmentPlan, ...] = Field(default=(), alias="assessment")
    reviewers: tuple[Reviewer, ...] = Field(default=(), alias="reviewer")


class Source(Content):
    """Where a lesson's facts come from."""

    title: Line
    publisher: Line
    address: Annotated[str, Field(pattern=r"^https?://\S+$", max_length=500)]
    date: Line  # as seen on the page; "no date seen" where there is none


class LessonFront(Content):
    """The TOML between `+++` lines at the head of a lesson."""

    title: Line
    minutes: Annotated[int, Field(ge=1, le=30)]
    nations: Annotated[tuple[Nation, ...], Field(min_length=1)]
    reviewed: date  # when its facts were last held against their sources
    review_by: date
    sources: Annotated[tuple[Source, ...], Field(alias="source", min_length=1)]


class Option(Content):
    """One choice of a question, with feedback that teaches."""

    id: Slug
    text: Line
    right: bool = False
    judgement: Literal["best", "acceptable", "poor"] | None = None
    feedback: Text
    match: Line | None = None  # matching: what this belongs to
    place: Annotated[int, Field(ge=1)] | None = None  # ordering: its right place


class Question(Content):
    """One question of a check."""

    id: Slug
    type: QuestionType
    objective: Slug
    lesson: Slug
    use: QuestionUse
    nations: tuple[Nation, ...] = ()  # none named means all of the course's
    text: Text  # the situation and the question; the last paragraph is the question
    options: tuple[Option, ...] = Field(default=(), alias="option")
    partial: bool = False  # several choices are all or nothing unless this says otherwise
    number: Decimal | None = None
    tolerance: Annotated[Decimal, Field(ge=0)] | None = None
    unit: Line | None = None
    feedback: Text | None = None  # of a number: how it comes about


class QuestionsFile(Content):
    """`assessment.toml`, or `assessment-<id>.toml` for a course's other checks."""

    questions: tuple[Question, ...] = Field(alias="question")
