"""Whom and what a lead chooses for a list of group leaders."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import InputRequired, Length, ValidationError

MOST_PEOPLE = 300


class ExtractForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """People by their codes, paths by their slugs."""

    form_key = HiddenField(validators=[Length(max=40)])
    person = SelectMultipleField(
        "People",
        validate_choice=False,  # whether there is such a person is asked of the database
        validators=[InputRequired("Choose at least one person")],
    )
    path = SelectMultipleField("Paths", validators=[InputRequired("Choose at least one path")])

    def validate_person(self, field: SelectMultipleField) -> None:
        """So many people at most."""
        if len(field.data or ()) > MOST_PEOPLE:
            raise ValidationError(f"Choose {MOST_PEOPLE} people at most")
