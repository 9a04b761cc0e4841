"""The outcome ladder: four rungs for each skill, side by side, never added up; pure.

Of a council at a month end, for each skill:

- *taken part*: of the people who need the skill, those who have read every lesson of a course
  whose check shows it;
- *knows*: of the same people, those who show it, at any level, by a check that counts that day;
- *uses*: of the people asked about the skill in 24 months, three months after they passed, those
  who say that they do something differently; beside it how many answered at all, and for how many
  a colleague said “I saw it”;
- *result*: the published short cases that name the skill. They are not people.

The first two are about the very people of the skill's line in the no-name view, and only where
that line is shown with its numbers: they say a part of what it says, so what it leaves open of
smaller groups stays open. The third is about people whom a training lead can name (who passed, and
when), so it needs as many people asked as a line needs to be exact. The decision on the outcome
ladder says why.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

ASKED_WITHIN = 24  # months: of whom a figure of use is


class Step(StrEnum):
    """The rungs, from the lowest."""

    TAKEN_PART = "taken-part"
    KNOWS = "knows"
    USES = "uses"
    RESULT = "result"


@dataclass(frozen=True)
class Rung:
    """One rung for one skill; all numbers are none where it is hidden."""

    step: str
    skill: str
    people: int | None = None
    of: int | None = None
    answered: int | None = None  # uses alone
    confirmed: int | None = None  # uses alone: a colleague saw it
    cases: int | None = None  # result alone
    suppressed: bool = False


@dataclass(frozen=True)
class OwnWord:
    """What somebody asked about a skill says."""

    person_id: int
    skill: str
    is_answered: bool
    is_used: bool
    is_confirmed: bool


@dataclass(frozen=True)
class Facts:
    """What the ladder of a month end is made of: people by skill, and cases by skill."""

    need: Mapping[str, Collection[int]]
    took_part: Mapping[str, Collection[int]]
    know: Mapping[str, Collection[int]]
    own_words: Iterable[OwnWord]
    cases: Mapping[str, int]
    public: Collection[int]  # people whose names anyone can look up in their role


def ladder(facts: Facts, *, shown: Collection[str], threshold: int) -> tuple[Rung, ...]:
    """Every rung, by skill; `shown` are the skills whose line the no-name view shows exactly."""
    words = tuple(facts.own_words)
    skills = {*facts.need, *facts.cases, *(one.skill for one in words)}
    return tuple(
        rung
        for skill in sorted(skills)
        for rung in (
            _part(Step.TAKEN_PART, skill, facts.need, facts.took_part, shown),
            _part(Step.KNOWS, skill, facts.need, facts.know, shown),
            _uses(skill, words, facts.public, shown, threshold),
            Rung(Step.RESULT, skill, cases=facts.cases.get(skill, 0)),
        )
    )


def _part(
    step: Step,
    skill: str,
    need: Mapping[str, Collection[int]],
    who: Mapping[str, Collection[int]],
    shown: Collection[str],
) -> Rung:
    people = set(need.get(skill, ()))
    if people and skill not in shown:
        return Rung(step, skill, suppressed=True)
    return Rung(step, skill, people=len(people & set(who.get(skill, ()))), of=len(people))


def _uses(
    skill: str,
    words: Iterable[OwnWord],
    public: Collection[int],
    shown: Collection[str],
    threshold: int,
) -> Rung:
    """Hidden unless so many were asked; nobody asked looks like too few, for that tells less."""
    asked: dict[int, list[OwnWord]] = {}
    for one in words:
        if one.skill == skill:
            asked.setdefault(one.person_id, []).append(one)
    least = threshold * (4 if all(person in public for person in asked) else 2)
    if skill not in shown or len(asked) < least:
        return Rung(Step.USES, skill, suppressed=True)
    return Rung(
        Step.USES,
        skill,
        people=_how_many(asked, "is_used"),
        of=len(asked),
        answered=_how_many(asked, "is_answered"),
        confirmed=_how_many(asked, "is_confirmed"),
    )


def _how_many(asked: Mapping[int, list[OwnWord]], what: str) -> int:
    """People, who may have been asked about the skill at two levels."""
    return sum(any(getattr(one, what) for one in words) for words in asked.values())


def to_json(rungs: Iterable[Rung]) -> list[dict[str, Any]]:
    """As it is kept."""
    return [
        {name: value for name, value in asdict(rung).items() if value is not None} for rung in rungs
    ]


def from_json(kept: Iterable[dict[str, Any]]) -> tuple[Rung, ...]:
    """The same again."""
    return tuple(Rung(**one) for one in kept)


def by_skill(rungs: Iterable[Rung]) -> dict[str, dict[str, Rung]]:
    """The rungs of each skill by step, as a table has them."""
    found: dict[str, dict[str, Rung]] = {}
    for rung in rungs:
        found.setdefault(rung.skill, {})[rung.step] = rung
    return found
