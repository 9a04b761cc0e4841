"""What a learning lead types to ask people to take a path."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from learning.shell.fields import GovDateField, choice, if_any
from learning.shell.received import whole

EVERYONE = "role"
GROUP = "tier"
ONE_PERSON = "person"


def _why() -> TextAreaField:
    return TextAreaField(
        "Why you ask",
        validators=[
            InputRequired("Say in a sentence why you ask; people see it"),
            Length(max=500, message="Use 500 characters at most"),
        ],
    )


def _last_day() -> GovDateField:
    return GovDateField("Last day to finish", validators=[InputRequired("Enter the last day")])


class AskForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A path, by when, and why, where it is clear already who is asked."""

    path = SelectField("Which path", validators=[InputRequired("Choose a path")])
    due_on = _last_day()
    reason = _why()
    form_key = HiddenField(validators=[InputRequired(), Length(max=40)])


class AssignForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A path, to whom, by when, and why."""

    path = SelectField("Which path", validators=[InputRequired("Choose a path")])
    whom = RadioField(
        "Who is asked",
        choices=[
            choice(EVERYONE, "Everyone with a role today"),
            choice(GROUP, "Everybody in a group today"),
            choice(ONE_PERSON, "One person"),
        ],
        validators=[InputRequired("Choose who is asked")],
    )
    role = SelectField("Role", coerce=lambda value: value or "", default="")  # may be left out
    tier = SelectField("Group", coerce=lambda value: value or "", default="")
    person = StringField(
        "E-mail address or code of the person",
        validators=[Length(max=320, message="Enter a shorter address")],
    )
    due_on = _last_day()
    reason = _why()
    confidential = BooleanField("The reason is confidential")
    officer = SelectField("Who else may read it", coerce=lambda value: value or "", default="")
    over_load = BooleanField("Ask newcomers by that day, even if it is more a week than the limit")
    form_key = HiddenField(validators=[InputRequired(), Length(max=40)])

    def validate_officer(self, field: SelectField) -> None:
        """Named where the reason of asking one person is confidential."""
        if self.confidential.data and self.whom.data != ONE_PERSON:
            raise ValidationError("A reason that many people read is not confidential")
        if self.confidential.data and not field.data:
            raise ValidationError("Choose the officer who may read the reason")

    def validate_role(self, field: SelectField) -> None:
        """Needed where everyone with a role is asked."""
        if self.whom.data == EVERYONE and not field.data:
            raise ValidationError("Choose a role")

    def validate_tier(self, field: SelectField) -> None:
        """Needed where everybody in a group is asked."""
        if self.whom.data == GROUP and not field.data:
            raise ValidationError("Choose a group")

    def validate_person(self, field: StringField) -> None:
        """Needed where one person is asked."""
        if self.whom.data == ONE_PERSON and not (field.data or "").strip():
            raise ValidationError("Enter the e-mail address or code of the person")


WITHIN = "within"
FIXED = "fixed"


class RuleForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Everyone with a role takes a path, by when, from which day on, and why."""

    class Meta:
        """It is looked at, not sent: the form that saves has the token."""

        csrf = False

    role = SelectField("Everyone with this role", validators=[InputRequired("Choose a role")])
    service = if_any("In this service")
    path = SelectField("Takes this path", validators=[InputRequired("Choose a path")])
    due = RadioField(
        "By when",
        choices=[
            choice(WITHIN, "So many days after each starts in the role"),
            choice(FIXED, "One day for everyone"),
        ],
        validators=[InputRequired("Choose by when")],
    )
    within_days = StringField("Number of days")
    due_on = GovDateField("Last day for everyone")
    starts_on = GovDateField(
        "The rule holds from", validators=[InputRequired("Enter the day from which it holds")]
    )
    renews = BooleanField("Ask again when what was shown runs out")
    reason = _why()
    instead_of = HiddenField(validators=[Length(max=12)])

    def validate_within_days(self, field: StringField) -> None:
        """A whole number, where the day is each person's own."""
        if self.due.data != WITHIN:
            return
        if not 1 <= (whole(field.data) or 0) <= 730:
            raise ValidationError("Enter a number of days from 1 to 730")

    def validate_due_on(self, field: GovDateField) -> None:
        """A real day, where it is one for everyone."""
        if self.due.data == FIXED and field.data is None and not field.errors:
            raise ValidationError("Enter the last day")

    @property
    def days(self) -> int | None:
        """So many days after the start; none where one day holds for everyone."""
        return int(self.within_days.data or 0) if self.due.data == WITHIN else None


def _days() -> StringField:
    return StringField("Days from today", default="28")


class DecideForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Yes to what the preview showed, with a choice for each kind of exception."""

    form_key = HiddenField(validators=[InputRequired(), Length(max=40)])
    fingerprint = HiddenField(validators=[InputRequired(), Length(max=64)])
    past = RadioField(
        "What to do about them",
        choices=[
            choice("days", "Give them more time, from today"),
            choice("leave", "Leave the day as it is: they are overdue at once"),
            choice("out", "Leave these people out of the rule"),
        ],
        default="days",
    )
    past_days = _days()
    newcomer = RadioField(
        "What to do about them",
        choices=[
            choice("cap", "Move the day to the first that the limit allows"),
            choice("leave", "Ask it by that day, even if it is more a week than the limit"),
            choice("out", "Leave these people out of the rule"),
        ],
        default="cap",
    )
    short = RadioField(
        "What to do about them",
        choices=[
            choice("leave", "Leave the day as it is"),
            choice("days", "Give them more time, from today"),
            choice("out", "Leave these people out of the rule"),
        ],
        default="leave",
    )
    short_days = _days()

    def validate_past_days(self, field: StringField) -> None:
        """A whole number, where it is used."""
        self._number(field, used=self.past.data == "days")

    def validate_short_days(self, field: StringField) -> None:
        """A whole number, where it is used."""
        self._number(field, used=self.short.data == "days")

    def _number(self, field: StringField, *, used: bool) -> None:
        if used and not 1 <= (whole(field.data) or 0) <= 730:
            raise ValidationError("Enter a number of days from 1 to 730")


class EndForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """From which day a rule asks nobody."""

    ends_on = GovDateField(
        "The first day on which the rule no longer holds",
        validators=[InputRequired("Enter the day")],
    )
