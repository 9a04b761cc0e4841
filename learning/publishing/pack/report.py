"""The committee pack: a statement as a report in the order that committees read."""

from learning.clock import day_of
from learning.coverage.content import Audience
from learning.coverage.papers.blocks import Block, Bullets, Heading, Paper, Prompt, Text, written
from learning.coverage.papers.report import hiding_note
from learning.publishing.content import StatementContent
from learning.publishing.pack import earlier, findings, questions
from learning.publishing.pack.speaking import Speaker, signed

IMPLICATIONS = ("legal", "financial", "equality")


def pack(statement: StatementContent, language: str = "en") -> Paper:
    """The pack in one of the languages that the statement has words for."""
    speaker = Speaker.of(statement, language)
    say, report = speaker.say, statement.report
    names = {"owner": report.owner.name, "number": statement.number}
    title = say("pack.title", **names)
    parts = (
        _front,
        _purpose,
        _recommendations,
        findings.found,
        earlier.done_since,
        questions.asked,
        _implications,
        _limits,
    )
    return Paper(
        title=title,
        about=say("pack.about", day=report.as_at, **names),
        language=language,
        day=day_of(statement.published_at),
        foot=title,
        page_of=speaker.voice.say.phrases["page_of"],
        blocks=tuple(block for part in parts for block in part(speaker)),
    )


def _front(speaker: Speaker) -> tuple[Block, ...]:
    say, statement, report = speaker.say, speaker.statement, speaker.statement.report
    by, day = signed(statement.published_by), day_of(statement.published_at)
    said = [
        say(
            f"pack.{'officer' if by else 'unsigned'}", number=statement.number, day=day, officer=by
        ),
        say("pack.as_at", day=report.as_at, moment=report.known_at),
    ]
    if again := statement.restatement:
        before = day_of(again.published_at)
        said.append(say("pack.restates", number=again.number, day=before, reason=again.reason))
    if (release := statement.release) and signed(release.officer):
        why = {"officer": signed(release.officer), "reason": release.reason}
        said.append(say("pack.release", starts=release.period_starts_on, **why))
    if report.owner.made_up:
        said.append(say("pack.made_up", owner=report.owner.name))
    if report.audience is Audience.LEADS:
        said.append(say("pack.for_leads"))
    return (Prompt(say("pack.committee")), *map(Text, said))


def _purpose(speaker: Speaker) -> tuple[Block, ...]:
    statement = speaker.statement
    names = {"owner": statement.owner.name, "number": statement.number}
    text = speaker.say.points("purpose.text", **names)
    return (Heading(speaker.say("purpose.heading")), *map(Text, text))


def _recommendations(speaker: Speaker) -> tuple[Block, ...]:
    say = speaker.say
    return (Heading(say("recommendations.heading")), Prompt(say("recommendations.prompt")))


def _implications(speaker: Speaker) -> tuple[Block, ...]:
    say = speaker.say
    return tuple(
        block
        for name in IMPLICATIONS
        for block in (
            Heading(say(f"implications.{name}")),
            Prompt(say(f"implications.{name}_prompt")),
        )
    )


def _limits(speaker: Speaker) -> tuple[Block, ...]:
    say, voice = speaker.say, speaker.voice
    note = hiding_note(voice)
    blocks: list[Block] = [
        Heading(say("limits.heading")),
        Heading(say("limits.not_said"), 3),
        Bullets(say.points("limits.points")),
    ]
    if note:
        blocks += [Heading(say("limits.hiding"), 3), Text(note.text)]
    for heading, text in voice.words.definitions:
        blocks += [Heading(heading, 3), *written(text)]
    revision = speaker.statement.report.framework_revision
    blocks.append(Text(voice.say("about.framework", revision=revision), is_quiet=True))
    return tuple(blocks)
