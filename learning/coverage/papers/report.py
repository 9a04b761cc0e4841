"""The report as a paper: in the order of its page, with every figure that its data holds."""

from learning.clock import day_of
from learning.coverage.content import ReportContent
from learning.coverage.papers import tables
from learning.coverage.papers.blocks import Block, Bullets, Heading, Notes, Paper, Text, written
from learning.coverage.papers.drawing import as_tagged_pdf
from learning.coverage.papers.voice import Voice

FIRST_GAPS = 3
KINDS = (("tier", "tiers"), ("service", "services"), ("role", "roles"))


def as_pdf(content: ReportContent, language: str = "en", *, notes: Notes = ()) -> bytes:
    """The report as a tagged PDF file: the same content is always the same bytes."""
    return as_tagged_pdf(report(content, language, notes=notes))


def report(content: ReportContent, language: str = "en", *, notes: Notes = ()) -> Paper:
    """The report in one of the languages its content has words for; `notes` stand first."""
    voice = Voice.of(content, language)
    names = {"owner": content.owner.name, "day": content.as_at}
    title = voice.say("title.report", **names)
    parts = (opening, _gaps, _sentence, _over_time, _by_group, _own_word, _steps, _in_full, closing)
    return Paper(
        title=title,
        about=voice.say("title.about", known_at=content.known_at, **names),
        language=language,
        day=day_of(content.known_at),
        foot=title,
        page_of=voice.say.phrases["page_of"],
        blocks=(
            *(Text(f"{name}: {value}") for name, value in notes),
            *(block for part in parts for block in part(voice)),
        ),
    )


def opening(voice: Voice) -> tuple[Block, ...]:
    """What the figures are about, and for whom."""
    content, say = voice.content, voice.say
    said = [
        say("about.made_up", owner=content.owner.name) if content.owner.made_up else None,
        say("about.as_at", day=content.as_at, moment=content.known_at),
        say(f"audience.{content.audience}"),
        councils_of(voice),
        say("about.filters", filters=voice.filters) if content.filters else None,
    ]
    return tuple(Text(one) for one in said if one)


def councils_of(voice: Voice) -> str | None:
    """Which councils a partnership is made of; none for one council."""
    names = voice.content.owner.councils
    return voice.say("about.councils", count=len(names), names=", ".join(names)) if names else None


def _gaps(voice: Voice) -> tuple[Block, ...]:
    content, say = voice.content, voice.say
    heading = Heading(say("gaps.heading"))
    if not content.gaps:
        return (heading, Text(say("gaps.none")))
    blocks: list[Block] = [heading, *([Text(voice.unseen)] if voice.unseen else [])]
    for gap in content.gaps[:FIRST_GAPS]:
        said = (
            say("gaps.short", short=gap.short, required=gap.required),
            voice.words.matters.get(gap.skill, ""),
            voice.remedy(gap),
        )
        blocks += [Heading(voice.skill(gap.skill), 3), Text(" ".join(filter(None, said)))]
    if len(content.gaps) > FIRST_GAPS:
        blocks += [Heading(say("gaps.all"), 3), tables.all_gaps(voice)]
    return tuple(blocks)


def _sentence(voice: Voice) -> tuple[Block, ...]:
    first, beside = " ".join(voice.sentences()), voice.beside()
    heading = Heading(voice.say("sentence.heading"))
    return (heading, Text(first, is_lead=True), *([Bullets(beside)] if beside else []))


def _over_time(voice: Voice) -> tuple[Block, ...]:
    if not voice.content.trend:
        return ()
    return (Heading(voice.say("trend.heading")), *tables.trend(voice))


def _by_group(voice: Voice) -> tuple[Block, ...]:
    table = tables.heatmap(voice)
    if table is None:
        return ()
    note = hiding_note(voice)
    return (Heading(voice.say("heatmap.heading")), table, *((note,) if note else ()))


def hiding_note(voice: Voice) -> Text | None:
    """What “hidden” means, where anything may be."""
    if voice.content.audience == "leads":
        return None
    return Text(voice.say("hidden.note", threshold=voice.content.threshold), is_quiet=True)


def _own_word(voice: Voice) -> tuple[Block, ...]:
    if not voice.content.self_assessed:
        return ()
    say = voice.say
    note = Text(say("self_assessed.note"))
    return (Heading(say("self_assessed.heading")), note, tables.self_assessed(voice))


def _steps(voice: Voice) -> tuple[Block, ...]:
    if not voice.content.ladder:
        return ()
    say = voice.say
    return (Heading(say("ladder.heading")), Text(say("ladder.note")), tables.ladder(voice))


def _in_full(voice: Voice) -> tuple[Block, ...]:
    say = voice.say
    skills = tuple(line for line in voice.content.lines if line.group == "skill")
    blocks: list[Block] = []
    if skills:
        everyone = tables.skills_in_full(voice, skills, say("full.everyone"))
        blocks += [Heading(say("full.skills")), everyone]
    for kind, heading in KINDS:
        found = tables.groups_in_full(voice, kind)
        if found:
            blocks += [Heading(say(f"full.{heading}")), *found]
    return tuple(blocks)


def closing(voice: Voice) -> tuple[Block, ...]:
    """What is asked of whom, and how everything is worked out."""
    say, content = voice.say, voice.content
    blocks: list[Block] = []
    if content.requirements:
        note = Text(say("requirements.note"))
        blocks += [Heading(say("requirements.heading")), note, tables.requirements(voice)]
    blocks += [
        Heading(say("definitions.heading")),
        Text(say("about.framework", revision=content.framework_revision)),
    ]
    for heading, text in voice.words.definitions:
        blocks += [Heading(heading, 3), *written(text)]
    return tuple(blocks)
