"""What people answered to a question, counted; pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from learning.catalogue.content import Question
from learning.catalogue.marking import POINT, is_key, key_of, target_of, targets

FEWEST_ALIKE = 5  # a number that fewer people typed is not repeated


@dataclass(frozen=True, slots=True)
class Response:
    """What somebody answered when first asked a question; who it was is not in it."""

    parts: int  # of the point, in sixtieths
    rest: float | None  # share of the points of the attempt's other questions; None: no others
    chosen: tuple[str, ...] = ()  # empty: no answer
    order: tuple[str, ...] = ()  # in which the options were shown
    seconds: float | None = None  # until the first answer


@dataclass(frozen=True)
class Count:
    """How many chose something."""

    id: str
    words: str
    number: int
    is_right: bool


@dataclass(frozen=True)
class Counts:
    """The counts of one choice: of the whole question, of a place or of a line."""

    of: str  # empty for the whole question
    counts: tuple[Count, ...]


def choices_of(question: Question, responses: Sequence[Response]) -> tuple[Counts, ...]:
    """How often what was chosen: for each place of an ordering, each line of a matching."""
    answered = [one for one in responses if one.chosen]
    if question.type == "number":
        return (_numbers(answered),)
    if question.type == "ordering":
        return tuple(_places(question, answered))
    if question.type == "matching":
        return tuple(_lines(question, answered))
    found = Counter(name for one in answered for name in one.chosen)
    options = [Count(o.id, o.text, found[o.id], is_key(o)) for o in question.options]
    return (Counts("", tuple(options)),)


def _places(question: Question, answered: Sequence[Response]) -> Iterable[Counts]:
    key = key_of(question)
    by_id = {option.id: option for option in question.options}
    for place, right in enumerate(key):
        found = Counter(one.chosen[place] for one in answered)
        counts = [Count(name, by_id[name].text, found[name], name == right) for name in key]
        yield Counts(f"Place {place + 1}", tuple(counts))


def _lines(question: Question, answered: Sequence[Response]) -> Iterable[Counts]:
    things = targets(question)
    for line in question.options:
        found = Counter(one.chosen[one.order.index(line.id)] for one in answered)
        right = target_of(question, line)
        counts = [Count(o.id, o.match or "", found[o.id], o is right) for o in things]
        yield Counts(line.text, tuple(counts))


def _numbers(answered: Sequence[Response]) -> Counts:
    """Right numbers together; others that several people typed; the rest together."""
    right = sum(one.parts == POINT for one in answered)
    found = Counter(one.chosen[0] for one in answered if one.parts != POINT)
    often = sorted((-number, typed) for typed, number in found.items() if number >= FEWEST_ALIKE)
    counts = [Count("right", "Right", right, is_right=True)]
    counts += [Count(typed, typed, -number, is_right=False) for number, typed in often]
    rest = len(answered) - sum(count.number for count in counts)
    counts.append(Count("other", "Other numbers", rest, is_right=False))
    return Counts("", tuple(counts))
