"""The files of open data and what each column of them means: the one description of both.

The Data Package and the CSVW metadata are this description in two forms.
"""

from learning.coverage.content import Figures
from learning.publishing.content import StatementContent
from learning.publishing.open_data.columns import COUNTS, HIDING, Column, Kind, Rows, Table, number

GROUPS = ("overall", "skill", "role", "tier", "service")
STEPS = ("taken-part", "knows", "uses")
_OF_OWN_WORDS = ("people", "required", "met", "below", "none", "suppressed", "band")
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


def _framework(said: StatementContent) -> Rows:
    line = said.report.framework_overall
    return [("overall", *_numbers(line))] if line else []


def _own_words(said: StatementContent) -> Rows:
    for line in said.report.self_assessed:
        yield line.skill, *(getattr(line, name) for name in _OF_OWN_WORDS)


def _ladder(said: StatementContent) -> Rows:
    return ((r.step, r.skill, r.people, r.of, r.suppressed) for r in said.report.ladder)


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
            number("place", "Its place: 1 matters most", required=True),
            _skill("Which skill, by its code"),
            number("short", "People who need it and have not shown it", required=True),
            number("required", "People who need it", required=True),
            Column(
                "path",
                "The learning path that helps the most people, by its code: names are in names.csv",
                required=False,
            ),
            number("minutes", "Minutes that the path takes each of them"),
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
            number("joined", "People who joined since; empty where it may not be shown"),
            number("left", "People who left since; empty where it may not be shown"),
        ),
        _trend,
        key=("as_at",),
    ),
    Table(
        "framework",
        "One row at most: everybody, under the framework's own requirements, where the council has "
        "set levels of its own; it is not added to the figures",
        (
            Column("group", "Everybody", values=("overall",)),
            *COUNTS,
            *HIDING,
        ),
        _framework,
        key=("group",),
    ),
    Table(
        "self_assessed",
        "Each row is a skill: what people say of themselves; it is never added to the figures",
        (
            _skill("Which skill, by its code"),
            *(column for column in COUNTS if column.name in _OF_OWN_WORDS),
            *HIDING,
        ),
        _own_words,
        key=("skill",),
    ),
    Table(
        "ladder",
        "Each row is a step of the outcome ladder for a skill, by itself: steps are never added up",
        (
            Column(
                "step",
                "taken-part: has read every lesson of a course for it; knows: has passed a check "
                "of it that counts; uses: says, months later, that they do something differently",
                values=STEPS,
            ),
            _skill("Which skill, by its code; empty: all of them", required=False),
            number("people", "People who took this step; empty where it may not be shown"),
            number(
                "of",
                "Of how many: people who need the skill; for uses, people who were asked",
            ),
            HIDING[0],
        ),
        _ladder,
    ),
    Table(
        "requirements",
        "Each row is what a role asks of whoever holds it",
        (
            Column("role", "Which role, by its code: names are in names.csv"),
            _skill("Which skill, by its code"),
            number(
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
