"""What a lead chooses to change what a role needs."""

from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from learning.catalogue.published import Catalogue
from learning.requirements.rules import HIGHEST, Pair, Wanted, level_on, level_words
from learning.shell.fields import Choice, GovDateField, choice, trimmed
from learning.shell.received import whole

FRAMEWORK = "framework"


class ChangeForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A level, the day it begins, and why."""

    level = RadioField("What this role needs", validators=[InputRequired("Choose a level")])
    starts_on = GovDateField(
        "The day it begins",
        description="Today or later. The past stays as it was",
        validators=[InputRequired("Enter the day")],
    )
    reason = TextAreaField(
        "Why",
        description="A sentence or two. Other training leads read it, and so does whoever "
        "asks later why the figures moved",
        filters=[trimmed],
        validators=[
            InputRequired("Say in a sentence why"),
            Length(min=1, message="Say in a sentence why"),
            Length(max=500, message="Use 500 characters at most"),
        ],
    )
    seen = HiddenField(validators=[InputRequired(), Length(max=400)])
    instead_of = HiddenField(validators=[Optional(), Length(max=10)])

    def offer(self, pair: Pair, today: date) -> None:
        """The levels to choose from; what ends or takes back a level comes last."""
        levels = [choice(str(level), level_words(level)) for level in range(1, HIGHEST + 1)]
        off = choice("0", "Not asked here: switch it off")
        self.level.choices = [*levels, off, *_back(pair, self.corrected, today)]

    def start(self, pair: Pair) -> None:
        """A form of its own first page: what is corrected stands in it."""
        self.seen.data = pair.seen
        corrected = pair.setting(self.corrected)
        if corrected is not None:
            self.level.data = str(corrected.level)
            self.starts_on.data = corrected.starts_on
            self.reason.data = corrected.reason

    @property
    def corrected(self) -> int | None:
        """The setting to come that this form corrects."""
        return whole(self.instead_of.data)

    @property
    def wanted(self) -> Wanted:
        """What was chosen; for a form that has been validated."""
        return Wanted(
            level=None if self.level.data == FRAMEWORK else int(self.level.data),
            starts_on=self.starts_on.data,
            reason=str(self.reason.data),
            seen=str(self.seen.data),
            instead_of=self.corrected,
        )


def _back(pair: Pair, corrected: int | None, today: date) -> list[Choice]:
    if corrected is not None:
        return [choice(FRAMEWORK, "Nothing: take this back before it begins")]
    if not pair.own:
        return []
    level = level_words(level_on(pair.framework, today)).lower()
    words = f"What the framework asks ({level} today), whatever that becomes"
    return [choice(FRAMEWORK, words)]


class AddForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Which role, and which skill."""

    role = SelectField("Role", validators=[InputRequired("Choose a role")])
    skill = SelectField("Skill", validators=[InputRequired("Choose a skill")])

    def offer(self, catalogue: Catalogue, today: date) -> None:
        """What is not retired."""
        self.role.choices = [choice("", "Choose a role"), *_living(catalogue.roles, today)]
        self.skill.choices = [choice("", "Choose a skill"), *_living(catalogue.skills, today)]


def _living(things: Any, today: date) -> list[Choice]:
    return [
        choice(one.slug, one.name)
        for one in things.values()
        if one.retired_on is None or one.retired_on > today
    ]
