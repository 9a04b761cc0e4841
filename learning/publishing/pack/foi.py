"""Answers in the form that freedom-of-information requests usually take, from a statement alone.

“Taken” is what lines of the statement show already: nothing is said here that they do not say.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from learning.clock import day_of
from learning.coverage.content import Audience, Figures, PathSaid, Point
from learning.coverage.papers.blocks import Block, Heading, Paper, Table, Text
from learning.coverage.papers.voice import percent_of
from learning.csvs import to_csv
from learning.publishing.content import StatementContent
from learning.publishing.pack.speaking import Speaker

YEAR_ENDS_IN = 3  # March, of the financial year


def foi(statement: StatementContent, language: str = "en") -> Paper:
    """The answers, and a text to cover them."""
    speaker = Speaker.of(statement, language)
    say = speaker.say
    title = say("foi.title", owner=statement.owner.name, number=statement.number)
    parts = (_offered, _by_item, _by_group, _by_year, _covering)
    return Paper(
        title=title,
        about=title,
        language=language,
        day=day_of(statement.published_at),
        foot=title,
        page_of=speaker.voice.say.phrases["page_of"],
        blocks=(
            Text(say("foi.intro", number=statement.number, day=statement.report.as_at)),
            *(block for part in parts for block in part(speaker)),
        ),
    )


def _offered(speaker: Speaker) -> tuple[Block, ...]:
    say, paths = speaker.say, speaker.statement.report.paths
    heading = Heading(say("foi.offered"))
    if not paths:
        return (heading, Text(say("foi.no_paths")))
    table = Table(
        caption=say("foi.offered_caption"),
        header=(
            *(say(f"foi.{name}") for name in ("path", "for_whom", "state")),
            speaker.voice.say("column.minutes"),
        ),
        rows=tuple(
            (path.title, _for_whom(speaker, path), _state(speaker, path), f"{path.minutes:,}")
            for path in sorted(paths, key=lambda path: (path.title, path.slug))
        ),
        widths=(4, 5, 3, 2),
        numeric=frozenset({3}),
    )
    return (heading, Text(say("foi.offered_note")), table)


def _for_whom(speaker: Speaker, path: PathSaid) -> str:
    return ", ".join(sorted(speaker.voice.name("role", role) for role in path.roles))


def _state(speaker: Speaker, path: PathSaid) -> str:
    return speaker.say("foi.open" if path.is_open else "foi.in_preparation")


def _by_item(speaker: Speaker) -> tuple[Block, ...]:
    say = speaker.say
    heading, note = Heading(say("foi.by_item")), Text(say("foi.by_item_note"))
    table = _rates(speaker, tuple(speaker.skills.values()), say("foi.by_item_caption"))
    return (heading, note, table)


def _by_group(speaker: Speaker) -> tuple[Block, ...]:
    say, voice = speaker.say, speaker.voice
    blocks: list[Block] = [Heading(say("foi.by_group"))]
    for slug, lines in groupby(_of_tiers(speaker), key=lambda line: line.name):
        name = voice.name("tier", slug)
        caption = say("foi.by_group_caption", name=name)
        table = _rates(speaker, tuple(lines), caption, is_named_above=True)
        blocks += [Heading(name, 3), table]
    return tuple(blocks) if blocks[1:] else ()


def _of_tiers(speaker: Speaker) -> list[Figures]:
    lines = (line for line in speaker.statement.report.lines if line.group == "tier")
    return sorted(lines, key=lambda line: line.name)


def _rates(
    speaker: Speaker, lines: Sequence[Figures], caption: str, *, is_named_above: bool = False
) -> Table:
    voice = speaker.voice
    named = sorted(lines, key=lambda line: (line.suppressed, voice.skill(line.skill or "")))
    return Table(
        caption=caption,
        header=(voice.say("column.skill"), *_three(speaker)),
        rows=tuple((voice.skill(line.skill or ""), *_rate(speaker, line)) for line in named),
        widths=(5, 2, 2, 2),
        numeric=frozenset({1, 2, 3}),
        is_named_above=is_named_above,
    )


def _three(speaker: Speaker) -> tuple[str, str, str]:
    say = speaker.say
    return (say("foi.expected"), say("foi.shown"), say("foi.rate"))


def _rate(speaker: Speaker, line: Figures) -> tuple[str, ...]:
    say = speaker.voice.say
    if line.suppressed:
        return (say(f"hidden.row_{line.band or 'hidden'}"),)
    rate = say("cell.percent", percent=percent_of(line)) if line.required else "–"
    return (f"{line.required:,}", f"{line.met:,}", rate)


def _by_year(speaker: Speaker) -> tuple[Block, ...]:
    say, points = speaker.say, _year_ends(speaker)
    heading = Heading(say("foi.by_year"))
    if not points:
        return (heading, Text(say("foi.no_years")))
    _, shown, rate = _three(speaker)
    table = Table(
        caption=say("foi.by_year_caption"),
        header=(speaker.voice.say("column.as_at"), say("foi.needed"), shown, rate),
        rows=tuple(
            (speaker.voice.say("cell.day", day=point.as_at), *_rate(speaker, point.line))
            for point in points
        ),
        widths=(5, 2, 2, 2),
        numeric=frozenset({1, 2, 3}),
    )
    return (heading, Text(say("foi.by_year_note")), table)


def _year_ends(speaker: Speaker) -> list[Point]:
    """The ends of financial years, and the day of the statement."""
    report = speaker.statement.report
    ends = [point for point in report.trend if point.as_at.month == YEAR_ENDS_IN]
    if ends and ends[-1].as_at == report.as_at:
        ends.pop()
    return [*ends, Point(as_at=report.as_at, line=Figures(**_plain(report.overall)))]


def _plain(line: Figures) -> dict[str, Any]:
    return {name: getattr(line, name) for name in Figures.model_fields}


def _covering(speaker: Speaker) -> tuple[Block, ...]:
    say, statement = speaker.say, speaker.statement
    heading = Heading(say("foi.covering"))
    if statement.audience is Audience.LEADS:
        return (heading, Text(say("foi.letter_leads")))
    letter = say.points(
        "foi.letter",
        owner=statement.owner.name,
        number=statement.number,
        day=day_of(statement.published_at),
        threshold=statement.report.threshold,
    )
    return (heading, Text(say("foi.covering_note"), is_quiet=True), *map(Text, letter))


def foi_csv(statement: StatementContent, language: str = "en") -> str:
    """The same figures as rows: one table, whatever the answer is about."""
    speaker = Speaker.of(statement, language)
    return to_csv(speaker.say.phrases["csv"]["columns"], list(_rows(speaker)))


def _rows(speaker: Speaker) -> Iterable[tuple[object, ...]]:
    voice, report = speaker.voice, speaker.statement.report
    day = report.as_at.isoformat()
    for path in report.paths:
        for_whom = _for_whom(speaker, path).replace(", ", "; ")
        yield ("offered", path.title, for_whom, day, path.minutes, *[None] * 3, "")
    for line in speaker.skills.values():
        yield ("by-item", voice.skill(line.name), "", day, None, *_numbers(line))
    for line in _of_tiers(speaker):
        group = voice.name("tier", line.name)
        yield ("by-group", voice.skill(line.skill or ""), group, day, None, *_numbers(line))
    for point in _year_ends(speaker):
        yield ("by-year", "", "", point.as_at.isoformat(), None, *_numbers(point.line))


def _numbers(line: Figures) -> tuple[object, ...]:
    """Expected, shown, per cent, and why they are empty."""
    hidden = (line.band or "hidden") if line.suppressed else ""
    return (line.required, line.met, percent_of(line), hidden)
