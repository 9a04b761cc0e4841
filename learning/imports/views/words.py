"""A line of a dry run as people read it."""

from dataclasses import dataclass
from datetime import date

from learning.clock import day_in_words
from learning.imports.queries.uploads import Shown
from learning.imports.rules.deeds import Outcome
from learning.imports.rules.words import last_day

FIELDS = {
    "name": "Name",
    "reference": "Reference",
    "address": "E-mail address",
    "manager": "Manager’s e-mail address",
    "language": "Language",
    "starts_on": "First day",
    "ends_on": "Last day",
    "role": "Role",
    "pause": "Away",
}
BESIDE = ("name", "reference", "address")
LANGUAGES = {"en": "English", "cy": "Welsh"}


@dataclass(frozen=True)
class Move:
    """A field from what to what; either may be nothing."""

    field: str
    before: str | None
    after: str | None


def in_words(line: Shown) -> tuple[Move, ...]:
    """Every change of a line; what stands beside it for somebody new is not said twice."""
    beside = BESIDE if line.outcome == Outcome.NEW else ()
    return tuple(
        Move(FIELDS.get(name, name), _words(name, before), _words(name, after))
        for name, before, after in line.changes
        if name not in beside
    )


def _words(field: str, value: str | None) -> str | None:
    if value is None:
        return None
    if field == "starts_on":
        return day_in_words(date.fromisoformat(value))
    if field == "ends_on":
        return last_day(date.fromisoformat(value))
    return LANGUAGES.get(value, value) if field == "language" else value
