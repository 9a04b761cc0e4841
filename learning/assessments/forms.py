"""The forms of a check."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from learning.assessments.queries import Asked
from learning.catalogue.content import QuestionType
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


class ListsForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """One list for each place or line; all carry one name, and what was chosen comes in order."""

    answer = SelectMultipleField("", validate_choice=False)


class NumberForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A number, typed."""

    answer = StringField("")


AnswerForm = SingleAnswerForm | MultipleAnswerForm | ListsForm | NumberForm


class ChallengeForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """What is wrong with a question."""

    words = TextAreaField(
        "What is wrong with it?",
        description="Such as: two answers are right, the law has changed, it is not what we do",
        validators=[
            InputRequired("Say what is wrong with the question"),
            Length(max=1000, message="Use 1,000 characters at most"),
        ],
    )


_FORMS: dict[QuestionType, type[AnswerForm]] = {
    "single": SingleAnswerForm,
    "judgement": SingleAnswerForm,
    "multiple": MultipleAnswerForm,
    "ordering": ListsForm,
    "matching": ListsForm,
    "number": NumberForm,
}


def answer_form(asked: Asked, *, chosen: Sequence[str], fault: str | None = None) -> AnswerForm:
    """The form for a question, showing `chosen`, and what is wrong with it."""
    form = _FORMS[asked.question.type]()
    several = isinstance(form.answer, SelectMultipleField)
    if not isinstance(form, NumberForm):
        form.answer.choices = [choice(o.id, o.text) for o in asked.options]
    form.answer.data = list(chosen) if several else next(iter(chosen), None)
    form.answer.errors = [fault] if fault else []
    return form
