"""What a lead types about terms of office, and about who leads."""

from flask_wtf import FlaskForm
from wtforms import (
    RadioField,
    SelectField,
)
from wtforms.validators import InputRequired, ValidationError

from learning.shell.fields import choice, if_any
from learning.staffing.forms.fields import Between, boxes, first_day, last_day, line, tick

EVERYBODY = "everybody"


class WantedTermsForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Which terms end, and when."""

    role = SelectField("Role", validators=[InputRequired("Choose a role")])
    service = if_any("Service, if not all")
    ends_on = first_day("From which day they no longer hold it")


class TermsForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Whose terms end, and what ends with them."""

    held = boxes(
        "Whose term ends", "Take the tick away from those who stay, as when re-elected", rows=True
    )
    leave = RadioField(
        "What ends",
        choices=[
            choice("role", "This role, and what builds on it"),
            choice("membership", "Everything they do here: they stand down or leave"),
        ],
        validators=[InputRequired("Choose what ends")],
    )


class LeadForm(Between):
    """A training lead of the organisation."""

    person = line(
        "E-mail address, reference or code of the person",
        "Enter the e-mail address, reference or code",
        most=320,
        hint="Somebody who belongs to your organisation",
    )
    scope = RadioField(
        "Whom they look after",
        choices=[
            choice(EVERYBODY, "Everybody"),
            choice("some", "Only some groups or services, chosen here"),
        ],
        validators=[InputRequired("Choose whom they look after")],
    )
    tiers = boxes("Groups")
    services = boxes("Services")
    starts_on = first_day()
    ends_on = last_day()

    def validate_scope(self, field: RadioField) -> None:
        """Nobody looks after everybody, or nobody, by accident."""
        chosen = bool(self.tiers.data or self.services.data)
        if field.data == EVERYBODY and chosen:
            raise ValidationError("Take the ticks below away, or choose only some")
        if field.data != EVERYBODY and not chosen:
            raise ValidationError("Tick a group or a service below, or choose everybody")


class HandOverForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """From one lead to another on a day."""

    person = line(
        "E-mail address, reference or code of the new lead",
        "Enter the e-mail address, reference or code",
        most=320,
    )
    on = first_day("From which day they take over")
    named_too = tick(
        "Restricted people",
        "The new lead also sees people restricted to the one before, if you see them yourself",
    )
