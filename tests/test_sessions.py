"""Looking never writes, and writing is one transaction."""

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from learning import create_app
from learning.clock import now
from learning.database import current_session, transaction
from learning.doors import public
from learning.extensions import db
from learning.people.actions import identity
from learning.people.models import Person
from learning.sessions import WroteWhileReading
from tests.builders import Town, some_evidence
from tests.databases import settings_for


@pytest.fixture
def with_writing_views(database_url: str) -> Flask:
    """The app with views that do what no view may."""
    app = create_app(settings_for(database_url))

    def added() -> Person:
        return identity.add_person(
            current_session(), name="Planted", address="p@people.example", by=None, at=now()
        )

    @public
    def through_transaction() -> str:
        with transaction():
            added()
        return "written"

    @public
    def by_flush() -> str:
        added()
        return "written"

    @public
    def by_statement() -> str:
        current_session().execute(update(Person).values(name="Planted"))
        return "written"

    for view in (through_transaction, by_flush, by_statement):
        app.add_url_rule(f"/{view.__name__}", view.__name__, view, methods=["GET"])
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("view", ["through_transaction", "by_flush", "by_statement"])
def test_looking_cannot_write(town: Town, with_writing_views: Flask, view: str) -> None:
    for method in ("GET", "HEAD"):
        assert with_writing_views.test_client().open(f"/{view}", method=method).status_code == 500
    assert with_writing_views.test_client().options(f"/{view}").status_code == 200
    with with_writing_views.app_context():
        names = current_session().scalars(select(Person.name)).all()
    assert "Planted" not in names


def test_outside_a_transaction_nothing_is_written(app: Flask, town: Town) -> None:
    with app.app_context():
        session = current_session()
        person = session.get_one(Person, town.councillor)
        person.name = "Planted"
        with pytest.raises(WroteWhileReading):
            session.flush()
        session.rollback()
        with pytest.raises(WroteWhileReading):
            session.execute(update(Person).values(name="Planted"))
        session.rollback()
        assert session.get_one(Person, town.councillor).name == "Ada Merriweather"


def test_a_transaction_keeps_everything_or_nothing(app: Flask, town: Town) -> None:
    def two_deeds() -> None:
        with transaction() as session:
            session.execute(update(Person).values(name="Half done"))
            some_evidence(session, town.councillor, "evaluation", 1)
            session.flush()
            raise ZeroDivisionError

    with app.app_context():
        with pytest.raises(ZeroDivisionError):
            two_deeds()
        assert current_session().get_one(Person, town.councillor).name == "Ada Merriweather"
        with pytest.raises(WroteWhileReading):  # and the door to writing is shut again
            current_session().execute(update(Person).values(name="After"))


def test_sessions_of_the_service_are_those_that_only_read(app: Flask) -> None:
    with app.app_context():
        session: Session = current_session()
        assert "writing" not in session.info
