"""Questions a member might ask, made from the statement's own figures.

None names a person, and none compares groups: they are about what the council does.
"""

from collections.abc import Iterable

from learning.coverage.content import Figures, GapSaid
from learning.coverage.papers.blocks import Block, Bullets, Heading, Text
from learning.coverage.papers.voice import percent_of
from learning.evidence.rules import EXPIRES_SOON
from learning.publishing.pack.speaking import Speaker, points_between

FEWEST, MOST = 5, 8
MOST_NAMED = 3  # skills in one question
WORTH_ASKING = 5  # percentage points


def asked(speaker: Speaker) -> tuple[Block, ...]:
    """The questions under their heading."""
    say = speaker.say
    points = Bullets(questions(speaker), is_numbered=True)
    return (Heading(say("questions.heading")), Text(say("questions.note")), points)


def questions(speaker: Speaker) -> tuple[str, ...]:
    """Five to eight: those that the figures give first, then some that always make sense."""
    given = [question for part in PARTS for question in part(speaker)][: MOST - 1]
    always = [speaker.say(f"questions.{name}") for name in ALWAYS]
    return (*given, *always[: max(1, FEWEST - len(given))])


def _of_gaps(speaker: Speaker) -> Iterable[str]:
    say, voice, gaps = speaker.say, speaker.voice, speaker.statement.report.gaps
    closed = next((gap for gap in gaps if _is_open(gap)), None)
    unclosed = next((gap for gap in gaps if not _is_open(gap)), None)
    for name, gap in (("no_path", unclosed), ("largest", closed)):
        if gap:
            counts = {"short": gap.short, "required": gap.required}
            yield say(f"questions.{name}", skill=voice.skill(gap.skill), **counts)
    below = [voice.skill(line.name) for line in _below_half(speaker)][:MOST_NAMED]
    if below:
        yield say("questions.half", count=len(below), skills="; ".join(below))


def _is_open(gap: GapSaid) -> bool:
    return gap.path is not None and not gap.in_preparation


def _below_half(speaker: Speaker) -> list[Figures]:
    lines = speaker.skills.values()
    below = [o for o in lines if o.met is not None and o.required and 2 * o.met < o.required]
    return sorted(below, key=lambda line: (-((line.required or 0) - (line.met or 0)), line.name))


def _of_expiring(speaker: Speaker) -> Iterable[str]:
    report = speaker.statement.report
    expiring = [line for line in speaker.skills.values() if line.expiring]
    if report.overall.expiring and expiring:
        first = max(expiring, key=lambda line: (line.expiring or 0, line.name))
        names = {"skill": speaker.voice.skill(first.name), "day": report.as_at + EXPIRES_SOON}
        yield speaker.say("questions.expiring", count=report.overall.expiring, **names)


def _of_changes(speaker: Speaker) -> Iterable[str]:
    earlier = speaker.statement.earlier
    if earlier is None:
        return
    changes, number = sorted(_changes(speaker)), earlier.number
    if changes and changes[0][0] <= -WORTH_ASKING:
        yield _of_change(speaker, "fell", changes[0][1], number)
    still = len(speaker.still_gaps())
    if still:
        yield speaker.say("questions.still", count=still, number=number)
    if changes and changes[-1][0] >= WORTH_ASKING:
        yield _of_change(speaker, "rose", changes[-1][1], number)


def _of_change(speaker: Speaker, name: str, skill: str, number: int) -> str:
    before, now = speaker.skills_before[skill], speaker.skills[skill]
    percents = {"before": percent_of(before), "now": percent_of(now)}
    said = speaker.voice.skill(skill)
    return speaker.say(f"questions.{name}", skill=said, number=number, **percents)


def _changes(speaker: Speaker) -> Iterable[tuple[int, str]]:
    """(percentage points, skill) of what both statements show."""
    before = speaker.skills_before
    for slug, now in speaker.skills.items():
        points = points_between(before[slug], now) if slug in before else None
        if points is not None:
            yield points, slug


def _of_the_council(speaker: Speaker) -> Iterable[str]:
    report = speaker.statement.report
    if any(line.suppressed for line in report.lines):
        yield speaker.say("questions.hidden")
    if speaker.statement.settings.own_levels:
        yield speaker.say("questions.own_levels")
    closed = next((gap for gap in report.gaps if _is_open(gap)), None)
    if closed and closed.path:
        path = speaker.voice.path(closed.path)
        yield speaker.say("questions.time", path=path, minutes=closed.minutes)


PARTS = (_of_gaps, _of_expiring, _of_changes, _of_the_council)
ALWAYS = ("residents", "buying", "supported", "time_at_all", "levels_at_all")
