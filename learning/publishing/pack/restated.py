"""What a restatement says anew: each line as it was stated, and as it is now."""

from collections.abc import Iterator

from learning.coverage.content import Audience, Figures, Overall
from learning.coverage.papers import tables
from learning.coverage.papers.blocks import Block, Heading, Table, Text
from learning.publishing.content import Restatement
from learning.publishing.pack.speaking import Speaker

Row = tuple[str, str, str]


def said_anew(speaker: Speaker) -> tuple[Block, ...]:
    """Nothing where the statement is none that takes the place of another."""
    say, again = speaker.say, speaker.statement.restatement
    if again is None:
        return ()
    heading = Heading(say("findings.restated"), 3)
    if not again.says:
        return (heading, Text(say("findings.restated_none")))
    columns = (say("findings.restated_before"), say("findings.restated_now"))
    table = Table(
        caption=say("findings.restated_caption", number=again.number),
        header=(speaker.voice.say("column.what"), *columns),
        rows=(*_lines(speaker, again), *_own_words(speaker, again), *_rungs(speaker, again)),
        widths=(3, 2, 2),
    )
    if speaker.statement.audience is Audience.LEADS:
        return (heading, table)
    return (heading, table, Text(say("findings.restated_rest")))


def _lines(speaker: Speaker, again: Restatement) -> Iterator[Row]:
    for one in again.differences:
        name = _in_words(speaker, one.now) or _in_words(speaker, one.earlier) or ""
        yield _row(speaker, name, one.earlier, one.now)
        if isinstance(one.earlier, Overall) and isinstance(one.now, Overall):
            yield from _beside(speaker, one.earlier, one.now)
    if framework := again.framework_overall:
        name = speaker.say("findings.framework")
        yield _row(speaker, name, framework.earlier, framework.now)


def _beside(speaker: Speaker, earlier: Overall, now: Overall) -> Iterator[Row]:
    """What stands beside the overall line, where it differs and both lines are shown."""
    say = speaker.voice.say
    for name, of in (("people_meeting_all", "people"), ("levels_held", "levels_needed")):
        counts = [(getattr(one, name), getattr(one, of)) for one in (earlier, now)]
        if counts[0] == counts[1] or None in (*counts[0], *counts[1]):
            continue
        was, shown = (say("ladder.of", people=held, of=needed) for held, needed in counts)
        yield (say(f"summary.{name}"), was, shown)


def _own_words(speaker: Speaker, again: Restatement) -> Iterator[Row]:
    for one in again.self_assessed:
        skill = next(line.skill for line in (one.now, one.earlier) if line is not None)
        name = speaker.say("findings.self_assessed", skill=speaker.voice.skill(skill or ""))
        yield _row(speaker, name, one.earlier, one.now)


def _rungs(speaker: Speaker, again: Restatement) -> Iterator[Row]:
    for one in again.ladder:
        name = speaker.say("findings.knows", skill=speaker.voice.skill(one.now.skill or ""))
        earlier, now = (tables.rung_shown(speaker.voice, rung) for rung in (one.earlier, one.now))
        yield (name, earlier, now)


def _row(speaker: Speaker, name: str, earlier: Figures | None, now: Figures | None) -> Row:
    return (name, speaker.voice.share(earlier), speaker.voice.share(now))


def _in_words(speaker: Speaker, line: Figures | None) -> str | None:
    """What a line is about; nothing where there is no line."""
    if line is None:
        return None
    voice = speaker.voice
    if line.group == "overall":
        return speaker.say("findings.everything")
    if line.group == "skill":
        return voice.skill(line.name)
    group = voice.name(line.group, line.name)
    return speaker.say("findings.line", group=group, skill=voice.skill(line.skill or ""))
