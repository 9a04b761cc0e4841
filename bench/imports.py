"""Importing and inviting 20,000 people, and how long nobody else can write meanwhile."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from flask import Flask
from sqlalchemy import Engine, text

from bench.measure import Line
from learning.clock import day_of, now
from learning.csvs import to_csv
from learning.database import transaction
from learning.extensions import db
from learning.imports.commands.reading import Wish, carry_out, file_at
from learning.people.actions.organisations import open_organisation
from learning.policies.actions import decide
from learning.policies.rules import Purpose

PEOPLE = 20_000
HEADER = ("reference", "email", "name", "roles", "service", "starts")
BUDGET_SECONDS = 60
LOCK_SECONDS = 3
ASIDE = 10_000_000
LONGEST = {"reference_key": 80, "token_hash": 64, "mark": 40}  # characters; all are unique
TABLES = (
    *("person", "membership", "membership_period", "held_role", "particulars"),
    *("audit_entry", "audit_detail", "invitation", "mail"),
)


@dataclass
class SecondWriter(threading.Thread):
    """Writes a row over and over, and notes how long it had to wait at most."""

    engine: Engine
    longest: float = 0.0
    stop: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        """As every thread."""
        super().__init__()

    def __hash__(self) -> int:
        """By itself: threads are kept in sets."""
        return id(self)

    def run(self) -> None:
        """Until it is told to stop; what it wrote is taken back."""
        kind = self.engine.dialect.name
        with self.engine.connect() as connection:
            if kind == "sqlite":
                connection.exec_driver_sql("PRAGMA busy_timeout=60000")
                connection.rollback()
            while not self.stop.is_set():
                started = perf_counter()
                with connection.begin():
                    connection.execute(
                        text("INSERT INTO sign_in_tries VALUES ('bench', 1, 1)"),
                    )
                    connection.execute(text("DELETE FROM sign_in_tries WHERE key = 'bench'"))
                self.longest = max(self.longest, perf_counter() - started)
                self.stop.wait(0.01)


@contextmanager
def second_writer(engine: Engine) -> Iterator[SecondWriter]:
    """While something else writes."""
    writer = SecondWriter(engine)
    writer.start()
    try:
        yield writer
    finally:
        writer.stop.set()
        writer.join()


def measure(name: str, app: Flask) -> list[Line]:
    """Dry run and apply of newcomers in a council of their own, then the same rows bare."""
    rows = [
        (f"P{n:05d}", f"p{n}@bench.example", f"Person Number{n}", "Head of service", "Housing", "")
        for n in range(PEOPLE)
    ]
    with app.app_context(), TemporaryDirectory() as folder:
        council = _council()
        file = Path(folder) / "people.csv"
        file.write_text(to_csv(HEADER, rows), encoding="utf-8")
        before = _newest(db.engine)
        started = perf_counter()
        read, _ = file_at(file, council, Wish())
        carry_out(read, Wish())
        dry = perf_counter() - started
        with second_writer(db.engine) as writer:
            started = perf_counter()
            carry_out(read, Wish(is_applied=True))
            applied = perf_counter() - started
        floor = _floor(db.engine, before)
    return [
        Line(
            f"Import of 20,000 people, {name}: dry run, then read again, applied and all invited",
            f"{BUDGET_SECONDS} s",
            f"{dry:.1f} + {applied:.1f} s ({(dry + applied) / floor:.1f} times bare inserts)",
            dry + applied < BUDGET_SECONDS,
        ),
        Line(
            f"Longest wait of another writer meanwhile, {name}",
            f"{LOCK_SECONDS} s",
            f"{writer.longest:.2f} s ({writer.longest / floor:.1f} times bare inserts)",
            writer.longest < LOCK_SECONDS,
        ),
    ]


def _council() -> int:
    """A council without people that has said what results are for."""
    with transaction() as session:
        council = open_organisation(
            session,
            slug="imports",
            name="Imports",
            nation="England",
            starts_on=day_of(now()),
            by=None,
            at=now(),
        )
        decide(
            session,
            Purpose(text="Results plan support."),
            organisation_id=council.id,
            authority="Bench",
            starts_on=day_of(now()),
            by=None,
            at=now(),
        )
        return council.id


def _newest(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            table: connection.execute(text(f"SELECT max(id) FROM {table}")).scalar() or 0
            for table in TABLES
        }


def _floor(engine: Engine, before: dict[str, int]) -> float:
    """Seconds to put the same rows in under other ids by the driver alone; nothing is kept."""
    with engine.connect() as connection:
        copied: dict[str, tuple[list[str], list[Any]]] = {}
        for table in TABLES:
            found = connection.exec_driver_sql(f"SELECT * FROM {table} WHERE id > {before[table]}")
            names = list(found.keys())
            copied[table] = names, [_moved(dict(zip(names, row, strict=True))) for row in found]
        started = perf_counter()
        for table, (columns, rows) in copied.items():
            _put(connection, table, columns, rows)
        seconds = perf_counter() - started
        connection.rollback()
    return seconds


def _moved(row: dict[str, Any]) -> tuple[Any, ...]:
    """A row that stands beside the one it copies."""
    for name in ("id", "person_id", "membership_id", "entry_id"):
        if row.get(name):
            row[name] += ASIDE
    for name in ("reference_key", "token_hash", "mark"):
        if row.get(name):
            row[name] = f"x{row[name]}"[: LONGEST[name]]
    return tuple(row.values())


def _put(connection: Any, table: str, columns: list[str], rows: list[Any]) -> None:
    """By executemany on SQLite, by COPY on PostgreSQL."""
    named = ", ".join(columns)
    driver = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        driver.executemany(f"INSERT INTO {table} ({named}) VALUES ({marks})", rows)
        return
    with driver.cursor().copy(f"COPY {table} ({named}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
