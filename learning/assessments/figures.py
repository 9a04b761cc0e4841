"""What the answers to a question say about the question, never about a person; pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import correlation, fmean, median

from learning.assessments.choices import Counts, Response, choices_of
from learning.catalogue.content import Question
from learning.catalogue.marking import POINT, is_key

FEWEST = 10  # first attempts; of fewer nothing is told
# Facility and discrimination after classical test theory, as in L. Crocker and J. Algina,
# Introduction to Classical and Modern Test Theory (1986), chapter 14. A question that those who
# know more get wrong more often is faulty (R. L. Ebel and D. A. Frisbie, Essentials of Educational
# Measurement, 5th edition, 1991, chapter 13: look at its key first). Where easy and hard begin is
# a convention: these are the bounds of "extremely easy" and "difficult" that Moodle's quiz
# report uses; a check that is meant to be passed may well have easy questions.
TOO_EASY = 0.95
TOO_HARD = 0.20


class Flag(StrEnum):
    """What an author should look at."""

    TOO_EASY = "too-easy"
    TOO_HARD = "too-hard"
    NEGATIVE = "negative"
    NEVER_CHOSEN = "never-chosen"


@dataclass(frozen=True)
class Figures:
    """What at least ten first attempts say about a question."""

    attempts: int
    unanswered: int
    facility: float  # the mean share of the point, 0 to 1
    discrimination: float | None  # -1 to 1; None: not defined
    median_seconds: float | None  # None: too few answered
    choices: tuple[Counts, ...]
    flags: tuple[Flag, ...]


def rest_score(parts: Collection[int], own: int) -> float | None:
    """The share earned of the other questions' points; `parts` are those of all."""
    others = len(parts) - 1
    return (sum(parts) - own) / (others * POINT) if others else None


def seconds_taken(
    started_at: datetime, answers: Iterable[tuple[int, datetime]]
) -> dict[int, float]:
    """By question of an attempt: from the answer kept before, or the start, to its first.

    Somebody who stops for the night makes it long; the median over many does not mind.
    """
    taken: dict[int, float] = {}
    before = started_at
    for asked, answered_at in answers:
        taken.setdefault(asked, (answered_at - before).total_seconds())
        before = answered_at
    return taken


def figures_of(question: Question, responses: Sequence[Response]) -> Figures | None:
    """The figures of a question; None where fewer than ten people were asked it."""
    if len(responses) < FEWEST:
        return None
    facility = fmean(one.parts / POINT for one in responses)
    discrimination = discrimination_of(responses)
    choices = choices_of(question, responses)
    timed = [one.seconds for one in responses if one.seconds is not None]
    return Figures(
        attempts=len(responses),
        unanswered=sum(not one.chosen for one in responses),
        facility=facility,
        discrimination=discrimination,
        median_seconds=median(timed) if len(timed) >= FEWEST else None,
        choices=choices,
        flags=tuple(_flags(question, facility, discrimination, choices)),
    )


def discrimination_of(responses: Iterable[Response]) -> float | None:
    """How the share of the point goes with the rest score: Pearson's correlation.

    Point-biserial, where the question gives all or nothing. None where it is not defined:
    everybody earned the same, here or in the rest.
    """
    pairs = [(one.parts / POINT, one.rest) for one in responses if one.rest is not None]
    shares, rests = [share for share, _ in pairs], [rest for _, rest in pairs]
    if len(pairs) < FEWEST or len(set(shares)) == 1 or len(set(rests)) == 1:
        return None
    return correlation(shares, rests)


def _flags(
    question: Question,
    facility: float,
    discrimination: float | None,
    choices: tuple[Counts, ...],
) -> Iterable[Flag]:
    if facility > TOO_EASY:
        yield Flag.TOO_EASY
    if facility < TOO_HARD:
        yield Flag.TOO_HARD
    if discrimination is not None and discrimination < 0:
        yield Flag.NEGATIVE
    chosen = {count.id for counts in choices for count in counts.counts if count.number}
    if question.type in ("single", "multiple", "judgement") and not _wrong(question) <= chosen:
        yield Flag.NEVER_CHOSEN


def _wrong(question: Question) -> set[str]:
    """The options that earn nothing."""
    return {o.id for o in question.options if not is_key(o) and o.judgement != "acceptable"}


@dataclass(frozen=True)
class AskedVersion:
    """A question in one wording, and what its first attempts say."""

    course: str
    checks: tuple[str, ...]  # that asked it
    revision: str
    question: Question
    figures: Figures | None  # None: fewer than ten people were asked it


@dataclass(frozen=True)
class Wanted:
    """Which questions a page shows, in which order."""

    course: str = ""
    check: str = ""
    flag: str = ""
    sort: str = ""  # a key of SORTS; with a minus sign, the largest first


def wanted_of(versions: Iterable[AskedVersion], wanted: Wanted) -> tuple[AskedVersion, ...]:
    """Those that are wanted in their order; what has no figure to sort by comes last."""
    found = sorted(
        (one for one in versions if _is_wanted(one, wanted)),
        key=lambda one: (one.course, one.question.id, one.revision),
    )
    by = SORTS.get(wanted.sort.removeprefix("-"))
    if by is None:
        return tuple(found)
    having = [one for one in found if one.figures and getattr(one.figures, by) is not None]
    without = [one for one in found if one not in having]
    having.sort(key=lambda one: getattr(one.figures, by), reverse=wanted.sort.startswith("-"))
    return (*having, *without)


SORTS = {
    "attempts": "attempts",
    "facility": "facility",
    "discrimination": "discrimination",
    "time": "median_seconds",
}


def _is_wanted(one: AskedVersion, wanted: Wanted) -> bool:
    flags = one.figures.flags if one.figures else ()
    return (
        wanted.course in ("", one.course)
        and (not wanted.check or wanted.check in one.checks)
        and (not wanted.flag or wanted.flag in flags)
    )
