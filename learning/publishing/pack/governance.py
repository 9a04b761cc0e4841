"""A paragraph for the annual governance statement: 120 to 180 words, made from a statement."""

from collections.abc import Iterable
from dataclasses import dataclass

from learning.clock import day_of
from learning.coverage.content import GapSaid
from learning.coverage.papers.blocks import Block, Heading, Paper, Text
from learning.coverage.papers.voice import percent_of
from learning.publishing.content import StatementContent
from learning.publishing.pack.speaking import Speaker

FEWEST, MOST = 120, 180  # words
MOST_GAPS = 3


@dataclass(frozen=True)
class Sentence:
    """One sentence, and how early it is left out when there are too many words: 0 is never."""

    text: str
    left_out: int = 0

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


def paragraph(statement: StatementContent, language: str = "en") -> str:
    """The paragraph as plain text."""
    sentences = list(_sentences(Speaker.of(statement, language)))
    order = sorted(range(len(sentences)), key=lambda place: (sentences[place].left_out, place))
    kept, words = set[int](), 0
    for place in order:
        sentence = sentences[place]
        fits = words + sentence.words <= MOST
        is_wanted = sentence.left_out < FILLING or words < FEWEST
        if sentence.left_out == 0 or (fits and is_wanted):
            kept.add(place)
            words += sentence.words
    return " ".join(one.text for place, one in enumerate(sentences) if place in kept)


FILLING = 6  # from here on sentences only make up for words that are missing


def _sentences(speaker: Speaker) -> Iterable[Sentence]:
    """In the order to read them."""
    say = speaker.say
    yield Sentence(say("governance.s_purpose", owner=speaker.statement.owner.name))
    yield from _figures(speaker)
    yield from _gaps(speaker)
    yield from _since(speaker)
    yield Sentence(say("governance.s_evidence"), 6)
    yield Sentence(say("governance.s_committee"), 7)
    yield Sentence(say("governance.s_next"), 8)
    yield Sentence(say("governance.s_limits"), 1)
    if any(line.suppressed for line in speaker.statement.report.lines):
        yield Sentence(say("governance.s_hiding"), 3)
    yield Sentence(say("governance.s_review"), 5)


def _figures(speaker: Speaker) -> Iterable[Sentence]:
    say, report = speaker.say, speaker.statement.report
    line, names = report.overall, {"number": speaker.statement.number, "day": report.as_at}
    if line.suppressed and line.band:
        band = speaker.voice.say(f"hidden.{line.band}")
        yield Sentence(say("governance.s_banded", band=f"{band[0].lower()}{band[1:]}", **names))
    elif line.suppressed or not line.required:
        yield Sentence(say("governance.s_hidden", **names))
    else:
        counts = {"met": line.met, "required": line.required, "people": line.people}
        yield Sentence(say("governance.s_figures", percent=percent_of(line), **counts, **names))
        everything = {"met": line.people_meeting_all, "people": line.people}
        yield Sentence(say("governance.s_all", **everything), 4)
        if line.expiring:
            yield Sentence(say("governance.s_expiring", count=line.expiring), 4)


def _gaps(speaker: Speaker) -> Iterable[Sentence]:
    say, gaps = speaker.say, speaker.statement.report.gaps[:MOST_GAPS]
    if not gaps:
        yield Sentence(say("governance.s_no_gaps"))
        return
    yield Sentence(
        say("governance.s_gaps", gaps=_listed(speaker, [_gap(speaker, o) for o in gaps]))
    )
    can_be_closed = sum(gap.path is not None and not gap.in_preparation for gap in gaps)
    if can_be_closed:
        yield Sentence(say("governance.s_open", count=can_be_closed), 2)
    if can_be_closed < len(gaps):
        yield Sentence(say("governance.s_unopened", count=len(gaps) - can_be_closed), 2)


def _gap(speaker: Speaker, gap: GapSaid) -> str:
    name = speaker.voice.skill(gap.skill)
    return speaker.say("governance.s_gap", skill=name, short=gap.short, required=gap.required)


def _listed(speaker: Speaker, names: list[str]) -> str:
    """One, two and three."""
    if len(names) == 1:
        return names[0]
    return speaker.say("governance.and", first=", ".join(names[:-1]), last=names[-1])


def _since(speaker: Speaker) -> Iterable[Sentence]:
    earlier = speaker.statement.earlier
    if earlier is None or not earlier.gaps:
        return
    still = len(speaker.still_gaps())
    key = "s_earlier" if still else "s_earlier_none"
    yield Sentence(speaker.say(f"governance.{key}", count=still, number=earlier.number), 2)


def governance(statement: StatementContent, language: str = "en") -> Paper:
    """The paragraph with a line saying what it is."""
    speaker = Speaker.of(statement, language)
    say = speaker.say
    title = say("governance.title", owner=statement.owner.name)
    blocks: tuple[Block, ...] = (
        Text(say("governance.intro", number=statement.number)),
        Heading(say("governance.heading")),
        Text(paragraph(statement, language)),
    )
    return Paper(
        title=title,
        about=title,
        language=language,
        day=day_of(statement.published_at),
        foot=title,
        page_of=speaker.voice.say.phrases["page_of"],
        blocks=blocks,
    )
