from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DatabaseError, OperationalError

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


def test_whether_anything_can_be_kept_at_all(engine: Engine) -> None:
    closed = {"options": "-c default_transaction_read_only=on"}
    other = create_engine(engine.url, connect_args=closed)
    with engine.connect() as usual, other.connect() as connection:
        assert connections.takes_writes(usual)
        assert not connections.takes_writes(connection)
    other.dispose()


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("08006", True),  # the connection broke
        ("53100", True),  # the disk is full
        ("53300", True),  # too many connections
        ("57P01", True),  # a restart
        ("25006", True),  # a standby, or closed to writing
        ("57014", False),  # a statement took too long
        ("40P01", False),  # a deadlock
        ("23505", False),
        ("42703", False),
    ],
)
def test_a_database_that_is_away_is_told_from_what_was_asked_wrongly(
    state: str, expected: bool
) -> None:
    original = psycopg.errors.lookup(state)("words")
    assert connections.is_away(original) is expected
    assert connections.is_away(DatabaseError("SELECT 1", {}, original)) is expected


def test_where_no_server_answers_it_is_away() -> None:
    assert connections.is_away(psycopg.OperationalError("connection refused"))
    assert not connections.is_away(psycopg.ProgrammingError("the query has 1 placeholder"))
    assert not connections.is_away(ValueError("something else"))
    assert not connections.is_away(None)


@pytest.mark.parametrize(
    ("before", "statement", "expected"),
    [
        ("PRAGMA max_page_count = 2", "CREATE TABLE other (id)", True),  # the disk is full
        ("PRAGMA query_only = ON", "CREATE TABLE other (id)", True),
        ("SELECT 1", "SELECT id FROM nothing", False),
    ],
)
def test_so_it_is_with_a_file(before: str, statement: str, expected: bool) -> None:
    with create_engine("sqlite://").connect() as connection:
        connection.execute(text("CREATE TABLE first (id)"))
        connection.execute(text(before))
        with pytest.raises(OperationalError) as raised:
            connection.execute(text(statement))
    assert connections.is_away(raised.value) is expected
