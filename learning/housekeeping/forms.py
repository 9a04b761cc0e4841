"""What a training lead types to erase somebody."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length


class EraseForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The name once more: an erasure cannot be undone."""

    name = StringField(
        "Type their name to erase them for good",
        validators=[
            InputRequired("Type the name as it stands above"),
            Length(max=300, message="Type the name as it stands above"),
        ],
    )
