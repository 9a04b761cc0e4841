"""What a learning lead says to make a token."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length

from learning.doors import ApiScope
from learning.shell.fields import GovDateField, choice

WORDS = {
    ApiScope.COVERAGE: "Skills coverage: month ends, without names",
    ApiScope.STATEMENTS: "Statements that are published",
}


class TokenForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """For which tool, what it reads, and until when."""

    form_key = HiddenField(validators=[InputRequired(), Length(max=40)])
    name = StringField(
        "Name of the tool",
        description="Such as: Power BI of the performance team",
        filters=[lambda text: " ".join((text or "").split())],
        validators=[
            InputRequired("Enter the name of the tool"),
            Length(min=1, message="Enter the name of the tool"),
            Length(max=100, message="Use 100 characters at most"),
        ],
    )
    scopes = SelectMultipleField(
        "What it may read",
        choices=[choice(scope.value, words) for scope, words in WORDS.items()],
        validators=[InputRequired("Choose what it may read")],
    )
    expires_on = GovDateField(
        "Day it stops working",
        description="Within the next 12 months. You can make another before then",
        validators=[InputRequired("Enter the day it stops working")],
    )
