"""What people type to get in, and leads to let them."""

from flask_wtf import FlaskForm
from wtforms import (
    EmailField,
    PasswordField,
    RadioField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from learning.people.rules import LONGEST_ADDRESS, LONGEST_PASSWORD
from learning.shell.fields import choice

HINT = (
    "At least 15 characters. Three or four words that have nothing in common are easy to keep in"
    " mind and hard to guess. You can paste it from a password manager."
)


def _email(label: str) -> EmailField:
    return EmailField(
        label,
        validators=[
            InputRequired("Enter an e-mail address"),
            Length(max=LONGEST_ADDRESS, message="Enter a shorter e-mail address"),
        ],
    )


def _password(label: str, missing: str, *, hint: str = "") -> PasswordField:
    return PasswordField(
        label,
        description=hint,
        validators=[
            InputRequired(missing),
            Length(max=LONGEST_PASSWORD, message=f"Use at most {LONGEST_PASSWORD} characters"),
        ],
    )


def _current() -> PasswordField:
    return _password("Your password, to show that it is you", "Enter your password")


class ConfirmForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A button and its token."""


class NewPasswordForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A password that somebody chooses."""

    password = _password("Choose a password", "Choose a password", hint=HINT)


class PassphraseForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The same, in the words of those who sign in without e-mail."""

    password = _password(
        "Choose a passphrase",
        "Choose a passphrase",
        hint="At least 15 characters: three or four words that have nothing in common. You will"
        " type it with your number each time.",
    )


class RecoverForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Where to send a link to."""

    email = _email("E-mail address")


class ChangePasswordForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The old and the new one."""

    current = _password("Your password now", "Enter your password")
    password = _password("Your new password", "Choose a new password", hint=HINT)


class AddressForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Another address."""

    email = _email("Another e-mail address")
    current = _current()


class ProvedForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """What is changed only by whoever knows the password."""

    current = _current()


class CodeForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """What stands on a printed sheet."""

    code = StringField(
        "Your code",
        description="12 letters and numbers, like K7QM-2XTB-90HA. Capitals and dashes do not"
        " matter.",
        validators=[
            InputRequired("Enter the code from your sheet"),
            Length(max=60, message="Enter the 12 letters and numbers of the code"),
        ],
    )
    said = StringField(
        "Your payroll or member number, or your name as it stands on the sheet",
        validators=[
            InputRequired("Enter your number, or your name as it stands on the sheet"),
            Length(max=300, message="Enter a shorter name"),
        ],
    )


class NumberForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Signing in without e-mail."""

    council = StringField(
        "Your council",
        description="As it stands on your sheet, like Harbour Council",
        validators=[
            InputRequired("Enter your council"),
            Length(max=200, message="Enter the name of your council as it stands on your sheet"),
        ],
    )
    number = StringField(
        "Your payroll or member number",
        validators=[
            InputRequired("Enter your number"),
            Length(max=80, message="Enter a shorter number"),
        ],
    )
    password = _password("Your passphrase", "Enter your passphrase")


class SheetsForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Whom to print codes for."""

    people = SelectMultipleField(
        "Who gets a sheet",
        validators=[InputRequired("Choose at least one person")],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class HandOnForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Which address no longer belongs to somebody, and whether it ends at once."""

    address = RadioField(
        "Which address no longer belongs to them?",
        validators=[InputRequired("Choose the address")],
    )
    lock_out = SelectMultipleField(
        "If it is their only way in",
        choices=[
            choice("yes", "End it at once: they are signed out, and I will invite them elsewhere")
        ],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
