"""What a holder agrees to show, and why a certificate is withdrawn."""

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from learning.certificates.rules import Choices
from learning.shell.fields import GovDateField, choice

ME, EVERYONE = "me", "everyone"
NAME, BADGE = "name", "badge"


class SharingForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Who may see a certificate, and how much of it."""

    seen_by = RadioField(
        "Who may see it?",
        choices=[
            choice(ME, "Nobody but me"),
            choice(EVERYONE, "Everyone who has the address of this page"),
        ],
        validators=[InputRequired("Choose who may see it")],
    )
    also = SelectMultipleField(
        "What else do they see?",
        description="Only if everyone may see it.",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, *, badge: bool) -> None:
        """What can be agreed to beside the certificate itself."""
        self.also.choices = [choice(NAME, "My name")]
        if badge:
            words = (
                "A digital badge to download. It holds my e-mail address in scrambled form:"
                " whoever knows or guesses the address can see that the badge is mine"
            )
            self.also.choices.append(choice(BADGE, words))

    def show(self, choices: Choices) -> None:
        """The choices as they are now."""
        self.seen_by.data = EVERYONE if choices.shown else ME
        agreed = {NAME: choices.with_name, BADGE: choices.with_badge}
        self.also.data = [name for name, yes in agreed.items() if yes]

    def chosen(self) -> Choices:
        """What was agreed to."""
        also = self.also.data or ()
        return Choices.of(
            shown=self.seen_by.data == EVERYONE, with_name=NAME in also, with_badge=BADGE in also
        )


class WithdrawalForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Which certificate no longer holds, from when, and why."""

    code = StringField(
        "Address of the certificate",
        description="As on its page or paper. Its last part is enough.",
        validators=[
            InputRequired("Enter the address of the certificate"),
            Length(max=300, message="Enter the address of one certificate"),
        ],
    )
    effective_on = GovDateField(
        "From which day does it no longer count?",
        description="The day it was awarded, if it should never have been",
        validators=[InputRequired("Enter the day from which it no longer counts")],
    )
    reason = TextAreaField(
        "Why?",
        description="Its holder reads this. Nobody else does.",
        validators=[
            DataRequired("Say why it is withdrawn"),
            Length(max=500, message="Use 500 characters at most"),
        ],
    )

    def only_code(self) -> str:
        """The code, however much of the address stands round it."""
        text = (self.code.data or "").strip().rstrip("/").rpartition("/")[2]
        for ending in (".pdf", ".json", ".jwt"):
            text = text.removesuffix(ending)
        return text
