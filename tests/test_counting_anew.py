"""What PostgreSQL believes of its tables decides how it answers."""

from flask import Flask
from sqlalchemy import event, func, select, text

from learning.database import MANY, count_anew, transaction
from learning.extensions import db
from learning.people.models import Person
from tests.builders import Town, a_person

BELIEVED = text("SELECT reltuples FROM pg_class WHERE oid = 'person'::regclass")


def test_after_few_were_written_the_database_is_left_to_itself(app: Flask, town: Town) -> None:
    with app.app_context():
        asked: list[str] = []
        event.listen(
            db.engine, "before_cursor_execute", lambda *said: asked.append(said[2]), once=True
        )
        count_anew(MANY - 1)
        assert asked == []
        count_anew(MANY)
        assert asked == (["ANALYZE"] if db.engine.dialect.name == "postgresql" else [])


def test_after_much_was_written_the_database_knows_what_its_tables_hold(
    app: Flask, town: Town
) -> None:
    def believed_and_true() -> tuple[int, int]:
        with app.app_context():
            count_anew()
            with db.engine.connect() as connection:
                true = connection.scalar(select(func.count()).select_from(Person)) or 0
                is_asked = connection.dialect.name == "postgresql"  # SQLite is left to itself
                return int(connection.scalar(BELIEVED)) if is_asked else true, true

    believed, true = believed_and_true()
    assert believed == true > 1
    with app.app_context(), transaction() as session:
        for number in range(100):
            a_person(session, f"Newcomer {number}")
    assert believed_and_true() == (true + 100, true + 100)
