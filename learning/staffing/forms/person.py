"""What a lead types about one person."""

from flask_wtf import FlaskForm
from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length, ValidationError

from learning.people.rules import is_address
from learning.shell.fields import choice, if_any
from learning.staffing.forms.fields import Between, boxes, first_day, last_day, line, reason, tick


class DaysForm(Between):
    """The days of a membership, a role, or time away."""

    starts_on = first_day()
    ends_on = last_day()


class EndForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """From which day something no longer holds."""

    ends_on = first_day("From which day it no longer holds")


class LeaveForm(EndForm):
    """Somebody leaves, perhaps with what they are appointed to here."""

    appointments = boxes(
        "What they may do here",
        "What stays ticked ends on the same day, today at the earliest. What does not, goes on",
        rows=True,
    )


class EndRoleForm(EndForm):
    """A role ends, perhaps with the role that it builds on."""

    base_too = tick("The role that came with it", "It ends on the same day")


class RoleFields(Between):
    """A role, in a service, perhaps as a substitute."""

    role = SelectField("Role", validators=[InputRequired("Choose a role")])
    service = if_any(
        "Service", description="Where the role has none of its own. Councillors need none"
    )
    substitute = tick("Substitute", "They sit as a substitute for a member")


class RoleForm(RoleFields):
    """A role that somebody is given."""

    starts_on = first_day()
    ends_on = last_day()


class FirstRoles(RoleFields):
    """The roles that a membership begins with."""

    role_2 = if_any("Second role, if any")
    role_3 = if_any("Third role, if any")


class PersonForm(FirstRoles):
    """Somebody new."""

    name = line("Name", "Enter the name", most=300)
    address = line("E-mail address", most=320, hint="An invitation can be sent to it later")
    reference = line(
        "Reference", most=80, hint="The payroll or member number, if your council has one"
    )
    starts_on = first_day("First day", hint="It may lie in the future, as after a by-election")
    ends_on = last_day("Until", hint="The first day they no longer belong. Leave it empty if open")

    def validate_address(self, field: StringField) -> None:
        """One or the other is there, so that nobody is made twice."""
        if field.data and not is_address(field.data):
            raise ValidationError("Enter an e-mail address, like name@council.example")
        if not field.data and not self.reference.data:
            raise ValidationError("Enter an e-mail address or a reference")


class ReturnForm(FirstRoles):
    """Somebody who left comes back."""

    starts_on = first_day("First day of the new membership")
    ends_on = last_day()


class ParticularsForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """What the organisation says of somebody."""

    name = line("Name", "Enter the name", most=300)
    address = line("E-mail address", most=320, hint="It proves nothing about who reads its post")
    reference = line("Reference", most=80, hint="The payroll or member number")

    def validate_address(self, field: StringField) -> None:
        """It can be an address."""
        if field.data and not is_address(field.data):
            raise ValidationError("Enter an e-mail address, like name@council.example")


class ExemptForm(Between):
    """A path that somebody need not take."""

    path = SelectField("Which path", validators=[InputRequired("Choose a path")])
    authority = line("Who allowed it", "Say who allowed it", hint="A name and post, or a committee")
    clause = line("Clause or minute, if any", hint="Such as Council minute 42, 3 May 2027")
    reason = reason("A sentence that the person will read. No health details")
    starts_on = first_day()
    ends_on = first_day("Until", hint="The first day they are asked again; 24 months at most")


class ExtendForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A later last day for what somebody is asked."""

    assigned = boxes("What gets more time", rows=True)
    due_on = first_day("New last day to finish", hint="The end of this day is in time")
    reason = reason("A sentence that the person will read")


class RestrictForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Which leads see somebody."""

    who = RadioField(
        "Who sees this person",
        choices=[
            choice("all", "Every training lead who looks after them"),
            choice("named", "Only the training leads named here"),
        ],
        validators=[InputRequired("Choose who sees this person")],
    )
    leads = boxes("Named training leads")
    version = HiddenField(validators=[Length(max=200)])
