"""What an administrator types to draw a plan."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Regexp, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from learning.catalogue.framework import SLUG
from learning.shell.fields import GovDateField


def _ticks(label: str, hint: str = "", *, needed: str = "") -> SelectMultipleField:
    return SelectMultipleField(
        label,
        description=hint,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[InputRequired(needed)] if needed else [],
    )


def _day() -> GovDateField:
    return GovDateField(
        "Vesting day",
        description="The first day of the councils that follow, like 1 4 2027",
        validators=[InputRequired("Enter vesting day")],
    )


class PlanForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A new plan."""

    form_key = HiddenField(validators=[InputRequired(), Length(max=40)])
    name = StringField(
        "Name of the reorganisation",
        validators=[
            InputRequired("Enter the name"),
            Length(max=200, message="Use 200 characters at most"),
        ],
    )
    slug = StringField(
        "Short name",
        description="For the address and the command, like westshire-2027",
        validators=[
            InputRequired("Enter a short name"),
            Length(max=80, message="Use 80 characters at most"),
            Regexp(SLUG, message="Use small letters, digits and single hyphens"),
        ],
    )
    vests_on = _day()
    leaving = _ticks(
        "Councils that people leave", needed="Choose at least one council that people leave"
    )
    going_on = _ticks(
        "Which of these go on",
        "A council that only gives up a part, or takes in others, goes on. The others end "
        "on vesting day",
    )
    following = _ticks(
        "Councils that people come to",
        "Add a new council to the organisations first, with its first day",
        needed="Choose at least one council that people come to",
    )

    def validate_going_on(self, field: SelectMultipleField) -> None:
        """A council that nobody leaves goes on by itself."""
        if set(field.data or ()) - set(self.leaving.data or ()):
            raise ValidationError("Choose only from the councils that people leave")


class DayForm(FlaskForm):  # type: ignore[misc]  # as above
    """Another vesting day."""

    vests_on = _day()


class DirectionForm(FlaskForm):  # type: ignore[misc]  # as above
    """Where some people of a council go."""

    council = SelectField(
        "Council that they leave", validators=[InputRequired("Choose the council")]
    )
    who = SelectField(
        "Who",
        description="Where several of these hold for somebody, they have to agree; "
        "a list goes before all of them",
        validators=[InputRequired("Choose who")],
    )
    goes_to = SelectField("What becomes of them", validators=[InputRequired("Choose")])


class RemoveForm(FlaskForm):  # type: ignore[misc]  # as above
    """A line of the plan that is taken out."""

    council = HiddenField(validators=[InputRequired()])
    kind = HiddenField(validators=[InputRequired()])
    value = HiddenField()


class TakenForm(FlaskForm):  # type: ignore[misc]  # as above
    """What one council takes over."""

    taken = _ticks("What it takes over", "Nothing is taken over unless it is chosen")


class ListForm(FlaskForm):  # type: ignore[misc]  # as above
    """A list of single people."""

    file = FileField("The list, as CSV or Excel")


class SureForm(FlaskForm):  # type: ignore[misc]  # as above
    """A button, and nothing to type."""
