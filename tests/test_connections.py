from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from learning import connections

NAME = "test_connections"
END = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :name")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    if database_url.startswith("sqlite"):
        pytest.skip("only a server's connections can die")
    engine = create_engine(database_url, connect_args={"application_name": NAME})
    connections.check_the_rested(engine)
    yield engine
    engine.dispose()


def let_one_die(engine: Engine) -> None:
    """A connection lies in the pool, and the database has ended it, as a restart does."""
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    other = create_engine(engine.url)
    with other.connect() as connection:
        assert connection.scalars(END, {"name": NAME}).all() == [True]
    other.dispose()


def test_a_connection_that_died_while_it_rested_is_replaced(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_one_die(engine)
    monkeypatch.setattr(connections, "RESTED", timedelta(0))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1


def test_one_that_was_just_used_is_not_asked(engine: Engine) -> None:
    let_one_die(engine)
    with engine.connect() as connection, pytest.raises(OperationalError):
        connection.execute(text("SELECT 1"))
