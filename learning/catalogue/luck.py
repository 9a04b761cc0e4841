"""The exact chance of passing a check by blind guessing."""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from itertools import combinations_with_replacement, product
from math import lcm

from learning.catalogue.content import Question
from learning.catalogue.framework import Nation
from learning.catalogue.marking import POINT, Parts, guess
from learning.catalogue.published import Assessment

MOST_LUCK = Fraction(5, 100)  # the chance of passing by guessing stays under this

# (parts of points, in how many of all equally likely ways they are earned), sorted. Whole numbers:
# fractions made every start of the service wait.
Luck = tuple[tuple[int, int], ...]


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
    return sorted(_ways(guess(q)) for q in pool if q.objective == objective)


def _ways(chances: Parts) -> Luck:
    total = lcm(*(chance.denominator for chance in chances.values()))
    return tuple(sorted((parts, int(chance * total)) for parts, chance in chances.items()))


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
    return tuple(sorted(best)) or (((0, 1),),)


@lru_cache(maxsize=4096)
def _passing(draws: tuple[Luck, ...], pass_mark: int) -> Fraction:
    luck = _sum(draws)
    return Fraction(_at_least(luck, pass_mark * POINT), _at_least(luck, 0))


def _sum(lucks: Iterable[Luck]) -> Luck:
    total: dict[int, int] = {0: 1}
    for one in lucks:
        longer: dict[int, int] = defaultdict(int)
        for earned, ways in total.items():
            for more, others in one:
                longer[earned + more] += ways * others
        total = longer
    return tuple(sorted(total.items()))


def _beats(one: Luck, other: Luck) -> bool:
    """Whether one earns every mark at least as likely as the other."""
    marks = {parts for parts, _ in (*one, *other)}
    mine, theirs = _at_least(one, 0), _at_least(other, 0)
    return all(_at_least(one, mark) * theirs >= _at_least(other, mark) * mine for mark in marks)


def _at_least(luck: Luck, mark: int) -> int:
    """The ways to earn so many parts or more; of 0 or more, all ways."""
    return sum(ways for parts, ways in luck if parts >= mark)
