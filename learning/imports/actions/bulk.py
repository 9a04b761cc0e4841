"""Writes many rows at once, by the quickest way of each database.

A row at a time through the session takes some forty times as long, and on SQLite nobody else
can write meanwhile.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from learning.database import Base, in_parts
from learning.dated import Recorded
from learning.errors import Conflict


def reserve(session: Session, table: type[Base], count: int) -> Sequence[int]:
    """Ids for rows to come. SQLite has one writer; PostgreSQL hands numbers out."""
    name = table.__tablename__
    if session.get_bind().dialect.name == "sqlite":
        newest = session.scalar(select(func.max(table.__table__.c.id))) or 0
        return range(newest + 1, newest + 1 + count)
    handed_out = text(
        "SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)"
    )
    return session.scalars(handed_out, {"name": name, "count": count}).all()


def as_kept(session: Session, table: type[Base], columns: Sequence[str]) -> Any:
    """Turns a row of values into what the driver takes, the columns in that order."""
    dialect = session.get_bind().dialect
    types = [table.__table__.c[name].type.dialect_impl(dialect) for name in columns]
    processors = [(n, one.bind_processor(dialect)) for n, one in enumerate(types)]
    needed = [(n, processor) for n, processor in processors if processor is not None]

    def convert(row: Iterable[Any]) -> list[Any]:
        values = list(row)
        for place, processor in needed:
            if values[place] is not None:
                values[place] = processor(values[place])
        return values

    return convert


def put(
    session: Session, table: type[Base], columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Inserts rows that `as_kept` has turned into what the driver takes."""
    if not rows:
        return
    name, named = table.__tablename__, ", ".join(columns)
    driver: Any = session.connection().connection.driver_connection
    if session.get_bind().dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        insert = f"INSERT INTO {name} ({named}) VALUES ({marks})"  # noqa: S608  # our own names
        driver.executemany(insert, rows)
        return
    with driver.cursor().copy(f"COPY {name} ({named}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def supersede_all(
    session: Session, table: type[Recorded], ids: Sequence[int], *, at: datetime
) -> None:
    """From `at` these rows no longer say what is known; Conflict where one said so before."""
    for some in in_parts(ids):
        statement = update(table).where(table.id.in_(some), table.superseded_at.is_(None))
        done: Any = session.execute(
            statement.values(superseded_at=at), execution_options={"synchronize_session": False}
        )
        if done.rowcount != len(some):
            raise Conflict("Somebody else changed people meanwhile. Nothing has been applied.")
