"""The form of one question."""

from flask_wtf import FlaskForm
from wtforms import RadioField

from learning.self_assessments.rules import SkillQuestion
from learning.shell.fields import choice


class OwnViewForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """One of the sentences."""

    answer = RadioField("", validate_choice=False)


def own_view_form(
    question: SkillQuestion, *, chosen: str | None, fault: str | None = None
) -> OwnViewForm:
    """The form for a question, showing `chosen`, and what is wrong with it."""
    form = OwnViewForm()
    form.answer.choices = [choice(str(one.level), one.words) for one in question.choices]
    form.answer.data = chosen
    form.answer.errors = [fault] if fault else []
    return form
