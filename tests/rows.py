"""What stands in a test's database: read, taken away and put back by the database's own means."""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import Connection, Engine, Table

from learning.database import Base
from learning.extensions import db

# PostgreSQL looks neither at keys nor at guards meanwhile: what comes and goes here is whole.
UNGUARDED = "SET LOCAL session_replication_role = replica"
GUARDED = "SET LOCAL session_replication_role = origin"
GUARDS = """
SELECT name, sql FROM sqlite_master
WHERE type = 'trigger' AND tbl_name IN ('audit_entry', 'audit_detail')
"""
# Of each table, in the order that the keys allow: its rows as the driver gives them, on
# PostgreSQL lines of COPY. Types of ours would only be turned into Python's and back.
Rows = list[tuple[Table, list[Any]]]
Made = TypeVar("Made")


def empty(app: Flask) -> None:
    """Takes every row away."""
    with app.app_context(), db.engine.begin() as connection:
        take_everything(connection)


def take_everything(connection: Connection) -> None:
    """Every row goes, the audit trail's too, which the database refuses in service."""
    run = connection.connection.cursor().execute
    if connection.dialect.name == "postgresql":  # one way there and back instead of a hundred
        run(";".join((UNGUARDED, *_deletes().values(), GUARDED)))
        return
    filled = {name for (name,) in run(_which_hold_rows()).fetchall()}
    guards = run(GUARDS).fetchall() if "audit_entry" in filled else []
    for statement in (
        *(f"DROP TRIGGER {name}" for name, _ in guards),
        *(delete for name, delete in _deletes().items() if name in filled),
        *(made for _, made in guards),
    ):
        run(statement)


@cache
def _deletes() -> dict[str, str]:
    """Of each table; those that lead to others come first."""
    names = [table.name for table in reversed(Base.metadata.sorted_tables)]
    return {name: f"DELETE FROM {name}" for name in names}  # noqa: S608  # our own names


@cache
def _which_hold_rows() -> str:
    return " UNION ALL ".join(
        f"SELECT '{table.name}' WHERE EXISTS (SELECT 1 FROM {table.name})"  # noqa: S608
        for table in Base.metadata.sorted_tables
    )


def every_row(engine: Engine) -> Rows:
    """What stands in the database."""
    with engine.connect() as connection:
        return [(table, _read(connection, table)) for table in Base.metadata.sorted_tables]


def _read(connection: Connection, table: Table) -> list[Any]:
    cursor: Any = connection.connection.cursor()
    if connection.dialect.name == "sqlite":
        found: list[Any] = cursor.execute(f"SELECT * FROM {table.name}").fetchall()  # noqa: S608
        return found
    with cursor.copy(f"COPY {table.name} TO STDOUT") as copy:
        return b"".join(copy).splitlines(keepends=True)


def put_back(engine: Engine, rows: Rows) -> None:
    """The same rows into a database that has none of them, with the keys they had."""
    with engine.begin() as connection:
        cursor: Any = connection.connection.cursor()
        if connection.dialect.name == "postgresql":
            cursor.execute(UNGUARDED)
        for table, found in rows:
            if not found:
                continue
            if connection.dialect.name == "sqlite":
                places = ", ".join("?" * len(found[0]))
                cursor.executemany(f"INSERT INTO {table.name} VALUES ({places})", found)  # noqa: S608
            else:
                with cursor.copy(f"COPY {table.name} FROM STDIN") as copy:
                    copy.write(b"".join(found))


def built(app: Flask, *before: Rows, build: Callable[[], Made]) -> tuple[Made, Rows]:
    """What something builds on these rows, once, and the rows it leaves, to be put back often."""
    with app.app_context():
        for rows in before:
            put_back(db.engine, rows)
        there = every_row(db.engine)
    made = build()
    with app.app_context():
        more = beyond(every_row(db.engine), there)
    empty(app)
    return made, more


def beyond(rows: Rows, before: Rows) -> Rows:
    """The rows that were not there before; none that was has changed."""
    found = []
    for (table, now_there), (_, then) in zip(rows, before, strict=True):
        known = set(then)
        more = [row for row in now_there if row not in known]
        assert len(more) + len(then) == len(now_there), table.name
        found.append((table, more))
    return found
