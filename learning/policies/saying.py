"""What a decision says, in sentences; pure."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from pydantic.fields import FieldInfo

from learning.clock import day_in_words
from learning.policies.marks import Choices, Unit
from learning.policies.rules import (
    WEEKDAYS,
    Decision,
    Escalation,
    Extract,
    LineManagers,
    Load,
    Post,
    Purpose,
    Quiet,
    Retention,
)

Names = Mapping[int, str]  # people by their ids


def sentences(said: Decision, names: Names | None = None) -> list[str]:
    """What a decision says, for a reader who has not seen the form."""
    say: Callable[..., list[str]] = _SAY.get(type(said), _fields)
    return say(said, names or {}) if type(said) is Escalation else say(said)


def title_of(name: str, info: FieldInfo) -> str:
    """What a field is called: a new one goes by its name until it has a title."""
    return info.title or name.replace("_", " ").capitalize()


def _purpose(said: Purpose) -> list[str]:
    if not said.text.strip():
        return ["No statement has been adopted yet."]
    adopted = f"Adopted by {said.adopted_by}" if said.adopted_by else "Adopted"
    on = f" on {day_in_words(said.adopted_on)}" if said.adopted_on else ""
    welsh = ", in English and Welsh" if said.text_cy.strip() else ""
    return [f"{adopted}{on}{welsh}."]


def _load(said: Load) -> list[str]:
    if not said.weeks:
        return ["There is no limit for newcomers."]
    weeks = _number(said.weeks, "week")
    return [f"At most {said.minutes_a_week} minutes a week in somebody’s first {weeks}."]


def _post(said: Post) -> list[str]:
    hours = f"{_hour(said.first_hour)} and {_hour(said.last_hour)}"
    begun = [] if said.approved else ["Nothing goes out until a lead has looked at the first post."]
    return [f"On {WEEKDAYS[said.weekday]}s between {hours}.", *begun]


def _quiet(said: Quiet) -> list[str]:
    if not said.periods:
        return ["There are none."]
    names = (*said.names, *([""] * len(said.periods)))
    return [
        f"{name or 'Quiet'}: {_days(first, last)}."
        for (first, last), name in zip(said.periods, names, strict=False)
    ]


def _line_managers(said: LineManagers) -> list[str]:
    if not said.on:
        return ["Line managers see nothing here."]
    return ["Line managers see what their direct reports are asked, whether it is done, and when."]


def _escalation(said: Escalation, names: Names) -> list[str]:
    if said.after_days is None:
        return ["Nobody is told."]
    who = ["the line manager"] if said.to_manager else []
    who += [names.get(said.officer_id, "a named officer")] if said.officer_id else []
    told = " and ".join(who) or "nobody"
    adopted = (
        [f"The policy was adopted on {day_in_words(said.decided_on)}."] if said.decided_on else []
    )
    days = _number(said.after_days, "day")
    return [f"After {days} overdue, {told} {'are' if len(who) > 1 else 'is'} told.", *adopted]


def _extract(said: Extract) -> list[str]:
    if said.resolved_on is None:
        return ["There is no such list."]
    return [f"Under {said.clause} of {day_in_words(said.resolved_on)}."]


def _fields(said: Decision) -> list[str]:
    """Each field by its title: for shapes that need no sentence of their own."""
    return [
        f"{title_of(name, info)}: {value_of(getattr(said, name), info)}."
        for name, info in type(said).model_fields.items()
    ]


def value_of(value: Any, info: FieldInfo) -> str:
    """What a field says: the words of a choice, a number with what it counts."""
    choices = next((one for one in info.metadata if isinstance(one, Choices)), None)
    if choices is not None and value in choices.words:
        return choices.words[value]
    unit = next((one for one in info.metadata if isinstance(one, Unit)), None)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return day_in_words(value)
    if unit is not None and isinstance(value, int):
        return _number(value, unit.word.removesuffix("s"))
    return str(value or "none")


def _number(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _hour(hour: int) -> str:
    return f"{hour % 12 or 12}{'am' if hour < 12 else 'pm'}"


def _days(first: date, last: date) -> str:
    if first == last:
        return day_in_words(first)
    return f"{day_in_words(first)} to {day_in_words(last)}"


_SAY: Mapping[type[Decision], Callable[..., list[str]]] = {
    Purpose: _purpose,
    Load: _load,
    Post: _post,
    Quiet: _quiet,
    LineManagers: _line_managers,
    Escalation: _escalation,
    Extract: _extract,
    Retention: _fields,
}
