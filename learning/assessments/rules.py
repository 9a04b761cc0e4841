"""Decides what is drawn and what passes; pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from learning.catalogue.content import AssessmentPlan, Question
from learning.catalogue.framework import Nation
from learning.catalogue.marking import POINT, key_of
from learning.catalogue.proving import Proof
from learning.catalogue.published import Assessment
from learning.clock import day_of

PROVES_AGAIN_AFTER = timedelta(days=90)


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

    parts: int  # sixtieths of a point
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
    return _in_order(chosen, assessment, chance)


def draw_proof(proof: Proof, *, seed: str) -> tuple[Drawn, ...]:
    """All the questions that prove a course, in an order of the attempt's own."""
    chance = Random(seed)  # noqa: S311  # fairness, not secrecy: nobody gains by guessing an order
    return _in_order(list(proof.questions), proof.check, chance)


def _in_order(chosen: list[Question], assessment: Assessment, chance: Random) -> tuple[Drawn, ...]:
    if assessment.plan.order == "as-written":
        chosen.sort(key=assessment.questions.index)
    else:
        chance.shuffle(chosen)
    return tuple(
        Drawn(question, shown_order(question, chance, plan=assessment.plan)) for question in chosen
    )


def shown_order(question: Question, chance: Random, *, plan: AssessmentPlan) -> tuple[str, ...]:
    """The order of a question's options: shuffled, unless the check keeps the written one.

    Steps to be put in order are always shuffled, and never stand in their right order.
    """
    ids = [option.id for option in question.options]
    if plan.order == "as-written" and question.type != "ordering":
        return tuple(ids)
    chance.shuffle(ids)
    if question.type == "ordering" and tuple(ids) == key_of(question):
        ids = [*ids[1:], ids[0]]
    return tuple(ids)


def mark(earned: Sequence[int], *, pass_mark: int) -> Marking:
    """Marks an attempt by the parts of a point that each of its questions earned."""
    return Marking(parts=sum(earned), passed=sum(earned) >= pass_mark * POINT)


def objectives_shown(asked: Sequence[tuple[Question, int]]) -> list[str]:
    """The objectives whose every question earned its whole point; `asked` holds what each did."""
    whole: dict[str, bool] = {}
    for question, parts in asked:
        whole[question.objective] = whole.get(question.objective, True) and parts == POINT
    return sorted(objective for objective, is_whole in whole.items() if is_whole)


def proves_again_on(submitted_at: datetime) -> date:
    """The first day to prove the same course again: the questions are the same."""
    return day_of(submitted_at) + PROVES_AGAIN_AFTER


def waits_until(plan: AssessmentPlan, failures: Sequence[datetime]) -> datetime | None:
    """Until when another try has to wait; None where it need not.

    `failures` are the moments of the tries that did not pass since the last that did.
    """
    if plan.cool_off is None or len(failures) < plan.cool_off.after:
        return None
    return max(failures) + timedelta(hours=plan.cool_off.hours)


def points(parts: int) -> str:
    """Parts of points as people read them: 5, 5½, 5.67 (never rounded up)."""
    whole, rest = divmod(parts, POINT)
    if rest == 0:
        return str(whole)
    if rest in _FRACTIONS:
        return f"{whole or ''}{_FRACTIONS[rest]}"
    return f"{whole}.{rest * 100 // POINT:02d}"


_SIGNS = {(1, 2): "½", (1, 4): "¼", (3, 4): "¾", (1, 3): "⅓", (2, 3): "⅔", (1, 6): "⅙", (5, 6): "⅚"}
_SIGNS |= {(1, 5): "⅕", (2, 5): "⅖", (3, 5): "⅗", (4, 5): "⅘"}
_FRACTIONS = {POINT * part // of: sign for (part, of), sign in _SIGNS.items()}


def shows_answers(*, passed: bool | None, terms: Mapping[str, Any]) -> bool:
    """Whether a submitted attempt shows its right answers to the person who made it."""
    return bool(passed) or terms.get("answers", "always") == "always"
