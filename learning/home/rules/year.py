"""What somebody learned in a year, when, and in how many hours; years begin on 1 April."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from learning.catalogue.published import Catalogue
from learning.clock import day_of
from learning.evidence.rules import COUNTED, Shown

BEGINS = (4, 1)  # month and day: the financial year of councils, by which they report


def year_of(day: date) -> int:
    """The year a day belongs to, named by the calendar year it begins in."""
    return day.year if (day.month, day.day) >= BEGINS else day.year - 1


def first_day(year: int) -> date:
    """1 April."""
    return date(year, *BEGINS)


def last_day(year: int) -> date:
    """31 March."""
    return first_day(year + 1) - timedelta(days=1)


@dataclass(frozen=True)
class Kept:
    """A lesson read or a check passed, as the records say it."""

    course: str
    name: str  # of the lesson or the check
    at: datetime
    minutes: int | None  # as it was then; none where that was not kept
    terms: Mapping[str, Any] | None  # of a check


@dataclass(frozen=True)
class Learned:
    """A lesson read or a check passed."""

    course: str
    title: str  # of the course
    name: str
    on: date
    minutes: int | None  # none where nobody knows any more
    is_check: bool
    gives: tuple[tuple[str, int], ...] = ()  # (skill, level) of a check


def learned(kept: Iterable[Kept], catalogue: Catalogue) -> tuple[Learned, ...]:
    """In the order of days; each lesson and each check once a year, the first time.

    What was kept at the time comes first; what is missing there is taken from the course as it
    is today, and stays unknown where the course is gone.
    """
    found: dict[tuple[int, str, str, bool], Learned] = {}
    for one in sorted(kept, key=lambda one: (one.at, one.course, one.name)):
        fact = _learned(one, catalogue)
        key = (year_of(fact.on), fact.course, fact.name, fact.is_check)
        found.setdefault(key, fact)
    return tuple(found.values())


def _learned(one: Kept, catalogue: Catalogue) -> Learned:
    course, terms = catalogue.courses.get(one.course), one.terms or {}
    gone = str(terms.get("title") or one.course.replace("-", " ").capitalize())
    minutes = one.minutes if one.terms is None else terms.get("minutes")
    if minutes is None and course is not None:
        check = course.assessment(one.name) if one.terms is not None else None
        lesson = course.lesson(one.name) if one.terms is None else None
        minutes = check.plan.minutes if check else lesson.minutes if lesson else None
    return Learned(
        course=one.course,
        title=course.title if course else gone,
        name=one.name,
        on=day_of(one.at),
        minutes=minutes,
        is_check=one.terms is not None,
        gives=tuple((gift["skill"], gift["level"]) for gift in terms.get("gives", ())),
    )


@dataclass(frozen=True)
class CourseOfYear:
    """What somebody did of one course in a year."""

    slug: str
    title: str
    done: tuple[Learned, ...]  # in the order of days, one at least

    @property
    def lessons(self) -> int:
        """How many lessons were read."""
        return sum(not one.is_check for one in self.done)

    @property
    def checks(self) -> tuple[Learned, ...]:
        """The checks that were passed."""
        return tuple(one for one in self.done if one.is_check)

    @property
    def minutes(self) -> int:
        """How long it takes, as far as that is known."""
        return sum(one.minutes or 0 for one in self.done)


@dataclass(frozen=True)
class MyYear:
    """One year of somebody's learning."""

    year: int
    courses: tuple[CourseOfYear, ...]
    elsewhere: tuple[Shown, ...]  # learned elsewhere or seen at work, accepted as evidence

    @property
    def minutes(self) -> int:
        """How long all of it takes, as far as that is known."""
        return sum(course.minutes for course in self.courses)

    @property
    def lessons(self) -> int:
        """How many lessons were read."""
        return sum(course.lessons for course in self.courses)

    @property
    def checks(self) -> int:
        """How many checks were passed."""
        return sum(len(course.checks) for course in self.courses)

    @property
    def unknown(self) -> int:
        """How many lessons and checks nobody knows the length of any more."""
        return sum(one.minutes is None for course in self.courses for one in course.done)


def years(done: Iterable[Learned], shown: Iterable[Shown], *, today: date) -> dict[int, MyYear]:
    """Every year with something in it, and this one, newest first."""
    by_year: dict[int, dict[str, list[Learned]]] = defaultdict(lambda: defaultdict(list))
    for one in done:
        by_year[year_of(one.on)][one.course].append(one)
    elsewhere: dict[int, list[Shown]] = defaultdict(list)
    for piece in shown:
        if piece.source in COUNTED and piece.source != "assessment" and piece.withdrawn_on is None:
            elsewhere[year_of(piece.shown_on)].append(piece)
    return {
        year: MyYear(
            year,
            tuple(CourseOfYear(c, of[0].title, tuple(of)) for c, of in by_year[year].items()),
            tuple(sorted(elsewhere[year], key=lambda piece: (piece.shown_on, piece.skill))),
        )
        for year in sorted({*by_year, *elsewhere, year_of(today)}, reverse=True)
    }
