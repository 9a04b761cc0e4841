"""Decides what a council's acceptance rules say about a course, and what goes beyond them."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from learning.clock import add_months

ANY_ENDING = "*"
_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"})


@dataclass(frozen=True)
class Rule:
    """A course of an issuer shows a skill at a level, for so many months or for good."""

    id: int
    issuer: str
    course: str
    skill: str
    level: int
    lasts_months: int | None
    starts_on: date  # completed on this day or later
    ends_on: date | None  # completed before this day

    def is_for(self, day: date) -> bool:
        """Whether the rule is for what was completed on a day."""
        return self.starts_on <= day and (self.ends_on is None or self.ends_on > day)


def key(text: str) -> str:
    """How names of issuers and courses are compared: letter case, spaces and typography apart."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_PLAIN).casefold().split())


def fits(rule: Rule, *, issuer: str, course: str) -> bool:
    """Whether a rule is about a course; a * at the end of its course stands for any ending."""
    if key(rule.issuer) != key(issuer):
        return False
    pattern = key(rule.course)
    if pattern.endswith(ANY_ENDING):
        return key(course).startswith(pattern.removesuffix(ANY_ENDING).rstrip())
    return key(course) == pattern


def fitting(rules: Iterable[Rule], *, issuer: str, course: str) -> list[Rule]:
    """The rules about a course, on whatever days, the closest last."""
    return sorted((r for r in rules if fits(r, issuer=issuer, course=course)), key=_closeness)


def in_force(rules: Iterable[Rule], on: date) -> tuple[Rule, ...]:
    """Of the rules that fit a course, the closest for each skill that it shows on a day.

    The whole name of the course goes before a longer beginning, and that before a shorter one;
    of equals the newest counts.
    """
    found = {rule.skill: rule for rule in rules if rule.is_for(on)}
    return tuple(found[skill] for skill in sorted(found))


def _closeness(rule: Rule) -> tuple[bool, int, int]:
    pattern = key(rule.course)
    return not pattern.endswith(ANY_ENDING), len(pattern), rule.id


@dataclass(frozen=True)
class Limit:
    """How far a lead may go for a claim without saying why."""

    level: int
    lasts_months: int | None  # none: for good
    rule: Rule | None  # the rule for this very course, if there is one

    def allows(
        self, *, level: int, shown_on: date, lasts_months: int | None, expires_on: date | None
    ) -> bool:
        """Whether a level that counts so long is within it."""
        return level <= self.level and self._lasts(shown_on, lasts_months, expires_on)

    def _lasts(self, shown_on: date, lasts_months: int | None, expires_on: date | None) -> bool:
        if self.lasts_months is None:
            return True
        if expires_on is not None:
            return expires_on <= add_months(shown_on, self.lasts_months)
        return lasts_months is not None and lasts_months <= self.lasts_months


def limit(rules: Iterable[Rule], *, issuer: str, course: str, skill: str, on: date) -> Limit | None:
    """What the rules say about a claim: of its course, else the widest of its skill, else none."""
    of_skill = [rule for rule in rules if rule.skill == skill and rule.is_for(on)]
    if not of_skill:
        return None
    exact = in_force(fitting(of_skill, issuer=issuer, course=course), on)
    if exact:
        return Limit(exact[0].level, exact[0].lasts_months, exact[0])
    months = [rule.lasts_months for rule in of_skill]
    longest = None if None in months else max(month for month in months if month)
    return Limit(max(rule.level for rule in of_skill), longest, None)
