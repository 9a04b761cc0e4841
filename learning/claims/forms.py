"""What people type about prior learning, and leads about what they accept."""

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from learning.shell.fields import Choice, GovDateField, choice, trimmed

LEVELS = {
    1: "Level 1, awareness: you can say what it is and when to ask for help",
    2: "Level 2, working: you do it in your own role",
    3: "Level 3, practitioner: you do it across services and help others",
    4: "Level 4, expert: you lead it. No course shows it, only practice that is verified",
}
MONTHS, DAY, GOOD = "months", "day", "good"
MOST_MONTHS = 120
LINE = Length(max=200, message="Use 200 characters at most")


def level_choices(highest: int) -> list[Choice]:
    """The levels up to one."""
    return [choice(str(level), words) for level, words in LEVELS.items() if level <= highest]


def words(label: str, missing: str, *, most: int = 200, hint: str = "") -> Any:
    """Text that has to be there: what only looks empty is missing too."""
    kind = StringField if most <= 200 else TextAreaField
    return kind(
        label,
        description=hint,
        filters=[trimmed],
        validators=[
            InputRequired(missing),
            Length(min=1, message=missing),
            Length(max=most, message=f"Use {most:,} characters at most"),
        ],
    )


def months_of(field: StringField) -> int:
    """The months somebody typed."""
    text = (field.data or "").strip()
    few = text.isascii() and text.isdigit() and len(text) <= len(str(MOST_MONTHS))
    if not (few and 1 <= int(text) <= MOST_MONTHS):
        raise ValidationError(f"Enter a number of months from 1 to {MOST_MONTHS}")
    return int(text)


class ClaimForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """What somebody learned elsewhere."""

    title = words(
        "What it was",
        "Enter what it was",
        hint="The name of the course or qualification, or the work you did",
    )
    issuer = words(
        "Who issued it",
        "Enter who issued it, or who can confirm it",
        hint="For practice: who can confirm it",
    )
    shown_on = GovDateField(
        "The day you completed it",
        description="For example, 27 3 2026. It counts from this day",
        validators=[InputRequired("Enter the day")],
    )
    skill = SelectField("Which skill it shows", validators=[InputRequired("Choose a skill")])
    level = RadioField(
        "Which level it shows",
        choices=level_choices(4),
        validators=[InputRequired("Choose a level")],
    )
    description = words(
        "What you learned or did",
        "Say in a few sentences what you learned or did",
        most=2000,
        hint="A few sentences are enough",
    )
    file = FileField(
        "Your certificate or other proof, if you have one",
        description="A PDF, or a picture as PNG or JPEG; 5 MB at most. "
        "You and the training leads who may decide can download it, nobody else",
    )
    organisation = RadioField(
        "Which council decides", validators=[InputRequired("Choose a council")]
    )
    form_key = HiddenField(validators=[InputRequired(), Length(max=40)])


class AcceptForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """What a lead accepts."""

    shown_on = GovDateField(
        "The day it was completed",
        description="Correct it if the proof says another day",
        validators=[InputRequired("Enter the day")],
    )
    level = RadioField("Which level it shows", validators=[InputRequired("Choose a level")])
    practice_verified = SelectMultipleField(
        "Level 4",
        choices=[choice("yes", "I have verified this practice")],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    lasts = RadioField(
        "How long it counts",
        choices=[
            choice(MONTHS, "For a number of months"),
            choice(DAY, "Until a day"),
            choice(GOOD, "For good"),
        ],
        validators=[InputRequired("Choose how long it counts")],
    )
    months = StringField("Months", description="If it counts for a number of months")
    expires_on = GovDateField(
        "The first day it no longer counts", description="If it counts until a day"
    )
    reason = TextAreaField(
        "Why it goes beyond your council’s rules",
        description="Only if it does. The person sees it",
        filters=[trimmed],
        validators=[Optional(), Length(max=500, message="Use 500 characters at most")],
    )

    def validate_months(self, field: StringField) -> None:
        """Needed where it counts for months."""
        if self.lasts.data == MONTHS:
            months_of(field)

    def validate_expires_on(self, field: GovDateField) -> None:
        """Needed where it counts until a day."""
        if self.lasts.data != DAY:
            return
        if not field.data:
            raise ValidationError("Enter the day")
        if self.shown_on.data and field.data <= self.shown_on.data:
            raise ValidationError("Enter a day after the day it was completed")


class DeclineForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Why a claim is not accepted."""

    reason = words(
        "Why you do not accept it",
        "Say in a sentence why",
        most=500,
        hint="The person reads it: say what would be needed",
    )


class RuleForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """What a course of somebody else's shows."""

    issuer = words("Who issues it", "Enter who issues it")
    course = words(
        "Course or qualification",
        "Enter the name of the course",
        hint="As the certificate or the other system writes it. "
        "A * at the end stands for any ending",
    )
    skill = SelectField("Which skill it shows", validators=[InputRequired("Choose a skill")])
    level = RadioField(
        "Which level it shows",
        choices=level_choices(3),
        validators=[InputRequired("Choose a level")],
    )
    lasts = RadioField(
        "How long it counts",
        choices=[choice(MONTHS, "For a number of months"), choice(GOOD, "For good")],
        validators=[InputRequired("Choose how long it counts")],
    )
    months = StringField("Months", description="If it counts for a number of months")
    starts_on = GovDateField(
        "For what was completed from",
        description="This day or later; it may lie in the past",
        validators=[InputRequired("Enter the first day")],
    )

    def validate_months(self, field: StringField) -> None:
        """Needed where it counts for months."""
        if self.lasts.data == MONTHS:
            months_of(field)


class EndRuleForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """From when a course is no longer accepted."""

    ends_on = GovDateField(
        "The first day it is no longer accepted",
        description="What was completed before this day is accepted as before",
        validators=[InputRequired("Enter the day")],
    )


class UploadForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Completions from another learning system."""

    file = FileField("File", description="CSV or Excel (.xlsx), 20,000 rows at most")
    issuer = StringField(
        "Who issued what the rows do not say",
        description="If the file has no column for it",
        filters=[trimmed],
        validators=[Optional(), LINE],
    )
    order = RadioField(
        "How the file writes dates",
        choices=[
            choice("day", "The day first: 3/4/2026 is 3 April"),
            choice("month", "The month first: 3/4/2026 is 4 March"),
        ],
        default="day",
        validators=[InputRequired("Choose how dates are written")],
    )


class ApplyForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Yes to what the dry run showed."""

    fingerprint = HiddenField(validators=[InputRequired(), Length(max=64)])
