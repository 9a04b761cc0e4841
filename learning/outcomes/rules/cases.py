"""What a short case has to say, and what may become of it; pure."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import urlsplit

from learning.errors import Refusal

MOST_SKILLS = 5
MOST_CHANGED = 3000  # characters: a short case is read in two minutes


class State(StrEnum):
    """How a case stands."""

    PROPOSED = "proposed"
    PUBLISHED = "published"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


# From how a case stands to how it may stand next; published again is a correction.
MAY_BECOME: Mapping[str, Collection[str]] = MappingProxyType(
    {
        State.PROPOSED: (State.PUBLISHED, State.DECLINED),
        State.PUBLISHED: (State.PUBLISHED, State.WITHDRAWN),
        State.DECLINED: (),
        State.WITHDRAWN: (),
    }
)


@dataclass(frozen=True)
class Words:
    """What a case says."""

    title: str
    changed: str
    figures: str
    source: str
    skills: tuple[str, ...]
    happened_on: date
    officer: str
    link: str = ""

    @property
    def form_hash(self) -> str:
        """Tells one form from another."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def check(words: Words, *, skills: Collection[str], today: date) -> None:
    """Refuses in words what no case may say."""
    if words.figures and not words.source:
        raise Refusal("Say where the figures come from", field="source")
    if words.source and not words.figures:
        raise Refusal("Enter the figures, or leave their source empty", field="figures")
    if not words.skills or not set(words.skills) <= set(skills):
        raise Refusal("Choose at least one skill", field="skills")
    if len(words.skills) > MOST_SKILLS:
        raise Refusal(f"Choose {MOST_SKILLS} skills at most", field="skills")
    if words.happened_on > today:
        raise Refusal("Enter today or an earlier day: a result has happened", field="happened_on")
    if words.link and not is_link(words.link):
        raise Refusal("Enter an address that begins with https://", field="link")


def check_reason(to: State, reason: str) -> None:
    """Whoever looks for a case that is not there, or no longer, reads why."""
    if to in {State.DECLINED, State.WITHDRAWN} and not reason:
        raise Refusal("Say in a sentence why", field="reason")


def is_link(text: str) -> bool:
    """Whether it is a whole https address that nothing else hides in."""
    if any(c.isspace() or not c.isprintable() for c in text):
        return False
    try:
        parts = urlsplit(text)
        named = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme == "https" and "." in named and "@" not in parts.netloc
