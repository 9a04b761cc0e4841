"""The bare stack: the least that an honest signed-in page or post must do, and nothing else.

Without the form's token another site could answer in somebody's name. Without asking whose attempt
it is and whether it is still open, and holding that until the answer is kept, anybody could change
anybody's answers, or their own after they were marked.
"""

import gc
import hashlib
from datetime import UTC, datetime

from flask import Flask, redirect, request, session
from flask_wtf.csrf import validate_csrf
from sqlalchemy import bindparam, create_engine, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from learning.assessments.models import Answer, Attempt, AttemptQuestion
from learning.database import prepare
from learning.people.models import Person, SignIn
from learning.study.models import LessonRead

PAGE = """<!DOCTYPE html><html lang="en"><head><title>{{ title }}</title></head><body>
<p>{{ person.name }}</p><ul>{% for word in words %}<li><a href="/{{ word }}">{{ word }}</a></li>
{% endfor %}</ul><h1>{{ title }}</h1>{{ body | safe }}
<p>{% if is_read %}Read{% else %}Mark as read{% endif %}</p></body></html>"""
OPEN = (
    select(Attempt.id)
    .join(AttemptQuestion, AttemptQuestion.attempt_id == Attempt.id)
    .where(AttemptQuestion.id == bindparam("asked"), Attempt.person_id == bindparam("person"))
    .where(Attempt.submitted_at.is_(None))
    .with_for_update(of=Attempt)
)
WORDS = ("learning", "record", "courses")


def create_floor(database_url: str, secret: str, size: int) -> Flask:
    """An app with one page of `size` bytes and one form, on the product's own tables."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = secret
    engine = create_engine(database_url)
    reading = engine.execution_options(sqlite_readonly=True)
    prepare(engine)
    template = app.jinja_env.from_string(PAGE)
    body = "<p>words of a lesson</p>" * ((size - 400) // 24)

    def person(database: Session) -> Person:
        hashed = hashlib.sha256(session["_user_id"].encode()).hexdigest()
        return database.scalars(
            select(Person)
            .join(SignIn, SignIn.person_id == Person.id)
            .where(
                SignIn.token_hash == hashed,
                SignIn.ended_at.is_(None),
                SignIn.expires_at > datetime.now(UTC),
            )
        ).one()

    @app.get("/lesson/<course>/<lesson>")
    def page(course: str, lesson: str) -> str:
        with Session(reading) as database:
            who = person(database)
            mine = LessonRead.person_id == who.id
            read = database.scalars(select(LessonRead).where(mine, LessonRead.course == course))
            is_read = any(one.lesson == lesson for one in read)
            return template.render(
                title=lesson, person=who, words=WORDS, body=body, is_read=is_read
            )

    @app.post("/answer/<int:asked>")
    def keep(asked: int) -> Response:
        validate_csrf(request.form["csrf_token"])
        with Session(engine) as database:
            who = person(database)
            database.scalars(OPEN, {"asked": asked, "person": who.id}).one()
            at = datetime.now(UTC)
            chosen = request.form.getlist("answer")
            database.add(Answer(attempt_question_id=asked, chosen=chosen, answered_at=at))
            database.commit()
        return redirect("/", code=303)

    gc.freeze()  # as the product does
    return app
