"""The tables and the chart of a report, as blocks of a paper."""

from collections.abc import Sequence
from itertools import groupby

from learning.coverage.content import Figures, Point, Requirement, Rung
from learning.coverage.papers.blocks import Block, Chart, Heading, Table, numbers_after_first
from learning.coverage.papers.chart import marks, trend_svg
from learning.coverage.papers.voice import Voice

COUNTS = ("people", "met", "expiring", "below", "none")
STEPS = ("taken-part", "knows", "uses", "result")  # of the outcome ladder, the lowest first


def heatmap(voice: Voice) -> Table | None:
    """Skills down, groups across; the share in words and figures in each cell."""
    say, lines = voice.say, voice.content.lines
    at = {(line.name, line.skill): line for line in lines if line.group == "tier"}
    groups = sorted({name for name, _ in at})
    skills = [line for line in lines if line.group == "skill"]
    if not skills:
        return None
    return Table(
        caption=say("heatmap.caption"),
        header=(
            say("column.skill"),
            say("heatmap.everyone"),
            *(voice.name("tier", group) for group in groups),
        ),
        rows=tuple(
            (
                voice.skill(line.name),
                voice.share(line),
                *(voice.share(at.get((group, line.name))) for group in groups),
            )
            for line in sorted(skills, key=lambda line: voice.skill(line.name))
        ),
        widths=(3, *[2] * (len(groups) + 1)),
    )


def skills_in_full(
    voice: Voice, lines: Sequence[Figures], caption: str, *, is_named_above: bool = False
) -> Table:
    """The lines of one group with all their counts, by skill."""
    header = ("skill", *COUNTS)
    named = sorted(lines, key=lambda line: (line.suppressed, voice.skill(line.skill or "")))
    return Table(
        caption=caption,
        header=tuple(voice.say(f"column.{name}") for name in header),
        rows=tuple(_row(voice, line) for line in named),
        widths=(6, 2, 3, 3, 2, 2),
        numeric=numbers_after_first(header),
        is_named_above=is_named_above,
    )


def _row(voice: Voice, line: Figures) -> tuple[str, ...]:
    name = voice.skill(line.skill or "")
    if line.suppressed:
        return (name, voice.say(f"hidden.row_{line.band or 'hidden'}"))
    counts = (f"{count:,}" for count in (line.expiring, line.below, line.none) if count is not None)
    return (name, f"{line.people:,}", voice.counted(line), *counts)


def groups_in_full(voice: Voice, kind: str) -> tuple[Block, ...]:
    """Each group of a kind under a heading of its own."""
    of_kind = sorted(
        (line for line in voice.content.lines if line.group == kind),
        key=lambda line: (voice.name(kind, line.name), line.name),
    )
    blocks: list[Block] = []
    for slug, lines in groupby(of_kind, key=lambda line: line.name):
        name = voice.name(kind, slug)
        caption = voice.say("full.one", name=name)
        table = skills_in_full(voice, tuple(lines), caption, is_named_above=True)
        blocks += [Heading(name, 3), table]
    return tuple(blocks)


def all_gaps(voice: Voice, *, is_named_above: bool = True) -> Table:
    """Every gap with what closes it."""
    header = ("skill", "short", "of", "path", "minutes")
    return Table(
        caption=voice.say("gaps.all"),
        header=tuple(voice.say(f"column.{name}") for name in header),
        rows=tuple(
            (
                voice.skill(gap.skill),
                f"{gap.short:,}",
                f"{gap.required:,}",
                voice.path(gap.path) if gap.path else voice.say("gaps.state.none"),
                voice.say("gaps.state.in_preparation")
                if gap.in_preparation
                else f"{gap.minutes:,}"
                if gap.minutes is not None
                else "–",
            )
            for gap in voice.content.gaps
        ),
        widths=(6, 2, 3, 6, 2),
        numeric=frozenset({1, 2, 4}),
        is_named_above=is_named_above,
    )


def trend(voice: Voice) -> tuple[Block, ...]:
    """The chart, where there is a line to draw, and its table."""
    say, points = voice.say, voice.content.trend
    found = marks(points)
    alt = ""
    if found:
        percents = [mark.percent for mark in found]
        ends = {"first": percents[0], "last": percents[-1]}
        days = {"from": found[0].day, "to": found[-1].day}
        alt = say("trend.alt", low=min(percents), high=max(percents), **ends, **days)
    drawn = trend_svg(points, label=alt)
    chart = (Chart(drawn, alt, say("trend.caption")),) if drawn else ()
    return (*chart, _trend_table(voice, points))


def _trend_table(voice: Voice, points: Sequence[Point]) -> Table:
    header = ("as_at", "met", "people", "joined", "left")
    return Table(
        caption=voice.say("trend.table"),
        header=tuple(voice.say(f"column.{name}") for name in header),
        rows=tuple(
            (
                voice.say("cell.day", day=point.as_at),
                voice.share(point.line),
                *("–" if n is None else f"{n:,}" for n in _moves(point)),
            )
            for point in points
        ),
        widths=(4, 5, 2, 2, 2),
        numeric=numbers_after_first(header),
    )


def _moves(point: Point) -> tuple[int | None, int | None, int | None]:
    return (point.line.people, point.joined, point.left)


def self_assessed(voice: Voice) -> Table:
    """What people say of themselves beside what is shown."""
    measured = {line.name: line for line in voice.content.lines if line.group == "skill"}
    return Table(
        caption=voice.say("self_assessed.caption"),
        header=(
            voice.say("column.skill"),
            voice.say("self_assessed.said"),
            voice.say("column.met"),
        ),
        rows=tuple(
            (voice.skill(line.name), voice.share(line), voice.share(measured.get(line.name)))
            for line in sorted(voice.content.self_assessed, key=lambda one: voice.skill(one.name))
        ),
        widths=(2, 1, 1),
    )


def ladder(voice: Voice) -> Table:
    """A skill a row, with each step by itself: never added up with another."""
    say, rungs = voice.say, voice.content.ladder
    at = {(rung.skill, rung.step): rung_shown(voice, rung) for rung in rungs}
    steps = [step for step in STEPS if any(rung.step == step for rung in rungs)]
    named = {rung.skill: voice.skill(rung.skill) if rung.skill else "" for rung in rungs}
    return Table(
        caption=say("ladder.caption"),
        header=(say("column.skill"), *(say(f"ladder.{step}") for step in steps)),
        rows=tuple(
            (
                named[skill] or say("heatmap.everyone"),
                *(at.get((skill, step), say("ladder.none")) for step in steps),
            )
            for skill in sorted(named, key=lambda skill: (named[skill], skill or ""))
        ),
        widths=(4, *[2] * len(steps)),
    )


def rung_shown(voice: Voice, rung: Rung) -> str:
    """How many people of how many, or that it is hidden."""
    if rung.suppressed or rung.people is None:
        return voice.say("hidden.hidden")
    if rung.of is None:
        return f"{rung.people:,}"
    return voice.say("ladder.of", people=rung.people, of=rung.of)


def requirements(voice: Voice) -> Table:
    """One row for each role, with all it asks."""
    by_role = sorted(
        voice.content.requirements,
        key=lambda one: (voice.name("role", one.role), one.role, voice.skill(one.skill)),
    )
    return Table(
        caption=voice.say("requirements.caption"),
        header=(voice.say("column.role"), voice.say("column.levels")),
        rows=tuple(
            (voice.name("role", slug), "; ".join(_level(voice, one) for one in asked))
            for slug, asked in groupby(by_role, key=lambda one: one.role)
        ),
        widths=(1, 3),
    )


def _level(voice: Voice, one: Requirement) -> str:
    key = ("own" if one.level else "own_off") if one.own else "level"
    return voice.say(f"requirements.{key}", skill=voice.skill(one.skill), level=one.level)
