"""The forms of a check."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from learning.assessments import timing
from learning.assessments.asked import Asked
from learning.assessments.calibration import SURENESS
from learning.catalogue.content import QuestionType
from learning.errors import Refusal
from learning.people.administration_forms import DaysForm, day_after, first_day
from learning.shell.fields import choice


class _AnswerForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    sure = RadioField(
        "How sure are you?",
        description="If you like. Only you see what you say here.",
        choices=[choice(str(sure), words.capitalize()) for sure, words in SURENESS.items()],
        validate_choice=False,
    )


class SingleAnswerForm(_AnswerForm):
    """One of several options."""

    answer = RadioField("", validate_choice=False)


class MultipleAnswerForm(_AnswerForm):
    """Several of several options."""

    answer = SelectMultipleField(
        "",
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class ListsForm(_AnswerForm):
    """One list for each place or line; all carry one name, and what was chosen comes in order."""

    answer = SelectMultipleField("", validate_choice=False)


class NumberForm(_AnswerForm):
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


NO_LIMIT = "none"


class AdjustmentForm(DaysForm):
    """More time for somebody, from when to when, and why."""

    extra = RadioField(
        "How much more time",
        choices=[
            choice(str(extra or NO_LIMIT), timing.extra_in_words(extra).capitalize())
            for extra in timing.EXTRAS
        ],
        validators=[InputRequired("Choose how much more time")],
    )
    reason = TextAreaField(
        "Why",
        description="They read this too, and so do the training leads of your council."
        " Say what helps them, such as: reads with a screen reader. Leave a diagnosis out",
        validators=[
            DataRequired("Say in a sentence why; the person reads it"),
            Length(max=500, message="Use 500 characters at most"),
        ],
    )
    starts_on = first_day()
    ends_on = day_after()

    @property
    def chosen(self) -> int | None:
        """Per cent more time; None for no time limit."""
        return None if self.extra.data == NO_LIMIT else int(self.extra.data)


_FORMS: dict[QuestionType, type[AnswerForm]] = {
    "single": SingleAnswerForm,
    "judgement": SingleAnswerForm,
    "multiple": MultipleAnswerForm,
    "ordering": ListsForm,
    "matching": ListsForm,
    "number": NumberForm,
}


def answer_form(
    asked: Asked,
    *,
    chosen: Sequence[str],
    sure: str = "",
    asks_how_sure: bool = False,
    refusal: Refusal | None = None,
) -> AnswerForm:
    """The form for a question, showing `chosen`, and what is wrong with it."""
    form = _FORMS[asked.question.type]()
    several = isinstance(form.answer, SelectMultipleField)
    if not isinstance(form, NumberForm):
        form.answer.choices = [choice(o.id, o.text) for o in asked.options]
    form.answer.data = list(chosen) if several else next(iter(chosen), None)
    form.sure.data = sure
    if refusal is not None:
        form[refusal.field or "answer"].errors = [refusal.message]
    if not asks_how_sure:
        del form.sure
    return form
