"""What a lead says when they import people."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from learning.shell.fields import GovDateField, choice

DAY, MONTH = "day", "month"
NOW, LATER = "now", "later"


class SendForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A file of people."""

    file = FileField(
        "File", description="CSV or Excel (.xlsx), one row for each person, 20,000 rows at most"
    )
    day = GovDateField(
        "The day the file speaks of",
        description="Roles that begin or end without a day of their own do so on this day. "
        "Leave it empty for today",
        validators=[Optional()],
    )
    whole = RadioField(
        "Does it name everybody you look after?",
        choices=[
            choice("no", "No: people who are not in it stay as they are"),
            choice("yes", "Yes: show me who is missing, so that I can say who has left"),
        ],
        default="no",
        validators=[InputRequired("Choose whether the file names everybody")],
    )
    form_key = HiddenField(validators=[InputRequired(), Length(max=40)])


class OrderForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Which way round a file writes its days."""

    order = RadioField(
        "Which comes first in this file’s days?",
        choices=[choice(DAY, "The day"), choice(MONTH, "The month")],
        validators=[InputRequired("Choose whether the day or the month comes first")],
    )


class ApplyForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Yes to what the dry run showed."""

    fingerprint = HiddenField(validators=[InputRequired(), Length(max=64)])
    good_rows = HiddenField(validators=[Length(max=3)])
    invite = RadioField(
        "When are these people invited?",
        choices=[choice(NOW, "Invite these people now"), choice(LATER, "Do not invite them yet")],
        default=NOW,
    )


class LeaversForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Who of those that a full file does not name leaves."""

    last_day = GovDateField(
        "Their last day", validators=[InputRequired("Enter the last day of those who leave")]
    )
    everyone = BooleanField()
    nobody = BooleanField()

    def validate_everyone(self, field: BooleanField) -> None:
        """One or the other."""
        if field.data and self.nobody.data:
            raise ValidationError("Choose everybody or nobody")
