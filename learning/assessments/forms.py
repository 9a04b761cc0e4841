"""The forms of a check."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from learning.assessments.queries import Asked
from learning.assessments.rules import choices_asked
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
    asked: Asked, *, chosen: Sequence[str], posted: bool
) -> SingleAnswerForm | MultipleAnswerForm:
    """The form for a question, showing `chosen`; with errors where that is not an answer."""
    several = asked.question.type == "multiple"
    form = MultipleAnswerForm() if several else SingleAnswerForm()
    form.answer.choices = [choice(o.id, o.text) for o in asked.options]
    form.answer.data = list(chosen) if several else next(iter(chosen), None)
    if posted:
        form.answer.errors = fault(asked, chosen)
    return form


def fault(asked: Asked, chosen: Sequence[str]) -> list[str]:
    """What is wrong with an answer's shape, for the person who gave it; empty when nothing is."""
    options = {option.id for option in asked.options}
    if not chosen:
        return ["Choose an answer, or skip the question for now"]
    if not set(chosen) <= options:
        return ["Choose from the answers on this page"]
    if asked.question.type == "multiple":
        wanted = choices_asked(asked.question)
        if len(set(chosen)) != wanted:
            return [f"Choose {in_words(wanted)} {'answer' if wanted == 1 else 'answers'}"]
    elif len(set(chosen)) > 1:
        return ["Choose one answer"]
    return []


def in_words(number: int) -> str:
    """Small numbers as words."""
    return {1: "one", 2: "two", 3: "three", 4: "four", 5: "five"}.get(number, str(number))
