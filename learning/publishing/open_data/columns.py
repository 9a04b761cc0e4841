"""What a file of open data and its columns are described by, and the columns of every figure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from learning.publishing.content import StatementContent

Rows = Iterable[Sequence[object]]
BANDS = ("fewer-than-half", "half-or-more")


class Kind(StrEnum):
    """What the cells of a column are."""

    TEXT = "string"
    NUMBER = "integer"  # never below 0
    YES_OR_NO = "boolean"
    DAY = "date"


@dataclass(frozen=True)
class Column:
    """A column; a cell that is not required may be empty."""

    name: str
    says: str
    kind: Kind = Kind.TEXT
    required: bool = True
    values: tuple[str, ...] = ()  # the only ones there are; empty: any
    refers_to: str | None = None  # the table that has a row for each value, by the same name


@dataclass(frozen=True)
class Table:
    """A file, what a row of it says, and where the rows come from."""

    name: str
    says: str
    columns: tuple[Column, ...]
    rows: Callable[[StatementContent], Rows]
    key: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """What it is called."""
        return f"{self.name}.csv"

    @property
    def header(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(column.name for column in self.columns)


def number(name: str, says: str, *, required: bool = False) -> Column:
    """A column of whole numbers."""
    return Column(name, says, Kind.NUMBER, required=required)


COUNTS = (
    number("people", "People who need it; empty where it may not be shown"),
    number("required", "Things these people need to be able to do: one for each person and skill"),
    number("met", "Of those, shown at the level that is needed"),
    number("expiring", "Of those shown, how many run out within 90 days"),
    number("below", "Part way: shown at a lower level than is needed"),
    number("none", "Not yet shown"),
)
HIDING = (
    Column(
        "suppressed",
        "Whether the numbers are left out so that nobody can be told from them",
        Kind.YES_OR_NO,
    ),
    Column(
        "band",
        "Where the numbers are left out, whether fewer than half of what is needed is shown, or "
        "half or more; empty where even that is left out",
        required=False,
        values=BANDS,
    ),
)
