"""What an answer to a question is worth, and what a blind guess would be; pure."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, permutations
from math import comb

from learning.catalogue.content import Option, Question

# A point is kept in sixty parts: a share of two to six choices is then a whole number of them.
POINT = 60
JUDGED = {"best": POINT, "acceptable": POINT // 2, "poor": 0}
LUCK_WITH_A_NUMBER = Fraction(1, 10)  # nobody can count blind numbers: taken generously
_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?")

Parts = Mapping[int, Fraction]  # parts of points → the chance of exactly so many


def is_key(option: Option) -> bool:
    """Whether a choice's right answer names the option; a judgement is right by its best."""
    return option.right or option.judgement == "best"


def key_of(question: Question) -> tuple[str, ...]:
    """An answer that earns the whole point, as the page would send it in the file's order."""
    if question.type == "number":
        return (str(question.number),)
    if question.type == "ordering":
        return tuple(o.id for o in sorted(question.options, key=lambda o: o.place or 0))
    if question.type == "matching":
        return tuple(target_of(question, option).id for option in question.options)
    return tuple(o.id for o in question.options if is_key(o))


def targets(question: Question) -> tuple[Option, ...]:
    """Of a matching question: one option for each thing to match with, by their words."""
    found = {option.match: option for option in reversed(question.options)}
    return tuple(found[match] for match in sorted(found, key=lambda match: match or ""))


def target_of(question: Question, option: Option) -> Option:
    """The option that stands for what this one belongs to."""
    return next(one for one in targets(question) if one.match == option.match)


def worth(question: Question, chosen: Sequence[str], option_order: Sequence[str] = ()) -> int:
    """The parts of a point that an answer earns, 0 to 60.

    The question may be a later version of the one that was asked: what it does not know earns
    nothing. `option_order` is the order in which a matching question's lines were shown: the answer
    names one target for each, in that order. Without it, the order of the file.
    """
    if not chosen:
        return 0
    if question.type == "judgement":
        return _judged(question, chosen)
    if question.type == "number":
        return POINT if _is_near(question, chosen[0]) else 0
    return _earned(question, *_shares(question, chosen, option_order))


def _earned(question: Question, right: int, of: int) -> int:
    """All or nothing, unless the question gives parts of its point."""
    if of == 0:
        return 0  # a question without a key: the checker refuses it
    return right * POINT // of if question.partial or right == of else 0


def _judged(question: Question, chosen: Sequence[str]) -> int:
    options = [option for option in question.options if option.id in chosen]
    if len(options) != 1:
        return 0
    return JUDGED[options[0].judgement or "poor"]


def _shares(
    question: Question, chosen: Sequence[str], option_order: Sequence[str]
) -> tuple[int, int]:
    """(shares that are right, shares there are)."""
    if question.type == "ordering":
        key = key_of(question)
        return sum(one == other for one, other in zip(chosen, key, strict=False)), len(key)
    if question.type == "matching":
        by_id = {option.id: option for option in question.options}
        lines = [by_id.get(name) for name in option_order] or list(question.options)
        right = sum(
            line is not None and name in by_id and by_id[name].match == line.match
            for name, line in zip(chosen, lines, strict=False)
        )
        return right, max(len(lines), len(by_id))
    wanted, named = set(key_of(question)), set(chosen)
    # The page takes no more choices than are right, so a wrong one costs the right one's place.
    too_many = max(0, len(named) - len(wanted))
    return max(0, len(named & wanted) - too_many), len(wanted)


def has_parts(question: Question) -> bool:
    """Whether an answer can earn a part of the point."""
    return question.partial or question.type == "judgement"


def number_in(text: str, unit: str | None = None) -> Decimal | None:
    """The number somebody typed, with or without its unit; None where it is none."""
    plain = text.replace(",", "").replace("£", "").replace(" ", "").casefold()
    for ending in ("%", (unit or "").replace(" ", "").casefold()):
        plain = plain.removesuffix(ending) if ending else plain
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None


def _is_near(question: Question, text: str) -> bool:
    typed = number_in(text, question.unit)
    if typed is None or question.number is None:
        return False
    return abs(typed - question.number) <= (question.tolerance or 0)


_TO_DO = {
    "number": "Enter a number",
    "matching": "Choose an answer for every line",
    "ordering": "Choose what comes in every place",
}


def choices_asked(question: Question) -> int:
    """How many options the page of a choice asks for."""
    return sum(map(is_key, question.options))


def fault(question: Question, chosen: Sequence[str]) -> str | None:
    """What is wrong with an answer's shape, for the person who gave it; None when nothing is."""
    if not any(chosen):
        return f"{_TO_DO.get(question.type, 'Choose an answer')}, or skip the question for now"
    if question.type == "number":
        return _number_fault(question, chosen)
    if not set(chosen) <= {option.id for option in question.options} | {""}:
        return "Choose from the answers on this page"
    if question.type == "ordering":
        return _ordering_fault(question, chosen)
    if question.type == "matching":
        is_whole = len(chosen) == len(question.options) and all(chosen)
        return None if is_whole else "Choose an answer for every line"
    return _choice_fault(question, {one for one in chosen if one})


def _number_fault(question: Question, chosen: Sequence[str]) -> str | None:
    if len(chosen) == 1 and number_in(chosen[0], question.unit) is not None:
        return None
    return "Enter a number in figures, like 12 or 12.5"


def _ordering_fault(question: Question, chosen: Sequence[str]) -> str | None:
    if len(chosen) != len(question.options) or not all(chosen):
        return "Choose what comes in every place"
    if len(set(chosen)) != len(chosen):
        return "Choose each one once only: you chose the same one in two places"
    return None


def _choice_fault(question: Question, chosen: set[str]) -> str | None:
    if question.type != "multiple":
        return "Choose one answer" if len(chosen) > 1 else None
    wanted = choices_asked(question)
    if len(chosen) == wanted:
        return None
    return f"Choose {in_words(wanted)} {'answer' if wanted == 1 else 'answers'}"


def kept(question: Question, chosen: Sequence[str]) -> list[str]:
    """An answer without fault as it is kept: the same answer is always kept alike."""
    if question.type == "number":
        return [str(number_in(chosen[0], question.unit))]
    if question.type in ("ordering", "matching"):
        return list(chosen)
    return list(dict.fromkeys(one for one in chosen if one))


def in_words(number: int) -> str:
    """Small numbers as words."""
    return {1: "one", 2: "two", 3: "three", 4: "four", 5: "five"}.get(number, str(number))


@lru_cache(maxsize=4096)  # asked for each nation, and for each level that a check proves
def guess(question: Question) -> Parts:
    """What a blind guess earns, with what chance: every answer the page allows is as likely."""
    if question.type == "number":
        return {POINT: LUCK_WITH_A_NUMBER, 0: 1 - LUCK_WITH_A_NUMBER}
    counts: Counter[int] = Counter()
    if question.type == "matching" and len(targets(question)) < len(question.options):
        lines, things = len(question.options), len(targets(question))
        for right in range(lines + 1):  # any thing for each line
            ways = comb(lines, right) * (things - 1) ** (lines - right)
            counts[_earned(question, right, lines)] += ways
    else:
        counts.update(worth(question, answer) for answer in _answers(question))
    return {parts: Fraction(count, counts.total()) for parts, count in counts.items()}


def _answers(question: Question) -> Iterator[tuple[str, ...]]:
    ids = [option.id for option in question.options]
    if question.type == "ordering":
        return permutations(ids)
    if question.type == "multiple":
        return combinations(ids, choices_asked(question))
    if question.type == "matching":  # one to one: a guesser uses each thing once
        return permutations(option.id for option in targets(question))
    return ((one,) for one in ids)
