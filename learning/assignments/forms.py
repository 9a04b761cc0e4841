"""What a learning lead types to ask people to take a path."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from learning.shell.fields import GovDateField, choice

EVERYONE = "role"
ONE_PERSON = "person"


class AssignForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A path, to whom, by when, and why."""

    path = SelectField("Which path", validators=[InputRequired("Choose a path")])
    whom = RadioField(
        "Who is asked",
        choices=[
            choice(EVERYONE, "Everyone with a role today"),
            choice(ONE_PERSON, "One person"),
        ],
        validators=[InputRequired("Choose who is asked")],
    )
    role = SelectField("Role", coerce=lambda value: value or "")  # left out is left empty
    person = StringField(
        "E-mail address or code of the person",
        validators=[Length(max=320, message="Enter a shorter address")],
    )
    due_on = GovDateField("Last day to finish", validators=[InputRequired("Enter the last day")])
    reason = TextAreaField(
        "Why you ask",
        validators=[
            InputRequired("Say in a sentence why you ask; people see it"),
            Length(max=500, message="Use 500 characters at most"),
        ],
    )
    form_key = HiddenField(validators=[InputRequired(), Length(max=40)])

    def validate_role(self, field: SelectField) -> None:
        """Needed where everyone with a role is asked."""
        if self.whom.data == EVERYONE and not field.data:
            raise ValidationError("Choose a role")

    def validate_person(self, field: StringField) -> None:
        """Needed where one person is asked."""
        if self.whom.data == ONE_PERSON and not (field.data or "").strip():
            raise ValidationError("Enter the e-mail address or code of the person")
