"""Copies of the seeded demo for services to work on, as files or in a PostgreSQL server."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from tests.databases import fresh
from tests.seeding import seed

Copy = Callable[[], str]  # gives the address of a demo that nobody else works on


def of_file(seeded: Path, folder: Callable[[], Path]) -> Copy:
    """Each a file in a folder of its own."""

    def copy() -> str:
        database = folder() / "demo.sqlite"
        shutil.copy(seeded, database)
        return f"sqlite:///{database}"

    return copy


@contextmanager
def on_postgresql() -> Iterator[Copy]:
    """Each a database of its own, made from one that is seeded first."""
    mine = f"demo_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    names = (f"{mine}_{number}" for number in count())
    made: list[str] = []
    with fresh("postgresql") as url:
        server = create_engine(url, isolation_level="AUTOCOMMIT")

        def create(name: str, more: str = "") -> str:
            with server.connect() as connection:
                connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))  # of one cut off
                connection.execute(text(f"CREATE DATABASE {name} {more}"))
            made.append(name)
            return make_url(url).set(database=name).render_as_string(hide_password=False)

        seed(create(mine))
        yield lambda: create(next(names), f"TEMPLATE {mine}")
        with server.connect() as connection:
            for name in made:
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()
