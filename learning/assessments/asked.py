"""A question as somebody was asked it, with what they answered; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from string import ascii_uppercase

from learning.catalogue import marking
from learning.catalogue.content import Option, Question


@dataclass(frozen=True)
class Mended:
    """What a question should have said, and what had been wrong with it, in words."""

    revision: str
    question: Question
    note: str
    at: datetime


def in_order(revision: str, next_of: Mapping[str, Mended]) -> tuple[Mended, ...]:
    """Every correction of a version and of what corrected it: one leads to the next."""
    found: list[Mended] = []
    seen: set[str] = set()
    while revision not in seen and (mended := next_of.get(revision)):
        if found and mended.at < found[-1].at:
            break  # from before: a correction that was taken back leads round to where it began
        seen.add(revision)
        found.append(mended)
        revision = mended.revision
    return tuple(found)


@dataclass(frozen=True)
class Asked:
    """A question of an attempt, as it was asked, with the answer that holds."""

    id: int
    place: int
    question: Question
    option_order: tuple[str, ...]
    chosen: tuple[str, ...]
    sure: int | None = None
    corrections: tuple[Mended, ...] = ()  # in their order; marks go to the best of all versions

    @property
    def options(self) -> tuple[Option, ...]:
        """The options in the order shown."""
        by_id = {option.id: option for option in self.question.options}
        return tuple(by_id[option_id] for option_id in self.option_order)

    @property
    def explained(self) -> tuple[Option, ...]:
        """The options in the order shown, with the feedback that holds today."""
        today = {option.id: option for option in self.right.options}
        return tuple(today.get(option.id, option) for option in self.options)

    @property
    def situation(self) -> str:
        """All but the last paragraph of the text."""
        return self.question.text.rpartition("\n\n")[0].strip()

    @property
    def asks(self) -> str:
        """The last paragraph of the text: the question itself."""
        return self.question.text.rpartition("\n\n")[2].strip()

    def put_in_order(self, ids: Sequence[str]) -> tuple[Option, ...]:
        """The options of these ids, in their order."""
        by_id = {option.id: option for option in self.explained}
        return tuple(by_id[name] for name in ids if name in by_id)

    @property
    def lettered(self) -> tuple[tuple[str, str], ...]:
        """(id, words) of the options, with the letters that the page gives them."""
        return tuple(
            (o.id, f"{letter}. {o.text}")
            for letter, o in zip(ascii_uppercase, self.options, strict=False)
        )

    @property
    def things(self) -> tuple[tuple[str, str], ...]:
        """(id, words) of what the lines of a matching question can belong to."""
        return tuple((o.id, o.match or "") for o in marking.targets(self.question))

    @property
    def lines(self) -> tuple[tuple[Option, Option | None, Option], ...]:
        """Of a matching question: each line as shown, what was chosen for it, what is right."""
        by_id = {option.id: option for option in self.explained}
        chosen = (*map(by_id.get, self.chosen), *[None] * len(by_id))
        return tuple(
            (option, one, self._target_of(option))
            for option, one in zip(self.explained, chosen, strict=False)
        )

    def _target_of(self, line: Option) -> Option:
        """What a line belongs to; one that a correction took out belongs where it did."""
        version = self.right if line in self.right.options else self.question
        return marking.target_of(version, line)

    @property
    def key(self) -> tuple[str, ...]:
        """The right answer; of steps to put in order, in that order."""
        return marking.key_of(self.right)

    @property
    def parts(self) -> int:
        """What the answer that holds earns, in sixtieths of a point."""
        versions = (self.question, *(one.question for one in self.corrections))
        return max(marking.worth(one, self.chosen, self.option_order) for one in versions)

    @property
    def right(self) -> Question:
        """The version whose key holds today."""
        return self.corrections[-1].question if self.corrections else self.question

    @property
    def is_right(self) -> bool:
        """Whether the answer that holds earns the whole point."""
        return self.parts == marking.POINT
