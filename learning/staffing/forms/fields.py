"""The fields that forms about people are made of."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import (
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from learning.shell.fields import Choice, GovDateField, choice, trimmed

YES = "yes"
NOT_ANY_MORE = "The first day it no longer holds. Leave it empty if that is open"


def line(label: str, missing: str = "", *, most: int = 200, hint: str = "") -> StringField:
    """A line of text; it has to be there where `missing` says what is."""
    needed = [InputRequired(missing), Length(min=1, message=missing)] if missing else []
    return StringField(
        label,
        description=hint,
        filters=[trimmed],
        validators=[*needed, Length(max=most, message=f"Use {most} characters at most")],
    )


def reason(hint: str) -> TextAreaField:
    """A sentence that says why."""
    return TextAreaField(
        "Why",
        description=hint,
        filters=[trimmed],
        validators=[
            InputRequired("Say why in a sentence"),
            Length(min=1, message="Say why in a sentence"),
            Length(max=500, message="Use 500 characters at most"),
        ],
    )


def boxes(
    label: str, hint: str = "", choices: Sequence[Choice] = (), *, rows: bool = False
) -> SelectMultipleField:
    """Several of some choices, or none; which `rows` there still are is for the action to say."""
    return SelectMultipleField(
        label,
        description=hint,
        choices=list(choices),
        validate_choice=not rows,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def tick(label: str, words: str) -> SelectMultipleField:
    """One box to tick."""
    return boxes(label, choices=[choice(YES, words)])


def first_day(label: str = "From", hint: str = "") -> GovDateField:
    """A day that has to be there."""
    return GovDateField(label, description=hint, validators=[InputRequired("Enter the day")])


def last_day(label: str = "Until", hint: str = NOT_ANY_MORE) -> GovDateField:
    """The first day that no longer counts, if there is one."""
    return GovDateField(label, description=hint, validators=[Optional()])


def pick(words: str, choices: list[Choice]) -> list[Choice]:
    """Choices that begin with none."""
    return [choice("", words), *choices]


class Between(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """From a day, perhaps until another."""

    starts_on: GovDateField

    def validate_ends_on(self, field: GovDateField) -> None:
        """An end comes after its start."""
        if field.data and self.starts_on.data and field.data <= self.starts_on.data:
            raise ValidationError("Enter a day after the first day")
