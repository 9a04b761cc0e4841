"""Finds what an author should look at again: like questions, figures without a source."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from learning.catalogue.content import Question, Source
from learning.catalogue.published import Catalogue, Course, Lesson

ALIKE = 0.5  # of the runs of words that either has; unlike questions of one subject stay under 0.2
RUN = 4  # words
_WORD = re.compile(r"[\w'’]+")
# A year, a per cent, a sum of money, or any number of three digits or more.
FIGURE = re.compile(
    r"(?<![\w.])(?:£\s?\d[\d,.]*(?:\s?(?:million|billion|m|bn))?|\d[\d,.]*\s?(?:%|per cent)"
    r"|(?:19|20)\d\d|\d{1,3}(?:,\d{3})+|\d{3,})(?!\w)"
)
_BLOCK = re.compile(r"\n\s*\n(?!\s{4})")  # an admonition's indented paragraph stays with its head
_MADE_UP = re.compile(r"(?i)!!! (?:example|inset|warning)|made[ -]up")
# Words of most publishers and titles: they tell no source from another.
_COMMON = frozenset(
    _WORD.findall(
        """about after against also and any are been before being between both council councils
        data digital does down each england for from government guide guidance have into ireland
        its local more national not northern only other our page public report scotland service
        services should some than that the their them then there these they this through under
        using wales was what when where which while will with within would your"""
    )
)


def near_duplicates(catalogue: Catalogue) -> list[tuple[str, str, float]]:
    """(question, question, likeness) of pairs that say much the same, the likest first."""
    runs = {
        f"{course.slug}/{question.id}": _runs(question)
        for course in catalogue.courses.values()
        for check in course.assessments
        for question in check.questions
    }
    held = Counter(run for own in runs.values() for run in own)
    holders: dict[tuple[str, ...], list[str]] = {}
    for name, own in runs.items():
        # Who shares so much with it shares one of its rarest: those in common use tell little.
        rarest = sorted(own, key=lambda run: (held[run], run))[: int(len(own) * (1 - ALIKE)) + 1]
        for run in rarest:
            holders.setdefault(run, []).append(name)
    candidates = {pair for names in holders.values() for pair in combinations(names, 2)}
    found = [
        (one, other, len(runs[one] & runs[other]) / len(runs[one] | runs[other]))
        for one, other in candidates
    ]
    return sorted(
        (pair for pair in found if pair[2] >= ALIKE), key=lambda pair: (-pair[2], *pair[:2])
    )


def _runs(question: Question) -> set[tuple[str, ...]]:
    text = " ".join([question.text, *(option.text for option in question.options)])
    words = _WORD.findall(text.casefold())
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


@dataclass(frozen=True)
class Unsourced:
    """Figures of a paragraph that names none of its lesson's sources."""

    course: str
    lesson: str
    figures: tuple[str, ...]
    beginning: str  # of the paragraph


def figures_without_source(courses: Iterable[Course]) -> Iterator[Unsourced]:
    """Paragraphs with fact-like figures where no source is named nearby.

    Nearby is the paragraph itself, or the one before it in the same section. Situations that
    are made up are left out: their figures are too.
    """
    for course in courses:
        for lesson in course.lessons:
            if lesson.course == course.slug:
                yield from _unsourced(lesson)


def _unsourced(lesson: Lesson) -> Iterator[Unsourced]:
    names = _names(lesson.front.sources)
    before = ""
    for block in _BLOCK.split(lesson.body):
        figures = tuple(FIGURE.findall(block))
        if figures and not _MADE_UP.search(block) and not _mentions(before + block, names):
            yield Unsourced(lesson.course, lesson.slug, figures, block.strip()[:70])
        before = "" if block.lstrip().startswith("#") else block


def _names(sources: Sequence[Source]) -> frozenset[str]:
    """The words of publishers and titles that tell a source from others."""
    words = {
        word.casefold()
        for source in sources
        for word in _WORD.findall(f"{source.publisher} {source.title}")
    }
    return frozenset(word for word in words if len(word) > 2) - _COMMON


def _mentions(text: str, names: frozenset[str]) -> bool:
    return "](" in text or any(word in names for word in _WORD.findall(text.casefold()))
