"""Tells a year of learning in the first person, to be copied where it is needed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from learning.catalogue.framework import Tier
from learning.catalogue.published import Catalogue
from learning.clock import day_in_words
from learning.home.rules.year import CourseOfYear, MyYear, first_day, last_day


@dataclass(frozen=True)
class Voice:
    """Who speaks: what somebody was in a year, and where."""

    is_councillor: bool
    is_officer: bool
    councils: tuple[str, ...]

    @property
    def work(self) -> str:
        """What the learning was for."""
        where = f" at {in_a_row(self.councils)}" if self.councils else ""
        if self.is_councillor and self.is_officer:
            return f" for my roles as a councillor and as an officer{where}"
        if self.is_councillor:
            return f" for my work as a councillor{where}"
        return f" for my work{where}" if self.is_officer else ""


def voice(roles: Iterable[tuple[str, str]], catalogue: Catalogue) -> Voice:
    """From (role, council) pairs."""
    held = list(roles)
    tiers = {catalogue.roles[role].tier for role, _ in held if role in catalogue.roles}
    return Voice(
        is_councillor=Tier.COUNCILLOR in tiers,
        is_officer=bool(tiers - {Tier.COUNCILLOR}),
        councils=tuple(dict.fromkeys(council for _, council in held)),
    )


def duration(minutes: int) -> str:
    """1 hour 20 minutes."""
    hours, rest = divmod(minutes, 60)
    parts = [_count(hours, "hour")] if hours else []
    if rest or not hours:
        parts.append(_count(rest, "minute"))
    return " ".join(parts)


def in_a_row(words: Sequence[str]) -> str:
    """Lamps, ropes and sails."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def text(year: MyYear, who: Voice, skills: Mapping[str, str], *, today: date) -> str:
    """The year as plain text: a paragraph, then a line for each course and each piece."""
    until = day_in_words(min(today, last_day(year.year)))
    span = f"Between {day_in_words(first_day(year.year))} and {until}"
    if not year.courses and not year.elsewhere:
        return f"{span} I recorded no learning{who.work}.\n"
    parts = []
    if year.courses:
        parts += [_opening(year, span, who), "\n".join(map(_Lines(skills).course, year.courses))]
    if year.elsewhere:
        begin = "I also" if year.courses else f"{span}{',' + who.work + ',' if who.work else ''} I"
        parts.append(
            f"{begin} showed what I had learned elsewhere or at work, and it was accepted:\n"
            + "\n".join(
                f"- {_skill(skills, piece.skill, piece.level)} ({day_in_words(piece.shown_on)})"
                for piece in year.elsewhere
            )
        )
    if year.courses:
        parts.append(_about_time(year))
    return "\n\n".join(parts) + "\n"


def _opening(year: MyYear, span: str, who: Voice) -> str:
    time = duration(year.minutes)
    passed = f" and passed {_count(year.checks, 'check')}" if year.checks else ""
    courses = _count(len(year.courses), "course")
    return f"{span} I spent {time} on learning{who.work}. I worked on {courses}{passed}."


def _about_time(year: MyYear) -> str:
    said = "The time is the stated length of each lesson and check."
    if year.unknown:
        left = _count(year.unknown, "lesson or check", "lessons or checks")
        said += f" {left} of a course that is no longer offered could not be counted."
    return said


@dataclass(frozen=True)
class _Lines:
    """One line for each course."""

    skills: Mapping[str, str]

    def course(self, course: CourseOfYear) -> str:
        """What was read and what was shown, when."""
        said = []
        if course.lessons:
            read = [one.on for one in course.done if not one.is_check]
            said.append(f"{_count(course.lessons, 'lesson')} read {_when(read[0], read[-1])}")
        for check in course.checks:
            shown = in_a_row([_skill(self.skills, *gift) for gift in check.gives])
            gave = f" ({shown})" if shown else ""
            said.append(f"check passed on {day_in_words(check.on)}{gave}")
        return f"- {course.title}: {'; '.join(said)}"


def _when(first: date, last: date) -> str:
    if first == last:
        return f"on {day_in_words(first)}"
    return f"from {day_in_words(first)} to {day_in_words(last)}"


def _skill(skills: Mapping[str, str], skill: str, level: int) -> str:
    return f"{skills.get(skill, skill)}, level {level}"


def _count(number: int, one: str, several: str | None = None) -> str:
    return f"{number} {one if number == 1 else several or one + 's'}"
