"""What was done about the gaps of the last statement: each of them, then and now."""

from learning.coverage.content import GapSaid
from learning.coverage.papers.blocks import Block, Heading, Prompt, Table, Text
from learning.publishing.pack.speaking import Speaker, short_of


def done_since(speaker: Speaker) -> tuple[Block, ...]:
    """The officer's own words, and the figures beside them."""
    say, earlier = speaker.say, speaker.statement.earlier
    heading = Heading(say("earlier.heading"))
    written = [part for part in speaker.statement.actions_taken.splitlines() if part.strip()]
    words: list[Block] = [*map(Text, written)]
    if earlier is None:
        return (heading, Text(say("earlier.none")), *words)
    words = words or [Prompt(say("earlier.actions_none"))]
    if not earlier.gaps:
        return (heading, Text(say("earlier.no_gaps", number=earlier.number)), *words)
    table = Table(
        caption=say("earlier.caption", number=earlier.number),
        header=(
            speaker.voice.say("column.skill"),
            say("earlier.then", day=earlier.as_at),
            say("earlier.now", day=speaker.statement.report.as_at),
        ),
        rows=tuple(_row(speaker, gap) for gap in earlier.gaps),
        widths=(3, 2, 2),
    )
    return (heading, *words, table)


def _row(speaker: Speaker, gap: GapSaid) -> tuple[str, ...]:
    then = speaker.say("earlier.of", short=gap.short, required=gap.required)
    return (speaker.voice.skill(gap.skill), then, _now(speaker, gap.skill))


def _now(speaker: Speaker, skill: str) -> str:
    say, line = speaker.say, speaker.skills.get(skill)
    if line is None:
        return say("earlier.gone")
    short = short_of(line)
    if short is None:
        return say("earlier.hidden")
    if short == 0:
        return say("earlier.closed", required=line.required)
    return say("earlier.of", short=short, required=line.required)
