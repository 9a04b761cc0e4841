"""The files of open data and what each column of them means: the one description of both.

The Data Package and the CSVW metadata are this description in two forms.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from learning.coverage.content import Figures
from learning.publishing.content import StatementContent

Rows = Iterable[Sequence[object]]
GROUPS = ("overall", "skill", "role", "tier", "service")
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


def _number(name: str, says: str, *, required: bool = False) -> Column:
    return Column(name, says, Kind.NUMBER, required=required)


COUNTS = (
    _number("people", "People who need it; empty where it may not be shown"),
    _number("required", "Things these people need to be able to do: one for each person and skill"),
    _number("met", "Of those, shown at the level that is needed"),
    _number("expiring", "Of those shown, how many run out within 90 days"),
    _number("below", "Part way: shown at a lower level than is needed"),
    _number("none", "Not yet shown"),
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
_NUMBERS = tuple(column.name for column in (*COUNTS, *HIDING))


def _numbers(line: Figures) -> tuple[object, ...]:
    return tuple(getattr(line, name) for name in _NUMBERS)


def _figures(said: StatementContent) -> Rows:
    for line in (said.report.overall, *said.report.lines):
        yield line.group, line.name, line.skill, *_numbers(line)


def _gaps(said: StatementContent) -> Rows:
    for place, gap in enumerate(said.report.gaps, start=1):
        yield (
            *(place, gap.skill, gap.short, gap.required),
            *(gap.path, gap.minutes, gap.in_preparation),
        )


def _trend(said: StatementContent) -> Rows:
    for point in said.report.trend:
        yield point.as_at, *_numbers(point.line), point.joined, point.left


def _requirements(said: StatementContent) -> Rows:
    return ((one.role, one.skill, one.level, one.own) for one in said.report.requirements)


def _skills(said: StatementContent) -> Rows:
    words = said.report.words["en"]
    return ((slug, name, words.matters.get(slug)) for slug, name in sorted(words.skills.items()))


def _names(said: StatementContent) -> Rows:
    words = said.report.words["en"]
    kinds = {"role": words.roles, "service": words.services, "tier": words.tiers}
    paths = {path.slug: path.title for path in said.report.paths}
    for kind, names in ({"path": paths} | kinds).items():
        for code, name in sorted(names.items()):
            yield kind, code, name


def _skill(says: str, *, required: bool = True) -> Column:
    return Column("skill", says, required=required, refers_to="skills")


TABLES = (
    Table(
        "figures",
        "Each row is about a group of people, and one skill or all the skills they need",
        (
            Column("group", "What kind of group: overall is everybody", values=GROUPS),
            Column(
                "name",
                "Which group, by its code: names are in names.csv and, of skills, in skills.csv; "
                "empty for everybody",
                required=False,
            ),
            _skill("Which skill, by its code; empty: all of them", required=False),
            *COUNTS,
            *HIDING,
        ),
        _figures,
    ),
    Table(
        "gaps",
        "Each row is a skill that people are short of; the one that matters most comes first",
        (
            _number("place", "Its place: 1 matters most", required=True),
            _skill("Which skill, by its code"),
            _number("short", "People who need it and have not shown it", required=True),
            _number("required", "People who need it", required=True),
            Column(
                "path",
                "The learning path that closes it for most, by its code: names are in names.csv",
                required=False,
            ),
            _number("minutes", "Minutes that the path takes each of them"),
            Column("in_preparation", "Whether the path is not open yet", Kind.YES_OR_NO),
        ),
        _gaps,
        key=("skill",),
    ),
    Table(
        "trend",
        "Each row is a day: the figures of everybody, and who came and went since the row before",
        (
            Column("as_at", "The day, to its end", Kind.DAY),
            *COUNTS,
            *HIDING,
            _number("joined", "People who joined since; empty where it may not be shown"),
            _number("left", "People who left since; empty where it may not be shown"),
        ),
        _trend,
        key=("as_at",),
    ),
    Table(
        "requirements",
        "Each row is what a role asks of whoever holds it",
        (
            Column("role", "Which role, by its code: names are in names.csv"),
            _skill("Which skill, by its code"),
            _number(
                "level",
                "1 awareness, 2 working, 3 practitioner, 4 expert; 0: the council does not ask it",
                required=True,
            ),
            Column("own", "Whether the council set this level itself", Kind.YES_OR_NO),
        ),
        _requirements,
        key=("role", "skill"),
    ),
    Table(
        "skills",
        "Each row is a skill",
        (
            Column("skill", "Its code"),
            Column("name", "Its name in English"),
            Column("matters", "What it means for residents", required=False),
        ),
        _skills,
        key=("skill",),
    ),
    Table(
        "names",
        "Each row gives the name that a code stands for",
        (
            Column("kind", "What it is", values=("path", "role", "service", "tier")),
            Column("code", "Its code"),
            Column("name", "Its name in English"),
        ),
        _names,
        key=("kind", "code"),
    ),
)
