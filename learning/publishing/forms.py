"""What a training lead types to publish a statement, and about elections."""

import hashlib
from datetime import datetime
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from learning.shell.fields import GovDateField, tidied

LONG, LINE = 1000, 120


def _line(label: str, missing: str = "", hint: str = "") -> Any:
    """One line of text; where something is missing, what to enter."""
    longest = Length(max=LINE, message=f"Use {LINE} characters at most")
    needed = [InputRequired(missing), Length(min=1, message=missing)] if missing else []
    return StringField(label, description=hint, filters=[tidied], validators=[*needed, longest])


def _text(label: str, missing: str = "", hint: str = "") -> Any:
    longest = Length(max=LONG, message=f"Use {LONG:,} characters at most")
    needed = [InputRequired(missing), Length(min=1, message=missing)] if missing else []
    return TextAreaField(label, description=hint, filters=[tidied], validators=[*needed, longest])


# Made before all others: fields, and what is wrong with them, stand in the order they are made in.
_REASON = _text(
    "What was corrected, and why",
    "Say what was corrected, and why",
    hint="It is published as you write it. Name no person",
)


class StatementForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Who answers for a statement, and what they add to its figures."""

    form_key = HiddenField(validators=[InputRequired(), Length(max=40)])
    known_at = HiddenField(validators=[InputRequired(), Length(max=40)])  # of what was looked at
    officer_name = _line("Name of the officer who answers for it", "Enter their name")
    officer_post = _line(
        "Post of that officer", "Enter their post", hint="Such as: Head of Democratic Services"
    )
    actions_taken = _text(
        "What was done about the gaps since the last statement (optional)",
        hint="It is published as you write it. Name no person",
    )

    def hash(self, *about: object) -> str:
        """Tells one form from another."""
        typed = [
            (field.name, field.data)
            for field in self
            if field.name not in {"csrf_token", "form_key"}
        ]
        return hashlib.sha256(repr((typed, about)).encode()).hexdigest()


class RestatementForm(StatementForm):
    """The same, and why it is said anew."""

    reason = _REASON


class _Released:
    """In a pre-election period: who decided that it is published all the same."""

    release_name = _line(
        "Name of the officer who decided that it is published now", "Enter their name"
    )
    release_post = _line("Post of that officer", "Enter their post")
    release_reason = _text("Why it cannot wait until after polling day", "Say why it cannot wait")


class ReleasedStatementForm(_Released, StatementForm):
    """A statement in a pre-election period."""


class ReleasedRestatementForm(_Released, RestatementForm):
    """A restatement in a pre-election period."""


def form_for(*, restates: bool, in_period: bool) -> type[StatementForm]:
    """The form that is needed."""
    if restates:
        return ReleasedRestatementForm if in_period else RestatementForm
    return ReleasedStatementForm if in_period else StatementForm


class PeriodForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The days before an election."""

    election = _line("Which election", "Enter which election", hint="Such as: Local elections 2027")
    starts_on = GovDateField(
        "First day of the pre-election period",
        description="Usually the day the notice of election is published",
        validators=[InputRequired("Enter the first day")],
    )
    polling_on = GovDateField("Polling day", validators=[InputRequired("Enter polling day")])


def iso(moment: datetime) -> str:
    """A moment as the form carries it."""
    return moment.isoformat()
