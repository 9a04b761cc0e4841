"""The commands about people."""

from flask import Flask
from sqlalchemy import func, select

from learning.database import current_session
from learning.people.models import Appointment, Person
from learning.people.standing import Kind
from tests.builders import PASSWORD

ADDRESS = "first@council.example"


def added(app: Flask, *, password: str = PASSWORD) -> str:
    command = ["add-administrator", ADDRESS, "--name", "First One", "--password", password]
    done = app.test_cli_runner().invoke(args=command)
    assert done.exit_code == 0, done.output
    return done.output


def test_an_administrator_added_twice_is_appointed_once_and_has_the_newer_password(
    app: Flask,
) -> None:
    assert "is an administrator from today" in added(app)
    with app.app_context():
        before = current_session().scalars(select(Person.password_hash)).one()
    assert "is an administrator already" in added(app, password=PASSWORD + "!")
    with app.app_context():
        session = current_session()
        made = select(func.count()).where(Appointment.kind == Kind.ADMINISTRATOR)
        assert session.scalar(made) == 1
        assert session.scalars(select(Person.password_hash)).one() != before
