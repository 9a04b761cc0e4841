"""A form for each decision, drawn from the fields of its shape."""

from collections.abc import Callable, Mapping
from datetime import date
from types import NoneType
from typing import Any, TypeVar, get_args

from annotated_types import Ge, Le, MaxLen
from flask_wtf import FlaskForm
from pydantic.fields import FieldInfo
from wtforms import Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from learning.policies.marks import Choices, Kept, Member, Unit
from learning.policies.rules import Decision, Quiet
from learning.policies.saying import title_of
from learning.shell.fields import GovDateField, choice, tidied

Mark = TypeVar("Mark")
YES, NO = "yes", "no"
LONG = 200  # characters: what may be longer is typed into a larger box
MOST_PERIODS = 12


class DecisionForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """What every decision rests on, and when it begins; the rest comes from its shape."""

    authority = TextAreaField(
        "What this rests on",
        filters=[tidied],
        validators=[
            InputRequired("Enter a clause, a resolution or a reason"),
            Length(min=1, message="Enter a clause, a resolution or a reason"),
            Length(max=500, message="Use 500 characters at most"),
        ],
    )
    starts_on = GovDateField(
        "The day it begins",
        description="Today or later. The past stays as it was",
        validators=[InputRequired("Enter the day")],
    )
    seen = HiddenField(validators=[InputRequired(), Length(max=400)])

    def of_shape(self) -> list[Field]:
        """The fields that come from the shape, in its order."""
        own = {"authority", "starts_on", "seen", "csrf_token"}
        return [field for field in self if field.name not in own]


def form_for(shape: type[Decision], *, periods: int = 1) -> type[DecisionForm]:
    """The form of a decision; `periods` is how many quiet periods it has room for."""
    fields: dict[str, Any] = {}
    for name, info in shape.model_fields.items():
        if shape is Quiet:
            fields = _period_fields(min(periods, MOST_PERIODS))
        elif mark(info, Kept) is None:
            fields[name] = _field(name, info)
    return type(f"{shape.__name__}Form", (DecisionForm,), fields)


def mark(info: FieldInfo, kind: type[Mark]) -> Mark | None:
    """The mark of a kind that a field of a shape wears."""
    return next((one for one in info.metadata if isinstance(one, kind)), None)


def type_of(info: FieldInfo) -> Any:
    """The type of a field, without its None."""
    kinds = [kind for kind in get_args(info.annotation) if kind is not NoneType]
    return kinds[0] if kinds else info.annotation


def _field(name: str, info: FieldInfo) -> Any:
    title, hint = title_of(name, info), info.description or ""
    choices = mark(info, Choices)
    if choices is not None:
        options = [choice(str(value), words) for value, words in choices.words.items()]
        return SelectField(title, description=hint, choices=options)
    if mark(info, Member) is not None:
        return StringField(title, description=hint, filters=[tidied], validators=[Length(max=320)])
    return _BY_TYPE.get(type_of(info), _text)(title, hint, info)


def _yes_or_no(title: str, hint: str, _info: FieldInfo) -> Any:
    options = [choice(YES, "Yes"), choice(NO, "No")]
    missing = InputRequired("Choose yes or no")
    return RadioField(title, description=hint, choices=options, validators=[missing])


def _day(title: str, hint: str, _info: FieldInfo) -> Any:
    return GovDateField(title, description=hint, validators=[Optional()])


def _number(title: str, hint: str, info: FieldInfo) -> Any:
    unit = mark(info, Unit)
    least = max(_limit(info, Ge, "ge", 0), unit.least if unit else 0)
    most = _limit(info, Le, "le", 10_000)
    may_be_empty = NoneType in get_args(info.annotation)
    words = f"Enter a number of {unit.word} from" if unit else "Enter a whole number from"
    message = f"{words} {least} to {most}"

    def is_whole(_form: FlaskForm, field: Field) -> None:
        text = field.data
        if not text and may_be_empty:
            return
        digits = text.isascii() and text.isdigit() and len(text) <= len(str(most))
        if not digits or not least <= int(text) <= most:
            raise ValidationError(message)

    label = f"{title} ({unit.word})" if unit and unit.word not in title.casefold() else title
    return StringField(
        label,
        description=hint,
        filters=[tidied],
        validators=[is_whole],
        render_kw={"inputmode": "numeric"},  # the page draws it narrow
    )


def _text(title: str, hint: str, info: FieldInfo) -> Any:
    most = _limit(info, MaxLen, "max_length", LONG)
    kind = StringField if most <= LONG else TextAreaField
    longest = Length(max=most, message=f"Use {most:,} characters at most")
    return kind(title, description=hint, filters=[tidied], validators=[longest])


_BY_TYPE: Mapping[Any, Callable[[str, str, FieldInfo], Any]] = {
    bool: _yes_or_no,
    int: _number,
    date: _day,
    str: _text,
}


def _limit(info: FieldInfo, kind: type, name: str, otherwise: int) -> int:
    return next((getattr(one, name) for one in info.metadata if isinstance(one, kind)), otherwise)


def _period_fields(number: int) -> dict[str, Any]:
    """A name and two days for each quiet period; one left empty is none."""
    fields: dict[str, Any] = {}
    for place in range(number):
        which = f"period {place + 1}"
        fields[f"name_{place}"] = StringField(
            f"Name of {which}",
            description="Such as: Pre-election period 2027. Leave all three empty for none",
            filters=[tidied],
            validators=[Length(max=80, message="Use 80 characters at most")],
        )
        fields[f"first_{place}"] = GovDateField(f"First day of {which}", validators=[Optional()])
        fields[f"last_{place}"] = GovDateField(f"Last day of {which}", validators=[Optional()])
    return fields
