"""The forms of a check."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from learning.assessments.queries import Asked
from learning.shell.fields import choice


class SingleAnswerForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """One of several options."""

    answer = RadioField("", validate_choice=False)


class MultipleAnswerForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Several of several options."""

    answer = SelectMultipleField(
        "",
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def answer_form(
    asked: Asked, *, chosen: Sequence[str], fault: str | None = None
) -> SingleAnswerForm | MultipleAnswerForm:
    """The form for a question, showing `chosen`, and what is wrong with it."""
    several = asked.question.type == "multiple"
    form = MultipleAnswerForm() if several else SingleAnswerForm()
    form.answer.choices = [choice(o.id, o.text) for o in asked.options]
    form.answer.data = list(chosen) if several else next(iter(chosen), None)
    form.answer.errors = [fault] if fault else []
    return form
