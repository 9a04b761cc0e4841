"""Between a decision and its form: puts the one into the other, and reads it back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from learning.errors import Refusal
from learning.policies.forms import NO, YES, DecisionForm, mark, type_of
from learning.policies.marks import Kept, Member
from learning.policies.obligations import check_whole
from learning.policies.rules import Decision, Quiet


def fill(form: DecisionForm, said: Decision, addresses: Mapping[int, str]) -> None:
    """The form shows what is said; people by their addresses."""
    if isinstance(said, Quiet):
        _fill_periods(form, said)
        return
    for name, info in type(said).model_fields.items():
        if name not in form:
            continue
        value = getattr(said, name)
        if mark(info, Member) is not None:
            value = addresses.get(value, "")
        elif isinstance(value, bool):
            value = YES if value else NO
        elif isinstance(value, int):
            value = str(value)
        form[name].data = value


def _fill_periods(form: DecisionForm, said: Quiet) -> None:
    names = (*said.names, *([""] * len(said.periods)))
    for place, (first, last) in enumerate(said.periods):
        form[f"name_{place}"].data = names[place]
        form[f"first_{place}"].data, form[f"last_{place}"].data = first, last


def said_in(form: DecisionForm, now: Decision, members: Mapping[str, int | None]) -> Decision:
    """What the form says, or a refusal; `now` gives what another page sets.

    `members` are the people that its addresses name, none where nobody here has the address.
    """
    shape = type(now)
    if isinstance(now, Quiet):
        return _quiet(form)
    values = {
        name: getattr(now, name)
        if mark(info, Kept) is not None
        else _value(name, info, form[name].data, members)
        for name, info in shape.model_fields.items()
    }
    try:
        said = shape(**values)
    except ValidationError as error:
        field = next(str(one["loc"][0]) for one in error.errors())
        raise Refusal("Check what you entered here", field=field) from None
    check_whole(said)
    return said


def _value(name: str, info: FieldInfo, typed: Any, members: Mapping[str, int | None]) -> object:
    """What was typed into one field, as the decision keeps it."""
    if mark(info, Member) is not None:
        return _member(name, typed, members)
    if type_of(info) is bool:
        return typed == YES
    if type_of(info) is int:
        return int(typed) if typed else None
    return typed


def _member(name: str, address: str, members: Mapping[str, int | None]) -> int | None:
    if not address:
        return None
    found = members.get(address)
    if found is None:
        raise Refusal("Nobody who belongs to your council has this address", field=name)
    return found


def _quiet(form: DecisionForm) -> Quiet:
    periods: list[tuple[date, date, str]] = []
    place = 0
    while f"first_{place}" in form:
        name = form[f"name_{place}"].data
        first, last = form[f"first_{place}"].data, form[f"last_{place}"].data
        if name or first or last:
            if not first:
                raise Refusal("Enter the first day", field=f"first_{place}")
            if not last:
                raise Refusal("Enter the last day", field=f"last_{place}")
            if last < first:
                raise Refusal("Enter a day on or after the first one", field=f"last_{place}")
            periods.append((first, last, name))
        place += 1
    periods.sort()
    return Quiet(
        periods=tuple((first, last) for first, last, _ in periods),
        names=tuple(name for _, _, name in periods),
    )
