"""The database: the base of all models, the session, and the only commit."""

import logging
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from flask import Flask
from flask.typing import TeardownCallable
from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    Index,
    MetaData,
    Select,
    TypeDecorator,
    create_engine,
    event,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass, Session
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from learning import connections
from learning.extensions import db
from learning.sessions import WroteWhileReading

log = logging.getLogger(__name__)
AnySelect = Select[*tuple[Any, ...]]  # rows of whatever columns
One = TypeVar("One")
MANY = 1_000  # people, or pieces of evidence, written at once
AT_ONCE = 5_000  # values in one statement: databases take some 30,000
MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, kept in UTC; a naive one is refused, and aware ones come back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; SQLite keeps it without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, eq=False, repr=False):
    """Every table's base."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[type, Any]] = {datetime: UtcDateTime}

    def __repr__(self) -> str:
        """The table and key, never a value: values are people's."""
        key = getattr(self, "id", "?")
        return f"<{type(self).__name__} {key}>"


def current_session() -> Session:
    """The session of this request or command."""
    return db.session


@contextmanager
def transaction() -> Iterator[Session]:
    """Everything inside is kept, or nothing is: the only commit."""
    session = current_session()
    if session.info.get("closed_to_writing"):
        raise WroteWhileReading("this request only looks; a GET cannot write")
    session.close()  # ends the reading, so that what follows sees the newest rows
    session.info["writing"] = True
    try:
        yield session
        session.commit()
    finally:
        session.rollback()
        session.info.pop("writing")


def count_anew(written: int = MANY) -> None:
    """After much was written at once, PostgreSQL looks at what its tables hold now.

    By itself it does so within minutes; until then it plans for tables it knows nothing of, and
    figures took thirty times as long. https://www.postgresql.org/docs/current/populate.html
    After few were `written` nothing is done.
    """
    if written >= MANY and db.engine.dialect.name == "postgresql":
        with db.engine.begin() as connection:
            connection.execute(text("ANALYZE"))


def in_parts(several: Iterable[One], size: int = AT_ONCE) -> Iterator[tuple[One, ...]]:
    """As many at a time as a statement takes, in their order."""
    every = tuple(several)
    for first in range(0, len(every), size):
        yield every[first : first + size]


def one_where(name: str, *columns: str, where: str) -> Index:
    """A unique index over the rows of which a condition holds, on both databases."""
    return _index_where(name, *columns, where=where, unique=True)


def some_where(name: str, *columns: str, where: str) -> Index:
    """An index that finds the rows of which a condition holds, on both databases."""
    return _index_where(name, *columns, where=where, unique=False)


def _index_where(name: str, *columns: str, where: str, unique: bool) -> Index:
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def insert_of(session: Session) -> Any:
    """The dialect's own `insert`, which knows what to do on a conflict."""
    sqlite_here = session.get_bind().dialect.name == "sqlite"
    return sqlite.insert if sqlite_here else postgresql.insert


def init_app(app: Flask) -> None:
    """Binds the engine to the app."""
    db.init_app(app)
    # No session of ours is asynchronous; closing none of them would cost a thread a request.
    app.teardown_appcontext_funcs[:] = [
        _after_the_reply(closing)
        for closing in app.teardown_appcontext_funcs
        if not iscoroutinefunction(closing)
    ]
    with app.app_context():
        prepare(db.engine)


def _after_the_reply(closing: TeardownCallable) -> TeardownCallable:
    """What was to be done is done by then: a connection that broke since takes no reply back."""

    def close(fault: BaseException | None) -> None:
        try:
            closing(fault)
        except SQLAlchemyError as lost:
            log.warning("a connection broke after its work: %s", connections.in_a_line(lost))

    return close


def prepare(engine: Engine) -> None:
    """SQLite: no lost updates, keys enforced, each commit on the disk. Else: live connections."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _pragmas)
        event.listen(engine, "begin", _begin)
    else:
        connections.check_the_rested(engine)
        connections.say_no_values(engine)


def _pragmas(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    # FULL: an answer that was said to be kept survives a power cut.
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=10000", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    # Its own knows A to Z alone: whoever looked for é did not find É.
    connection.create_function("lower", 1, _lower, deterministic=True)


def _lower(text: Any) -> str | None:
    return None if text is None else str(text).lower()


def looking_at_no_keys(engine: Engine) -> Engine:
    """For migrations: SQLite changes a table by making it anew, while other rows point at the old.

    https://www.sqlite.org/lang_altertable.html#making_other_kinds_of_table_schema_changes
    """
    if engine.dialect.name != "sqlite":
        return engine
    apart = create_engine(engine.url, poolclass=NullPool, hide_parameters=True)
    prepare(apart)
    event.listen(apart, "connect", _look_at_no_keys)
    return apart


def _look_at_no_keys(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA foreign_keys=OFF")


def _begin(connection: Connection) -> None:
    # IMMEDIATE takes the write lock first: two writers queue instead of losing an update.
    reading = connection.get_execution_options().get("sqlite_readonly", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def is_ours(_thing: Any, name: str | None, kind: str, *_more: object) -> bool:
    """Migrations leave the tables of the queue alone: its library makes and keeps them."""
    return not (kind == "table" and (name or "").startswith("huey_"))


def render_item(kind: str, thing: Any, context: Any) -> str | bool:
    """Writes our column types into migrations by a name that is imported there."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        context.imports.add("from learning.database import UtcDateTime")
        return "UtcDateTime()"
    return False
