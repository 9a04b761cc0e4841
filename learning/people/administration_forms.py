"""What an administrator types."""

from flask_wtf import FlaskForm
from wtforms import EmailField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from learning.catalogue.framework import SLUG, Nation
from learning.people.kinds import KIND_NAMES
from learning.people.rules import is_address
from learning.people.standing import Kind
from learning.shell.fields import GovDateField, choice, if_any

NAME = [
    InputRequired("Enter the name"),
    Length(max=200, message="Use 200 characters at most"),
]
SHORT_NAME = [
    InputRequired("Enter a short name for addresses"),
    Length(max=80, message="Use 80 characters at most"),
    Regexp(SLUG, message="Use small letters, digits and single hyphens, like demo-council"),
]


def kind_of_council() -> SelectField:
    """What kind of council it is, where it is known."""
    named = [choice(kind.value, words) for kind, words in KIND_NAMES.items()]
    return if_any(
        "Kind of council",
        description="Councils are compared with others of their kind first",
        choices=[choice("", "Not said yet"), *named],
    )


class OrganisationForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A new organisation."""

    name = StringField("Name", validators=NAME)
    slug = StringField(
        "Short name", description="It stands in addresses for good", validators=SHORT_NAME
    )
    nation = RadioField(
        "Nation",
        choices=[choice(nation.value, nation.value) for nation in Nation],
        validators=[InputRequired("Choose the nation")],
    )
    kind = kind_of_council()
    starts_on = GovDateField("First day", validators=[InputRequired("Enter its first day")])


class EndAppointmentForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Whether an appointment ends though nobody would have its work."""

    sure = SelectMultipleField(
        "Do you want to end it all the same?",
        choices=[choice("yes", "Yes, though nobody looks after everybody there from today")],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class KindForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The kind of an organisation that is there already."""

    kind = kind_of_council()


class PartnershipForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A new partnership."""

    name = StringField("Name", validators=NAME)
    slug = StringField(
        "Short name", description="It stands in addresses for good", validators=SHORT_NAME
    )


def first_day() -> GovDateField:
    """From which day; made anew for each form, so that it stands where the form puts it."""
    return GovDateField("From", validators=[InputRequired("Enter the first day")])


def day_after() -> GovDateField:
    """Until which day, if any."""
    return GovDateField(
        "Until (leave empty if open)",
        description="The first day it no longer holds",
        validators=[Optional()],
    )


class DaysForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """From a day, perhaps until another: for forms with `starts_on` and `ends_on`."""

    starts_on: GovDateField

    def validate_ends_on(self, field: GovDateField) -> None:
        """An end comes after its start."""
        if field.data and self.starts_on.data and field.data <= self.starts_on.data:
            raise ValidationError("Enter a day after the first day")


class SharingForm(DaysForm):
    """A council in a partnership."""

    organisation = SelectField(
        "Organisation", validators=[InputRequired("Choose the organisation")]
    )
    partnership = SelectField("Partnership", validators=[InputRequired("Choose the partnership")])
    starts_on = first_day()
    ends_on = day_after()


class AppointmentForm(DaysForm):
    """What a person may do."""

    email = EmailField(
        "E-mail address",
        validators=[InputRequired("Enter the e-mail address"), Length(max=320)],
    )
    name = StringField(
        "Name",
        description="Only if nobody has this address yet",
        validators=[Optional(), Length(max=300)],
    )
    kind = RadioField(
        "Appointment",
        choices=[
            choice(Kind.LEARNING_LEAD.value, "Training lead of an organisation"),
            choice(Kind.REVIEWER.value, "Report viewer of an organisation"),
            choice(Kind.PARTNERSHIP_REVIEWER.value, "Report viewer of a partnership"),
            choice(Kind.ADMINISTRATOR.value, "Administrator"),
        ],
        validators=[InputRequired("Choose the appointment")],
    )
    organisation = if_any("Organisation")
    partnership = if_any("Partnership")
    tiers = SelectMultipleField(
        "Groups a training lead sees (none chosen: everyone)",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    services = SelectMultipleField(
        "Services a training lead sees (none chosen: everyone)",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    starts_on = first_day()
    ends_on = day_after()

    def validate_email(self, field: EmailField) -> None:
        """It can be an address."""
        if not is_address(field.data or ""):
            raise ValidationError("Enter an e-mail address, like name@council.example")
