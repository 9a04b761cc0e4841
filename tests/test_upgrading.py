"""A database that holds records is brought up to date, and loses none of them."""

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    event,
    func,
    select,
    table,
)
from sqlalchemy.exc import SQLAlchemyError

from learning import create_app
from learning.extensions import db
from learning.migrating import migrations
from tests.databases import settings_for

# Figures that are worked out again; what they were kept as has changed.
THROWN_AWAY = {"month_end_figures", "latest_figures"}


@pytest.fixture
def old(tmp_path: Path) -> Flask:
    """A service on a file without tables, in which rows need obey keys alone and no rule."""
    app = create_app(settings_for(f"sqlite:///{tmp_path}/old.sqlite"))
    for engine in (migrations(app).engines["default"], _engine_of(app)):
        event.listen(engine, "connect", _without_rules)
    return app


def _engine_of(app: Flask) -> Engine:
    with app.app_context():
        return db.engine


def _without_rules(connection: Any, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA ignore_check_constraints=ON")


def filled() -> None:
    """One row in every table that has none, each pointing at the others."""
    tables = MetaData()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        tables.reflect(connection)
        for one in tables.sorted_tables:
            if not connection.scalar(select(func.count()).select_from(one)):
                connection.execute(one.insert().values(_row(one.columns.values())))


def _row(columns: list[Column[Any]]) -> dict[str, object]:
    return {column.name: _value(column) for column in columns if not column.nullable}


def _value(column: Column[Any]) -> object:
    kinds = {
        Boolean: False,
        Integer: 1,
        DateTime: datetime(2024, 2, 29, 12, tzinfo=UTC),
        Date: date(2024, 2, 29),
        JSON: [],
        LargeBinary: b"some",
    }
    return next((value for kind, value in kinds.items() if isinstance(column.type, kind)), "some")


def counts() -> dict[str, int]:
    with db.engine.connect() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: connection.scalar(select(func.count()).select_from(table(name))) or 0
            for name in names.scalars().all()
        }


def test_no_step_loses_a_row_or_a_key(old: Flask) -> None:
    """Before each step every table that is there by then holds a row."""
    with old.app_context():
        script = migrations(old).script_directory
        steps = [one.revision for one in script.walk_revisions()][::-1]
    before: dict[str, int] = {}
    for step in steps:
        with old.app_context():
            migrations(old).upgrade(step)
            after = counts()
            gone = {name for name, rows in before.items() if after.get(name, rows) < rows}
            assert gone <= THROWN_AWAY, step
            filled()
            before = counts()


def test_a_step_after_which_a_key_leads_nowhere_is_undone(old: Flask) -> None:
    with old.app_context():
        migrations(old).upgrade()
        filled()
        with migrations(old).engines["default"].begin() as connection:
            connection.exec_driver_sql("DELETE FROM person")
        with pytest.raises((ValueError, SQLAlchemyError), match="keys lead nowhere"):
            migrations(old).downgrade()
