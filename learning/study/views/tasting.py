"""A lesson and its check to try without an account: nothing is kept, no database asked."""

from typing import Any

from flask import render_template, request
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.form import BaseForm
from wtforms.validators import AnyOf, InputRequired

from learning.assessments.asked import Asked
from learning.catalogue.content import Question
from learning.catalogue.published import Course
from learning.catalogue.tasting import tasted
from learning.clock import day_of, now
from learning.doors import public
from learning.errors import NotFound
from learning.shell.fields import choice
from learning.study.views.aids import drawn
from learning.study.views.blueprint import blueprint, course_at, dressed


@blueprint.get("/try/<course>")
@public
def try_lesson(course: str) -> str:
    """The first lesson of a course that is open to everybody."""
    found = _open(course)
    lesson = found.lessons[0]
    return render_template(
        "study/try_lesson.html",
        course=found,
        lesson=lesson,
        body=dressed(lesson.body, lesson.course, under="/try"),
        today=day_of(now()),
    )


@blueprint.get("/try/<course>/check")
@public
def try_check(course: str) -> str | tuple[str, int]:
    """Its questions; with an answer to each in the address, how many are right and why."""
    found = _open(course)
    questions = [_asked(place, one) for place, one in enumerate(tasted(found), start=1)]
    form = _form(questions)
    if request.args and form.validate():
        answered = [
            _asked(one.place, one.question, form[one.question.id].data) for one in questions
        ]
        return render_template("study/tried.html", course=found, asked=answered)
    page = render_template("study/try_check.html", course=found, asked=questions, form=form)
    return (page, 422) if request.args else page


@blueprint.get("/try/<course>/pictures/<name>")
@public
def tried_picture(course: str, name: str) -> Response:
    """A picture of a lesson that is open to everybody."""
    return drawn(_open(course), name)


def _open(slug: str) -> Course:
    course = course_at(slug)
    if not course.is_open_to_all:
        raise NotFound
    return course


def _asked(place: int, question: Question, *chosen: str) -> Asked:
    """In the order of the words: nothing is drawn, and files often begin with the right answer."""
    order = sorted(question.options, key=lambda option: option.text)
    return Asked(0, place, question, tuple(option.id for option in order), chosen)


def _form(questions: list[Asked]) -> BaseForm:
    """One list of answers for each question, under its id."""
    form = BaseForm({one.question.id: _answers(one) for one in questions})
    form.process(request.args)
    return form


def _answers(asked: Asked) -> Any:
    ids = [option.id for option in asked.options]
    return RadioField(
        "",
        choices=[choice(option.id, option.text) for option in asked.options],
        validators=[
            InputRequired(f"Choose an answer to question {asked.place}"),
            AnyOf(ids, message=f"Choose one of the answers to question {asked.place}"),
        ],
        validate_choice=False,
    )
