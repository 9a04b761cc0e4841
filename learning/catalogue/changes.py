"""What a course's `changes.toml` may say: what became of a released lesson or question, and why."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from learning.catalogue.framework import Content, Line, Slug


class Change(Content):
    """A lesson or question says something else than it did when it was released."""

    id: Slug
    on: date
    # editorial: nobody's state changes. correction: it was wrong; of a question, answers are
    # marked again. new-law: it was right then; a lesson has to be read again.
    kind: Literal["editorial", "correction", "new-law"]
    lesson: Slug | None = None
    question: Slug | None = None
    replaces: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]  # the revision until then
    note: Line  # what changed, in words for a learner

    @model_validator(mode="after")
    def one_of_both(self) -> "Change":
        """Refuses both, and neither."""
        if (self.lesson is None) == (self.question is None):
            raise ValueError("give either lesson or question")
        return self


class ChangesFile(Content):
    """`changes.toml`, the oldest change first."""

    changes: tuple[Change, ...] = Field(default=(), alias="change")


def replaced_until(changes: Sequence[Change], last: Change) -> frozenset[str]:
    """The revisions of one lesson or question that had been replaced once `last` was made."""
    of_it = [c for c in changes if (c.lesson, c.question) == (last.lesson, last.question)]
    return frozenset(change.replaces for change in of_it[: of_it.index(last) + 1])


def newest_law(changes: Sequence[Change], lesson: str) -> Change | None:
    """The last change of the law that a lesson tells of."""
    of_it = [one for one in changes if one.lesson == lesson and one.kind == "new-law"]
    return of_it[-1] if of_it else None
