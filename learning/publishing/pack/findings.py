"""The findings of a committee pack: gaps, skills by group, trend, what runs out, what changed."""

from learning.coverage.content import Figures
from learning.coverage.papers import tables
from learning.coverage.papers.blocks import (
    Block,
    Bullets,
    Heading,
    Table,
    Text,
    numbers_after_first,
)
from learning.coverage.papers.report import councils_of, hiding_note
from learning.publishing.pack.restated import said_anew
from learning.publishing.pack.speaking import Speaker, points_between

MOST_GAPS = 5


def found(speaker: Speaker) -> tuple[Block, ...]:
    """All findings, under one heading."""
    parts = (_sentence, _gaps, _by_group, _over_time, _expiring, _changes, said_anew, _beside)
    blocks = (block for part in parts for block in part(speaker))
    return (Heading(speaker.say("findings.heading")), *blocks, Text(speaker.say("pack.full")))


def _sentence(speaker: Speaker) -> tuple[Block, ...]:
    voice, beside = speaker.voice, speaker.voice.beside()
    said = Text(" ".join(voice.sentences()), is_lead=True)
    together = councils_of(voice)
    return (
        Heading(speaker.say("findings.sentence"), 3),
        said,
        *([Bullets(beside)] if beside else []),
        *([Text(together)] if together else []),
    )


def _gaps(speaker: Speaker) -> tuple[Block, ...]:
    voice, gaps = speaker.voice, speaker.statement.report.gaps
    heading = Heading(voice.say("gaps.heading"), 3)
    if not gaps:
        return (heading, Text(voice.say("gaps.none")))
    points = []
    for gap in gaps[:MOST_GAPS]:
        short = voice.say("gaps.short", short=gap.short, required=gap.required)
        matters = voice.words.matters.get(gap.skill)
        said = (f"{voice.skill(gap.skill)}: {short}", matters, voice.remedy(gap))
        points.append(" ".join(filter(None, said)))
    rest = (tables.all_gaps(voice, is_named_above=False),) if len(gaps) > MOST_GAPS else ()
    unseen = (Text(voice.unseen),) if voice.unseen else ()
    return (heading, *unseen, Bullets(tuple(points), is_numbered=True), *rest)


def _by_group(speaker: Speaker) -> tuple[Block, ...]:
    voice = speaker.voice
    table, note = tables.heatmap(voice), hiding_note(voice)
    if table is None:
        return ()
    return (Heading(voice.say("heatmap.heading"), 3), table, *((note,) if note else ()))


def _over_time(speaker: Speaker) -> tuple[Block, ...]:
    voice = speaker.voice
    if not speaker.statement.report.trend:
        return ()
    return (Heading(voice.say("trend.heading"), 3), *tables.trend(voice))


def _expiring(speaker: Speaker) -> tuple[Block, ...]:
    say, voice, report = speaker.say, speaker.voice, speaker.statement.report
    heading, count = Heading(say("findings.expiring"), 3), report.overall.expiring
    if count is None:
        return (heading, Text(say("findings.expiring_hidden")))
    if not count:
        return (heading, Text(say("findings.expiring_none", day=report.as_at)))
    said = Text(say("findings.expiring_text", count=count, day=report.as_at))
    lines = [line for line in speaker.skills.values() if line.expiring]
    lines.sort(key=lambda line: (-(line.expiring or 0), voice.skill(line.name)))
    header = (
        voice.say("column.skill"),
        voice.say("column.met"),
        say("findings.expiring_column"),
    )
    table = Table(
        caption=say("findings.expiring_caption"),
        header=header,
        rows=tuple((voice.skill(o.name), f"{o.met:,}", f"{o.expiring:,}") for o in lines),
        widths=(3, 1, 1),
        numeric=numbers_after_first(header),
    )
    return (heading, said, *((table,) if lines else ()))


def _changes(speaker: Speaker) -> tuple[Block, ...]:
    say, voice, earlier = speaker.say, speaker.voice, speaker.statement.earlier
    if earlier is None:
        return ()
    report = speaker.statement.report
    before, now = speaker.skills_before, speaker.skills
    slugs = sorted({*before, *now}, key=lambda slug: (voice.skill(slug), slug))
    rows = [_change(speaker, say("findings.everything"), earlier.overall, report.overall)]
    rows += [_change(speaker, voice.skill(o), before.get(o), now.get(o)) for o in slugs]
    days = (say("findings.then", day=day) for day in (earlier.as_at, report.as_at))
    return (
        Heading(say("findings.changes", number=earlier.number), 3),
        Text(say("findings.changes_text", number=earlier.number, day=earlier.as_at)),
        Table(
            caption=say("findings.changes_caption"),
            header=(voice.say("column.skill"), *days, say("findings.change")),
            rows=tuple(rows),
            widths=(3, 2, 2, 2),
        ),
    )


def _change(
    speaker: Speaker, name: str, before: Figures | None, now: Figures | None
) -> tuple[str, ...]:
    share = speaker.voice.share
    return (name, share(before), share(now), _points(speaker, before, now))


def _points(speaker: Speaker, before: Figures | None, now: Figures | None) -> str:
    say = speaker.say
    points = points_between(before, now) if before and now else None
    if points is None:
        return say("findings.not_said")
    if points == 0:
        return say("findings.same")
    return say("findings.up" if points > 0 else "findings.down", count=abs(points))


def _beside(speaker: Speaker) -> tuple[Block, ...]:
    """What stands apart from the figures: people's own word, and the outcome ladder."""
    voice, report = speaker.voice, speaker.statement.report
    blocks: list[Block] = []
    for name, given, table in (
        ("self_assessed", report.self_assessed, tables.self_assessed),
        ("ladder", report.ladder, tables.ladder),
    ):
        if given:
            note = Text(voice.say(f"{name}.note"))
            blocks += [Heading(voice.say(f"{name}.heading"), 3), note, table(voice)]
    return tuple(blocks)
