"""The sheets of the report's Excel file, as plain rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC

from learning.clock import knowledge_in_words
from learning.coverage.content import Figures
from learning.coverage.papers.blocks import Notes
from learning.coverage.papers.voice import Voice, percent_of

Cell = str | int | None
Row = tuple[Cell, ...]
NUMBERS = ("people", "required", "met", "percent", "expiring", "below", "none")
KINDS = {"skill": "skills", "role": "roles", "tier": "tiers", "service": "services"}
COLUMN_OF = {"role": "role", "tier": "group", "service": "service"}


@dataclass(frozen=True)
class Sheet:
    """A table: whole numbers are numbers, everything else is text."""

    name: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    if_empty: str = ""


def sheets(
    voice: Voice, notes: Notes = (), priorities: Mapping[str, int] | None = None
) -> tuple[Sheet, ...]:
    """All of them, always the same ones; `notes` stand with what the file is about.

    `priorities` of gaps by skill are for leads' eyes: no content, and so no statement, holds them.
    """
    kinds = (
        _sheet(voice, name, _header(kind), _lines(voice, kind)) for kind, name in KINDS.items()
    )
    return (
        _sheet(voice, "about", ("what", "value"), _about(voice, notes)),
        _sheet(voice, "summary", ("what", "value"), _summary(voice)),
        *kinds,
        _gaps(voice, priorities),
        _sheet(voice, "trend", ("as_at", *NUMBERS, "joined", "left"), _trend(voice)),
        _sheet(voice, "self_assessed", ("skill", *NUMBERS, "skill_key"), _own_word(voice)),
        _sheet(voice, "requirements", REQUIREMENTS, _requirements(voice)),
    )


GAPS = ("skill", "short", "of", "path", "state", "minutes", "lifted", "matters", "skill_key")
REQUIREMENTS = ("role", "skill", "level", "own", "group_key", "skill_key")


def _sheet(voice: Voice, name: str, header: Iterable[str], rows: Iterable[Row]) -> Sheet:
    return Sheet(
        name=voice.say(f"sheet.{name}"),
        header=tuple(voice.say(f"column.{one}") for one in header),
        rows=tuple(rows),
        if_empty=voice.say("sheet.empty"),
    )


def _about(voice: Voice, notes: Notes) -> Iterable[Row]:
    content, say = voice.content, voice.say
    known = content.known_at.astimezone(UTC)
    facts: dict[str, Cell] = {
        "what": say("title.report", owner=content.owner.name, day=content.as_at),
        "owner": content.owner.name,
        "made_up": say("about.made_up", owner=content.owner.name)
        if content.owner.made_up
        else None,
        "councils": ", ".join(content.owner.councils) or None,
        "as_at": content.as_at.isoformat(),
        "known_at": known.isoformat().replace("+00:00", "Z"),
        "known_day": knowledge_in_words(content.known_at),
        "audience": say(f"audience.{content.audience}"),
        "filters": voice.filters or None,
        "threshold": str(content.threshold) if content.audience == "no-name" else None,
        "framework": content.framework_revision,
        "language": say.phrases["language"],
    }
    yield from ((say(f"facts.{key}"), value) for key, value in facts.items() if value is not None)
    yield from notes
    if content.audience == "no-name":
        yield (say("hidden.hidden"), say("hidden.note", threshold=content.threshold))
    yield from voice.words.definitions


def _summary(voice: Voice) -> Iterable[Row]:
    content, say = voice.content, voice.say
    line = content.overall
    cells = dict(zip(NUMBERS, _numbers(voice, line), strict=True))
    beside = ("people_meeting_all", "levels_held", "levels_needed")
    hidden = say("hidden.hidden") if line.suppressed else None
    cells |= {name: hidden or getattr(line, name) for name in beside}
    yield from ((say(f"summary.{name}"), value) for name, value in cells.items())
    published = content.framework_overall
    if published is not None:
        values = dict(zip(NUMBERS, _numbers(voice, published), strict=True))
        for name in ("met", "required"):
            yield (say(f"summary.framework_{name}"), values[name])


def _numbers(voice: Voice, line: Figures) -> Row:
    """The counts; where they are not shown, words in their place."""
    if not line.suppressed:
        return tuple(
            percent_of(line) if name == "percent" else getattr(line, name) for name in NUMBERS
        )
    hidden = voice.say("hidden.hidden")
    shown = voice.say(f"hidden.{line.band or 'hidden'}")
    return tuple(shown if name == "met" else hidden for name in NUMBERS)


def _header(kind: str) -> tuple[str, ...]:
    if kind == "skill":
        return ("skill", *NUMBERS, "skill_key")
    return (COLUMN_OF[kind], "skill", *NUMBERS, "group_key", "skill_key")


def _lines(voice: Voice, kind: str) -> Iterable[Row]:
    for line in voice.content.lines:
        if line.group != kind:
            continue
        skill = line.skill or line.name
        numbers = _numbers(voice, line)
        if kind == "skill":
            yield (voice.skill(skill), *numbers, skill)
        else:
            yield (voice.name(kind, line.name), voice.skill(skill), *numbers, line.name, skill)


def _gaps(voice: Voice, priorities: Mapping[str, int] | None) -> Sheet:
    header = GAPS if priorities is None else (*GAPS, "priority")
    return _sheet(voice, "gaps", header, _gap_rows(voice, priorities))


def _gap_rows(voice: Voice, priorities: Mapping[str, int] | None) -> Iterable[Row]:
    for gap in voice.content.gaps:
        path = voice.path(gap.path) if gap.path else voice.say("cell.none")
        remedy: Row = (path, voice.state(gap), gap.minutes, gap.lifted)
        matters = voice.words.matters.get(gap.skill)
        last: Row = () if priorities is None else (priorities[gap.skill],)
        yield (voice.skill(gap.skill), gap.short, gap.required, *remedy, matters, gap.skill, *last)


def _trend(voice: Voice) -> Iterable[Row]:
    for point in voice.content.trend:
        yield (point.as_at.isoformat(), *_numbers(voice, point.line), point.joined, point.left)


def _own_word(voice: Voice) -> Iterable[Row]:
    for line in voice.content.self_assessed:
        yield (voice.skill(line.name), *_numbers(voice, line), line.name)


def _requirements(voice: Voice) -> Iterable[Row]:
    for one in voice.content.requirements:
        own = voice.say("cell.yes" if one.own else "cell.no")
        names = (voice.name("role", one.role), voice.skill(one.skill))
        yield (*names, one.level, own, one.role, one.skill)
