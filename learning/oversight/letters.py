"""What people are told when something overdue is passed on, and when a list names them; pure."""

from collections.abc import Sequence
from datetime import date

from learning.clock import day_in_words


def clause(authority: str, since: date) -> str:
    """The authority that everybody told can look up."""
    return f"{authority.rstrip('.')}, in force since {day_in_words(since)}"


def to_whom(*, manager: bool, officer: str | None) -> str:
    """Who is told, as the person concerned reads it."""
    named = f"{officer}, the officer whom your council named" if officer is not None else ""
    return " and ".join(words for words in ("your line manager" * manager, named) if words)


def first_told(*, title: str, due_on: date, whom: str, authority: str, after_days: int) -> str:
    """Whoever is overdue reads this before anybody else is told."""
    return (
        f"You were asked to finish {title} by {day_in_words(due_on)}. Your council decided that"
        f" {whom} is told of what is {_days(after_days)} overdue: {authority}."
        " They are told the path and its last day, and nothing else, and only if it is still open"
        " then. If something stands in your way, or a date is wrong, tell your training lead."
    )


def then_told(*, name: str, title: str, due_on: date, role: str, authority: str) -> str:
    """What a line manager or the officer reads."""
    return (
        f"{name} was asked to finish {title} by {day_in_words(due_on)}, and it is still open."
        f" You are told as {role}, because your council decided so: {authority}."
        f" {name} knows that you are told. Ask first what stands in the way."
    )


def listed(
    *, by: str, on: date, clause: str, resolved_on: date, lines: Sequence[tuple[str, bool, date]]
) -> str:
    """What a list for group leaders says of the person who reads this."""
    said = " ".join(
        f"{title}: {'done' if is_done else 'not done'}, due by {day_in_words(due_on)}."
        for title, is_done, due_on in lines
    )
    return (
        f"On {day_in_words(on)} {by} made a list for group leaders, as your council resolved on"
        f" {day_in_words(resolved_on)}: {clause.rstrip('.')}. Of you it says: {said}"
        " It says nothing else."
    )


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
