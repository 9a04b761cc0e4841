"""Figures about a course that authors read: words, reading age, luck, and telling patterns."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from learning.catalogue.content import Option, Question
from learning.catalogue.files import Problem
from learning.catalogue.luck import chance_of_luck
from learning.catalogue.marking import is_key
from learning.catalogue.published import Catalogue, Course

LONG_SENTENCE = 25  # words
LONG_WORD = 10  # letters
# Where a right answer stands, that it is the longest, or that it gives no reason (wrong ones are
# easily written with an excuse) must not be worth knowing. By chance each would be near a quarter;
# judged only where there are enough questions for that to show.
MOST_IN_ONE_PLACE = 0.40
MOST_LONGEST = 0.40
MOST_WITHOUT_REASON = 0.40
ENOUGH_QUESTIONS = 16
_MARKS = re.compile(r"[*_`#>]|\{[^}]*\}|\]\([^)]*\)|\[")
_SENTENCE = re.compile(r"[^.!?:;|\n]+")  # a cell of a table ends one too
_WORD = re.compile(r"[\w'’-]+")
_REASON = re.compile(r"\b(?:since|because|as|so that)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Readability:
    """How hard a text is: sentences, words, and the reading age in years."""

    words: int
    long_sentences: int
    reading_age: float
    long_words: float  # of ten letters or more, in a hundred


def readability(markdown: str) -> Readability:
    """Automated Readability Index as an age: grade plus five (Senter and Smith, 1967)."""
    text = _MARKS.sub(" ", markdown)
    sentences = [words for part in _SENTENCE.findall(text) if len(words := _WORD.findall(part)) > 2]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return Readability(0, 0, 0.0, 0.0)
    letters = sum(map(len, words))
    grade = 4.71 * letters / len(words) + 0.5 * len(words) / len(sentences) - 21.43
    longest = sum(len(sentence) > LONG_SENTENCE for sentence in sentences)
    long_words = sum(len(word) >= LONG_WORD for word in words)
    return Readability(len(words), longest, grade + 5, 100 * long_words / len(words))


@dataclass(frozen=True)
class CourseFigures:
    """What the checker prints for one course."""

    slug: str
    lessons: int
    minutes: int
    words: int
    reading_age: float
    long_sentences: int
    questions: int
    luck: dict[str, float]  # the chance of passing each check by guessing
    right_positions: dict[int, int]  # how often the one right or best answer stands where
    length_ratio: float  # right options' mean length over wrong ones'
    longest: float  # the share of questions in which a right answer is the longest
    longest_by_chance: float  # what that share would be if length told nothing
    without_reason: float  # how often who leaves out answers with a reason hits the right one

    @property
    def most_in_one_place(self) -> float:
        """The share of right answers that stand in the place where most of them do."""
        counts = self.right_positions.values()
        return max(counts) / sum(counts) if counts else 0.0


def figures(course: Course) -> CourseFigures:
    """The figures of a course that is whole."""
    measured = [readability(lesson.body) for lesson in course.lessons]
    questions = [question for check in course.assessments for question in check.questions]
    choices = [q for q in questions if q.type in ("single", "multiple", "judgement")]
    return CourseFigures(
        slug=course.slug,
        lessons=len(course.lessons),
        minutes=course.minutes,
        words=sum(one.words for one in measured),
        reading_age=fmean(one.reading_age for one in measured),
        long_sentences=sum(one.long_sentences for one in measured),
        questions=len(questions),
        luck={
            check.id: float(max(chance_of_luck(check, nation) for nation in course.file.nations))
            for check in course.assessments
        },
        right_positions=dict(sorted(_right_positions(questions).items())),
        length_ratio=_length_ratio(choices),
        longest=_share(_longest_is_right(q.options) for q in choices),
        longest_by_chance=_share(_share(map(is_key, q.options)) for q in choices),
        without_reason=_share(
            _hit_without_reason(q.options) for q in choices if q.type != "multiple"
        ),
    )


def _right_positions(questions: Iterable[Question]) -> Counter[int]:
    return Counter(
        position
        for question in questions
        if question.type in ("single", "judgement")
        for position, option in enumerate(question.options, start=1)
        if is_key(option)
    )


def _longest_is_right(options: Sequence[Option]) -> float:
    """One if the longest option is right, and the right part of those that are as long."""
    most = max(len(option.text) for option in options)
    return _share(is_key(option) for option in options if len(option.text) == most)


def _hit_without_reason(options: Sequence[Option]) -> float:
    """The chance of the right one among those that give no reason; among all, where all do."""
    plain = [option for option in options if not _REASON.search(option.text)]
    return _share(map(is_key, plain or options))


def _share(parts: Iterable[float]) -> float:
    found = list(parts)
    return fmean(found) if found else 0.0


def _length_ratio(questions: list[Question]) -> float:
    options = [option for question in questions for option in question.options]
    right = [len(option.text) for option in options if is_key(option)]
    wrong = [len(option.text) for option in options if not is_key(option)]
    return fmean(right) / fmean(wrong) if right and wrong else 1.0


def telling(catalogue: Catalogue) -> list[Problem]:
    """Courses in which the look of an answer gives away too often that it is right."""
    live = [figures(course) for course in catalogue.courses.values() if course.is_live]
    return [
        Problem(f"library/{found.slug}", "assessment", remedy)
        for found in live
        if sum(found.right_positions.values()) >= ENOUGH_QUESTIONS
        for remedy in _telling(found)
    ]


def _telling(found: CourseFigures) -> Iterable[str]:
    if found.most_in_one_place > MOST_IN_ONE_PLACE:
        yield f"{found.most_in_one_place:.0%} of right answers stand in one place; spread them"
    if found.longest > MOST_LONGEST:
        yield f"the right answer is the longest in {found.longest:.0%}; even out the lengths"
    if found.without_reason > MOST_WITHOUT_REASON:
        yield (
            f"who leaves out answers with a reason in them is right in {found.without_reason:.0%};"
            " take reasons out of wrong answers, or give right ones theirs"
        )
