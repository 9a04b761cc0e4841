"""Connections to the database: asked whether they still live, and what their faults may say."""

import sqlite3
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection, ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from learning.clock import now

RESTED = timedelta(seconds=5)  # asking each time would cost every request two more journeys

# PostgreSQL: the connection, its resources (a disk is full, too many connections), a shutdown, a
# fault of the system; and read-only, as a standby is. A statement that took too long is ours.
# https://www.postgresql.org/docs/current/errcodes-appendix.html
AWAY_CLASSES = ("08", "53", "57P", "58", "25006")
AWAY_CODES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}
TAKES_NO_WRITES = (
    "SELECT current_setting('default_transaction_read_only')::boolean OR pg_is_in_recovery()"
)


def check_the_rested(engine: Engine) -> None:
    """After a restart of the database, people get new connections instead of faults."""

    def ask(connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: Any) -> None:
        rests_since = entry.info.get("rests_since")
        if rests_since is None or now() - rests_since < RESTED:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as fault:
            raise DisconnectionError from fault  # the pool opens another one

    event.listen(engine, "checkout", ask)
    event.listen(engine, "checkin", _note)


def _note(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    entry.info["rests_since"] = now()


def say_no_values(engine: Engine) -> None:
    """PostgreSQL repeats the row that it refuses, with people's values, and faults are logged."""
    event.listen(engine, "handle_error", _first_words)


def _first_words(context: ExceptionContext) -> None:
    original, told = context.original_exception, context.sqlalchemy_exception
    words = getattr(getattr(original, "diag", None), "message_primary", None)
    if words is None:  # it never came to the server
        return
    original.args = (words,)
    if told is not None:
        told.args = (f"({type(original).__module__}.{type(original).__name__}) {words}",)


def is_away(fault: BaseException | None) -> bool:
    """Whether the database is away, full or closed to writing: no fault of what was asked of it."""
    original = fault.orig if isinstance(fault, DBAPIError) else fault
    code = getattr(original, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in AWAY_CODES
    state = getattr(original, "sqlstate", "")
    if state is None:  # no server said anything: there is none, or the connection broke
        return "OperationalError" in (kind.__name__ for kind in type(original).__mro__)
    return state.startswith(AWAY_CLASSES)


def in_a_line(fault: BaseException) -> str:
    """What kind of fault it is and its first line, for the log: it holds no values."""
    original = (fault.orig if isinstance(fault, DBAPIError) else None) or fault
    return f"{type(original).__name__}: {str(original).partition(chr(10))[0]}"


def takes_writes(connection: Connection) -> bool:
    """Whether PostgreSQL keeps anything at all; what SQLite can, only a write would tell."""
    if connection.dialect.name != "postgresql":
        return True
    return not connection.exec_driver_sql(TAKES_NO_WRITES).scalar_one()
