"""Decides what is drawn and what passes; pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from random import Random

from learning.catalogue.content import Question
from learning.catalogue.framework import Nation
from learning.catalogue.published import Assessment


class NoVersionForNation(Exception):
    """The check has too few questions for a nation."""


@dataclass(frozen=True)
class Drawn:
    """A question to ask, with its options in the order to show them."""

    question: Question
    option_order: tuple[str, ...]


@dataclass(frozen=True)
class Marking:
    """What an attempt came to."""

    right: int
    asked: int
    passed: bool


def draw(
    assessment: Assessment, nation: Nation, *, seed: str, seen: Collection[str] = ()
) -> tuple[Drawn, ...]:
    """The questions of one attempt: so many of each objective, in an order of their own.

    `seen` holds the ids of the questions of the attempt before; others are taken first. The
    same seed draws the same from the same revision.
    """
    chance = Random(seed)  # noqa: S311  # fairness, not secrecy: nobody gains by guessing a draw
    pool = assessment.pool(nation)
    chosen: list[Question] = []
    for objective, needed in assessment.plan.draw.items():
        of_objective = [question for question in pool if question.objective == objective]
        if len(of_objective) < needed:
            raise NoVersionForNation(nation)
        chance.shuffle(of_objective)
        of_objective.sort(key=lambda question: question.id in seen)
        chosen += of_objective[:needed]
    chance.shuffle(chosen)
    return tuple(Drawn(question, _shuffled(question, chance)) for question in chosen)


def _shuffled(question: Question, chance: Random) -> tuple[str, ...]:
    ids = [option.id for option in question.options]
    chance.shuffle(ids)
    return tuple(ids)


def is_right(question: Question, chosen: Collection[str]) -> bool:
    """Whether an answer is right: exactly the right options, all or nothing.

    A situational judgement is right by its best option.
    """
    key = key_of(question)
    return bool(key) and set(chosen) == key


def key_of(question: Question) -> frozenset[str]:
    """The options that a right answer names."""
    return frozenset(o.id for o in question.options if o.right or o.judgement == "best")


def mark(
    questions: Sequence[Question], answers: Sequence[Collection[str]], *, pass_mark: int
) -> Marking:
    """Marks an attempt; a question without an answer (an empty one) is not right."""
    right = sum(is_right(q, chosen) for q, chosen in zip(questions, answers, strict=True))
    return Marking(right=right, asked=len(questions), passed=right >= pass_mark)


def choices_asked(question: Question) -> int:
    """How many options the page asks to choose."""
    return len(key_of(question))


def fault(question: Question, chosen: Collection[str]) -> str | None:
    """What is wrong with an answer's shape, for the person who gave it; None when nothing is."""
    if not chosen:
        return "Choose an answer, or skip the question for now"
    if not set(chosen) <= {option.id for option in question.options}:
        return "Choose from the answers on this page"
    if question.type == "multiple":
        wanted = choices_asked(question)
        if len(set(chosen)) != wanted:
            return f"Choose {in_words(wanted)} {'answer' if wanted == 1 else 'answers'}"
    elif len(set(chosen)) > 1:
        return "Choose one answer"
    return None


def in_words(number: int) -> str:
    """Small numbers as words."""
    return {1: "one", 2: "two", 3: "three", 4: "four", 5: "five"}.get(number, str(number))
