"""What a statement is asked: one day and moment, or many of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from sqlalchemy import (
    CTE,
    Boolean,
    ColumnElement,
    Date,
    Integer,
    String,
    and_,
    bindparam,
    cast,
    func,
    select,
    true,
    union_all,
)

from learning.database import UtcDateTime
from learning.people.requirements import SupposedRow

ORGANISATIONS: Any = bindparam("organisations", expanding=True)
LEAD: Any = bindparam("lead_id")
SUPPOSED = SupposedRow(
    bindparam("supposed_organisation", type_=Integer()),
    bindparam("supposed_role", type_=String()),
    bindparam("supposed_skill", type_=String()),
    bindparam("supposed_level", type_=Integer()),
)
# What each of many questions says, and its type.
SAID: dict[str, Any] = {
    "as_at": Date(),
    "soon": Date(),
    "known_at": UtcDateTime(),
    "own_settings": Boolean(),
    "sees_all": Boolean(),  # restricted people too
    "whom": Integer(),  # which list of people it is about
}


@dataclass(frozen=True)
class Kind:
    """What of a question makes another statement of it."""

    has_lead: bool
    own_settings: bool
    lists: int = 0  # of people, each as `people_0` and so on; none: everybody
    supposes: bool = False
    questions: int = 1  # more: each `as_at_0`, `soon_0` and so on


@dataclass(frozen=True)
class Asked:
    """The day, the moment and the rest of what is asked, as a statement says them."""

    day: Any
    soon: Any
    moment: Any
    own_settings: bool | ColumnElement[bool]
    rows: CTE | None = None  # of many questions: one row each

    @property
    def is_many(self) -> bool:
        """Whether it is many questions.

        Parts are joined by several columns then, of which PostgreSQL expects a single row to be
        the same, unless it is said as an outer join. Each row has its counterpart, or is without.
        """
        return self.rows is not None

    @property
    def number(self) -> Sequence[ColumnElement[int]]:
        """The column that tells many questions apart; of a single one there is none."""
        return () if self.rows is None else (self.rows.c.number,)

    def about(self, whose: CTE) -> "Asked":
        """The same, read from a part that has its columns beside those of people."""
        c = whose.c
        return replace(
            self,
            day=c.as_at,
            soon=c.soon,
            moment=c.known_at,
            own_settings=c.own_settings,
            rows=whose,
        )

    def number_in(self, part: CTE) -> Sequence[ColumnElement[int]]:
        """The same column in a part of the statement."""
        return () if self.rows is None else (part.c.number,)

    def same(self, one: CTE, other: CTE, *names: str) -> ColumnElement[bool]:
        """These columns are the same in two parts, for the same question."""
        keys = (*names, "number") if self.rows is not None else names
        return and_(true(), *(one.c[name] == other.c[name] for name in keys))


def asked_of(kind: Kind) -> Asked:
    """What the parts of a statement of this kind are asked."""
    if kind.questions == 1:
        return Asked(
            bindparam("as_at", type_=SAID["as_at"]),
            bindparam("soon", type_=SAID["soon"]),
            bindparam("known_at", type_=SAID["known_at"]),
            kind.own_settings,
        )
    rows = union_all(*map(_question, range(kind.questions))).cte("asked")
    own = rows.c.own_settings
    return Asked(rows.c.as_at, rows.c.soon, rows.c.known_at, own, rows)


def _question(number: int) -> Any:
    said = (bindparam(f"{name}_{number}", type_=type_).label(name) for name, type_ in SAID.items())
    return select(cast(number, Integer).label("number"), *said)


def first(part: CTE) -> CTE:
    """Worked out by itself: PostgreSQL takes it for a few rows and would join it too late."""
    return part.prefix_with("MATERIALIZED", dialect="postgresql")


def strung(*parts: Any) -> Any:
    """The parts with colons between them."""
    return reduce(lambda one, other: one + ":" + other, parts)


def text_of(number: Any) -> Any:
    """A number as text."""
    return cast(number, String)


def of_nothing(text: Any) -> Any:
    """The text, empty for none."""
    return func.coalesce(text, "")
