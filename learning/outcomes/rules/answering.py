"""What can be answered, by the person and by a colleague, and for how long; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from learning.errors import Refusal
from learning.people.rules import address_key, clean_address, is_address

MOST_WORDS = 600  # characters
CONFIRMED_WITHIN = timedelta(days=60)  # quiet weeks before an election put e-mails off
MOST_NAMED = 3  # colleagues for one question, one after another


class Answer(StrEnum):
    """What somebody says of what they learned."""

    YES = "yes"
    NOT_YET = "not-yet"
    DOES_NOT_FIT = "does-not-fit"


class Seen(StrEnum):
    """What a colleague says of it."""

    SAW = "saw"
    DID_NOT_SEE = "did-not-see"
    RATHER_NOT = "rather-not"


ANSWERS: Mapping[str, str] = MappingProxyType(
    {
        Answer.YES: "Yes",
        Answer.NOT_YET: "Not yet",
        Answer.DOES_NOT_FIT: "It does not fit my work",
    }
)
SEEN: Mapping[str, str] = MappingProxyType(
    {
        Seen.SAW: "Yes, I saw it",
        Seen.DID_NOT_SEE: "I did not see it",
        Seen.RATHER_NOT: "I would rather not say",
    }
)


@dataclass(frozen=True)
class Said:
    """An answer, checked: words and a colleague stand beside a yes alone."""

    answer: Answer
    words: str = ""
    colleague: str = ""


def said(answer: str, words: str, colleague: str) -> Said:
    """The answer, or a refusal in words."""
    if answer != Answer.YES:
        return Said(Answer(answer))
    words, colleague = words.strip(), clean_address(colleague)
    if not words:
        raise Refusal("Say in a sentence or two what you do differently", field="words")
    if len(words) > MOST_WORDS:
        raise Refusal(f"Use {MOST_WORDS} characters at most", field="words")
    if colleague and not is_address(colleague):
        raise Refusal("Enter an e-mail address, like name@council.example", field="colleague")
    return Said(Answer.YES, words, colleague)


def is_same_address(one: str, other: str) -> bool:
    """Whether two ways to write it are one address."""
    return address_key(one) == address_key(other)


class State(StrEnum):
    """How a colleague's question stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"  # ran out, was taken back, or somebody left


def state_of(
    *,
    answered_at: datetime | None,
    ended_at: datetime | None,
    expires_at: datetime,
    is_asked: bool,
    at: datetime,
) -> State:
    """`is_asked`: both still belong to the council, and it still asks."""
    if answered_at is not None:
        return State.ANSWERED
    if ended_at is not None or at >= expires_at or not is_asked:
        return State.CLOSED
    return State.OPEN
