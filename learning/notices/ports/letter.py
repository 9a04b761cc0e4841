"""An e-mail on its way, and what can go wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from learning.notices.rules.bounces import Bounce


@dataclass(frozen=True)
class Letter:
    """What is handed to the port; `again` says that somebody may have sent it before."""

    message_id: str
    reference: str
    to: str
    subject: str
    plain: str
    html: str
    language: str
    at: datetime
    unsubscribe: str | None = None  # an address that stops optional e-mail by one POST
    again: bool = False


class Trouble(Exception):
    """It was not accepted; `words` say why, for a training lead."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Refused(Trouble):
    """For good, because of its address: nothing else will reach it there."""


class Rejected(Trouble):
    """For good, because of this e-mail."""


class Delayed(Trouble):
    """Not now: this e-mail is to be tried again."""


class Unreachable(Trouble):
    """Not now, whatever the e-mail: nobody answers, or nothing is taken from us."""


class Port(Protocol):
    """A way by which e-mail leaves."""

    def send(self, letter: Letter) -> None:
        """Accepted when it returns; else raises a Trouble."""

    def returned(self, *, since: datetime) -> Iterator[Bounce]:
        """What was accepted and could not be delivered, where the way can be asked."""

    def close(self) -> None:
        """Ends the talk, if there is one."""
