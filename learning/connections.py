"""Connections that lay in the pool are asked whether they still live, before somebody's work."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from learning.clock import now

RESTED = timedelta(seconds=5)  # asking each time would cost every request two more journeys


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
