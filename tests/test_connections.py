from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from learning import connections
from learning.extensions import db

END_THE_OTHERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE pid <> pg_backend_pid() AND datname = current_database()"
)


def end_the_connections_of(engine: Engine) -> None:
    """As a restart of the database does."""
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    other = create_engine(engine.url)
    with other.connect() as connection:
        connection.execute(END_THE_OTHERS)
    other.dispose()


def test_a_connection_that_died_while_it_rested_is_replaced(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        pytest.skip("only a server's connections can die")
    end_the_connections_of(engine)
    with pytest.raises(OperationalError), engine.connect() as connection:
        connection.execute(text("SELECT 1"))  # it had not rested long enough to be asked
    end_the_connections_of(engine)
    monkeypatch.setattr(connections, "RESTED", timedelta(0))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
