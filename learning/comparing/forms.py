"""What a council says when it agrees to share."""

from flask_wtf import FlaskForm
from wtforms import (
    EmailField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from learning.people.rules import is_address
from learning.shell.fields import GovDateField, choice, tidied

EVERYBODY = "everybody"
JOINT, COMPARED, ASKED = "joint", "compared", "asked"
FIELDS = {
    JOINT: "The partnership’s joint figures: yours are added to those of its other councils, and "
    "nobody sees yours alone",
    COMPARED: "Comparison: your coverage, skill by skill, goes into the middle of councils like "
    "you, without your name, and you see theirs beside your own",
    ASKED: "You may be named as a place to learn from, for skills in which you closed a gap, with "
    "the post to ask and without a figure",
}


class AgreementForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """With whom, what, for how long, and on what it rests."""

    circle = SelectField("Share with", validators=[InputRequired("Choose with whom")])
    fields = SelectMultipleField(
        "What you share",
        choices=[choice(value, words) for value, words in FIELDS.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[InputRequired("Choose at least one thing to share")],
    )
    contact = StringField(
        "Who answers when another council asks",
        description="Only if you may be named. A post, not a person: Head of Member Services, "
        "memberservices@council.example",
        filters=[tidied],
        validators=[Length(max=200, message="Use 200 characters at most")],
    )
    starts_on = GovDateField(
        "The day it begins",
        description="Today or later. The first figures are those of the month end after it",
        validators=[InputRequired("Enter the day it begins")],
    )
    ends_on = GovDateField(
        "The day it ends",
        description="Three years after it begins at most. From that day nothing is shown any "
        "more, figures of past months included. To go on, agree again",
        validators=[InputRequired("Enter the day it ends")],
    )
    officer = EmailField(
        "Officer who agreed to it",
        description="Their e-mail address here",
        filters=[tidied],
        validators=[InputRequired("Enter the officer’s e-mail address"), Length(max=320)],
    )
    authority = TextAreaField(
        "What this rests on",
        description="A clause of your scheme of delegation, or a resolution",
        filters=[tidied],
        validators=[
            InputRequired("Enter a clause or a resolution"),
            Length(min=1, message="Enter a clause or a resolution"),
            Length(max=500, message="Use 500 characters at most"),
        ],
    )
    decided_on = GovDateField(
        "The day it was decided", validators=[InputRequired("Enter the day it was decided")]
    )
    seen = HiddenField(validators=[InputRequired(), Length(max=400)])

    def validate_officer(self, field: EmailField) -> None:
        """It can be an address."""
        if not is_address(field.data or ""):
            raise ValidationError("Enter an e-mail address, like name@council.example")


class WhatHelpedForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A line on what helped, for one skill."""

    skill = SelectField("Skill", validators=[InputRequired("Choose the skill")])
    words = TextAreaField(
        "What you did",
        description="One or two sentences. Empty it to take it back",
        filters=[tidied],
        validators=[Optional(), Length(max=300, message="Use 300 characters at most")],
    )
    seen = HiddenField(validators=[Length(max=300)])
