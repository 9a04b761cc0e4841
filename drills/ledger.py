"""What one visitor sent, and what they were told became of it."""

from dataclasses import dataclass, field
from enum import Enum


class Fate(Enum):
    """What a visitor knows of something they sent."""

    ACKNOWLEDGED = "acknowledged"
    UNKNOWN = "unknown"  # the connection broke before a reply came
    REFUSED = "refused"


@dataclass(frozen=True)
class Sent:
    """An answer that was sent; those sent at one moment from two tabs share a turn."""

    place: int
    chosen: tuple[str, ...]
    turn: int
    fate: Fate


@dataclass
class Ledger:
    """One schedule's account."""

    person_id: int
    attempt: str = ""
    sent: list[Sent] = field(default_factory=list)
    requests: int = 0
    broken: int = 0  # connections that ended without a reply
    surprises: list[str] = field(default_factory=list)  # replies that no rule allows
    submitted: bool = False

    def note(self, one: Sent) -> None:
        """Something was sent."""
        self.sent.append(one)

    @property
    def acknowledged(self) -> int:
        """Answers of which the visitor was told that they are kept."""
        return sum(one.fate is Fate.ACKNOWLEDGED for one in self.sent)

    def may_be_stored(self, place: int) -> set[tuple[str, ...]]:
        """What the database may hold as the answer to a question.

        The answer acknowledged last, or one sent with it or after it whose fate is unknown;
        where none was acknowledged, nothing may be stored too.
        """
        of_place = [one for one in self.sent if one.place == place and one.fate is not Fate.REFUSED]
        told = [one.turn for one in of_place if one.fate is Fate.ACKNOWLEDGED]
        last = max(told, default=0)
        nothing: set[tuple[str, ...]] = set() if told else {()}
        return nothing | {one.chosen for one in of_place if one.turn >= last}

    def was_ever_sent(self, place: int) -> set[tuple[str, ...]]:
        """Every answer to a question that the service did not refuse."""
        return {
            one.chosen for one in self.sent if one.place == place and one.fate is not Fate.REFUSED
        }
