"""The exact chance of passing a check by blind guessing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import combinations_with_replacement, product

from learning.catalogue.content import Question
from learning.catalogue.framework import Nation
from learning.catalogue.marking import POINT, guess
from learning.catalogue.published import Assessment

MOST_LUCK = Fraction(5, 100)  # the chance of passing by guessing stays under this

Luck = tuple[tuple[int, Fraction], ...]  # (parts of points, the chance of just so many), sorted


def chance_of_luck(check: Assessment, nation: Nation) -> Fraction:
    """The chance that blind guessing passes, on the easiest draw there is."""
    pool = check.pool(nation)
    draws = [
        _draws(tuple(_guesses(pool, objective)), drawn)
        for objective, drawn in check.plan.draw.items()
    ]
    return max(_passing(luck, check.plan.pass_mark) for luck in product(*draws))


def chance_all_right(questions: Iterable[Question]) -> Fraction:
    """The chance that blind guesses earn the whole point of every one of these."""
    chance = Fraction(1)
    for question in questions:
        chance *= guess(question).get(POINT, Fraction(0))
    return chance


def _guesses(pool: Iterable[Question], objective: str) -> list[Luck]:
    found = (tuple(sorted(guess(q).items())) for q in pool if q.objective == objective)
    return sorted(found)


@lru_cache(maxsize=4096)  # most objectives of most checks have questions of the same few shapes
def _draws(guesses: tuple[Luck, ...], drawn: int) -> tuple[Luck, ...]:
    """What guessing so many of these earns: every draw that no other beats at every mark."""
    there = {luck: guesses.count(luck) for luck in guesses}
    sums = {
        _sum(some)
        for some in combinations_with_replacement(there, drawn)
        if all(some.count(luck) <= count for luck, count in there.items())
    }
    best = [one for one in sums if not any(_beats(other, one) for other in sums if other != one)]
    return tuple(sorted(best)) or (((0, Fraction(1)),),)


@lru_cache(maxsize=4096)
def _passing(draws: tuple[Luck, ...], pass_mark: int) -> Fraction:
    return _at_least(dict(_sum(draws)), pass_mark * POINT)


def _sum(parts: Iterable[Luck]) -> Luck:
    total: dict[int, Fraction] = {0: Fraction(1)}
    for one in parts:
        longer: dict[int, Fraction] = defaultdict(Fraction)
        for earned, chance in total.items():
            for more, other in one:
                longer[earned + more] += chance * other
        total = longer
    return tuple(sorted(total.items()))


def _beats(one: Luck, other: Luck) -> bool:
    """Whether one earns every mark at least as likely as the other."""
    marks = {parts for parts, _ in (*one, *other)}
    mine, theirs = dict(one), dict(other)
    return all(_at_least(mine, mark) >= _at_least(theirs, mark) for mark in marks)


def _at_least(luck: Mapping[int, Fraction], mark: int) -> Fraction:
    return sum((chance for parts, chance in luck.items() if parts >= mark), Fraction(0))
