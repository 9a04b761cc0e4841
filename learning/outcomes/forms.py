"""What people say of what they learned, colleagues of what they saw, and cases say of results."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from learning.outcomes.rules.answering import ANSWERS, MOST_WORDS, SEEN
from learning.outcomes.rules.cases import MOST_CHANGED
from learning.shell.fields import GovDateField, choice, tidied


def _at_most(number: int) -> Length:
    return Length(max=number, message=f"Use {number:,} characters at most")


def _line(label: str, missing: str, most: int, hint: str = "") -> Any:
    return StringField(
        label,
        description=hint,
        filters=[tidied],
        validators=[
            InputRequired(missing),
            Length(min=1, message=missing),
            _at_most(most),
        ],
    )


class AnswerForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """One question; what stands below “Yes” is for those who choose it."""

    answer = RadioField(
        "Have you done anything differently in your council work because of it?",
        choices=[choice(value, words) for value, words in ANSWERS.items()],
        validators=[InputRequired("Choose an answer")],
    )
    words = TextAreaField(
        "What do you do differently?",
        description="One or two sentences. Only you can read them, and a colleague if you name one",
        filters=[tidied],
        validators=[Optional(), _at_most(MOST_WORDS)],
    )
    colleague = StringField(
        "E-mail address of a colleague who may have seen it (optional)",
        description="They are asked one question, with your name and your words",
        filters=[tidied],
        validators=[Optional(), Length(max=320, message="Use 320 characters at most")],
    )


class SeenForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A colleague's one question."""

    seen = RadioField(
        "Did you see this?",
        choices=[choice(value, words) for value, words in SEEN.items()],
        validators=[InputRequired("Choose an answer")],
    )
    key = HiddenField(validators=[Length(max=100)])


class CaseForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A short case."""

    title = _line("Title", "Enter a title", 120, "What changed, in a few words")
    changed = TextAreaField(
        "What changed for residents",
        description="What people did differently, and what residents noticed. An empty line begins "
        "a new paragraph. Name no resident",
        filters=[tidied],
        validators=[
            InputRequired("Say what changed for residents"),
            Length(min=1, message="Say what changed for residents"),
            _at_most(MOST_CHANGED),
        ],
    )
    figures = StringField(
        "Figures, if there are any",
        description="Such as: first answers in 3 days instead of 11",
        filters=[tidied],
        validators=[Optional(), _at_most(600)],
    )
    source = StringField(
        "Where the figures come from",
        description="So that somebody else can check them",
        filters=[tidied],
        validators=[Optional(), _at_most(300)],
    )
    happened_on = GovDateField(
        "When it could be seen",
        description="The day, or the last day of the period",
        validators=[InputRequired("Enter the day")],
    )
    skills = SelectMultipleField(
        "Which skills led to it",
        validate_choice=False,  # a rule says in words what can be chosen
        description="Five at most",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[InputRequired("Choose at least one skill")],
    )
    officer = _line(
        "Who stands for it",
        "Enter the name and post of an officer",
        200,
        "The name and post of an officer who can be asked about it, and who agreed",
    )
    link = StringField(
        "A link to more, if there is one",
        description="An address that begins with https://",
        filters=[tidied],
        validators=[Optional(), _at_most(300)],
    )
    form_key = HiddenField(validators=[Length(max=40)])
    seen = HiddenField(validators=[Length(max=20)])


class DecideForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """What a lead decides about a case, made from the version they read."""

    seen = HiddenField(validators=[Length(max=20)])
    reason = TextAreaField(
        "Why",
        filters=[tidied],
        validators=[Optional(), Length(max=500, message="Use 500 characters at most")],
    )
