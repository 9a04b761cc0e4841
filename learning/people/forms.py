"""What people type about themselves and their places."""

from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from learning.people import rules


class SignInForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """E-mail and password; one message for whatever is wrong with either."""

    email = EmailField(
        "E-mail address",
        validators=[
            InputRequired("Enter your e-mail address"),
            Length(max=rules.LONGEST_ADDRESS, message="Enter a shorter e-mail address"),
        ],
    )
    password = PasswordField(
        "Password",
        validators=[
            InputRequired("Enter your password"),
            Length(max=rules.LONGEST_PASSWORD, message="Enter a shorter password"),
        ],
    )
