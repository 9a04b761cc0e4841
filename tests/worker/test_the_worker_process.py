"""The real process, on a real queue."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect, text

from learning import create_app
from learning.clock import now
from learning.config import Settings
from learning.database import Base, current_session, is_ours
from learning.extensions import db
from learning.timed.queries import runs, state_of_worker
from learning.timed.queue import kick, make_tables, open_queue, place_of, runner
from learning.worker.consumer import when_gone
from learning.worker.jobs import JOBS
from tests.databases import settings_for

SECRET = "only-for-tests-only-for-tests-only-for-tests"
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi", "run-worker"]


@pytest.fixture
def queued(app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """The app with a queue of its own; in PostgreSQL it lies beside the records."""
    settings = app.extensions["settings"]
    if settings.database_url.startswith("sqlite"):
        place = {"queue": str(tmp_path / "scratch.queue")}
        app.extensions["settings"] = settings.model_copy(update=place)
    yield app
    app.extensions["settings"] = settings
    with app.app_context(), db.engine.begin() as connection:
        if db.engine.dialect.name == "postgresql":
            for table in ("kv", "schedule", "task", "counter"):
                connection.execute(text(f"DROP TABLE IF EXISTS huey_{table}"))


@contextmanager
def a_worker(app: Flask) -> Iterator[subprocess.Popen[bytes]]:
    settings: Settings = app.extensions["settings"]
    with app.app_context():
        url = db.engine.url.render_as_string(hide_password=False)
    environment = os.environ | {
        "LEARNING_SECRET_KEY": SECRET,
        "LEARNING_DATABASE_URL": url,
        **({"LEARNING_QUEUE": settings.queue} if settings.queue else {}),
    }
    started = subprocess.Popen(FLASK, env=environment)  # noqa: S603  # our own words
    try:
        yield started
    finally:
        started.kill()
        started.wait()


def comes_true(app: Flask, what: object) -> bool:
    """Within half a minute: machines are busy."""
    for _ in range(600):
        with app.app_context():
            if what(current_session()):  # type: ignore[operator]
                return True
        threading.Event().wait(0.05)
    return False


def test_a_worker_shows_in_health_does_what_is_due_and_hears_a_kick(queued: Flask) -> None:
    with a_worker(queued) as worker:
        all_ran = comes_true(
            queued,
            lambda session: all(
                (row := runs(session).get(job.name)) and row.finished_at for job in JOBS
            ),
        )
        assert all_ran
        with queued.app_context():
            assert state_of_worker(current_session(), at=now()) == "ok"
            before = runs(current_session())["delete-old-choices"].started_at
            assert kick("delete-old-choices")
        assert comes_true(
            queued, lambda session: runs(session)["delete-old-choices"].started_at > before
        )
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(10) == 0


def test_a_worker_beside_a_process_that_is_gone_stops_by_itself() -> None:
    stopped = threading.Event()
    when_gone(os.getppid(), stopped.set)
    assert not stopped.wait(0.1)
    when_gone(os.getpid(), stopped.set)  # as if another had started us
    assert stopped.wait(5)


def test_a_kick_that_nobody_hears_harms_nothing(app: Flask, tmp_path: Path) -> None:
    settings: Settings = app.extensions["settings"]
    for place in (f"{tmp_path}/no/such/folder/queue", "postgresql://nobody@127.0.0.1:9/none"):
        app.extensions["settings"] = settings.model_copy(update={"queue": place})
        try:
            with app.app_context():
                assert kick("delete-old-choices") is False
        finally:
            app.extensions["settings"] = settings


def test_what_is_not_signed_by_us_is_not_taken_for_an_order(queued: Flask) -> None:
    queue = open_queue(queued)
    make_tables(queue)
    heard: list[str] = []
    run_job = runner(queue, lambda name, _: heard.append(name))
    run_job("ours", is_due=True)
    queue.storage.enqueue(b"cposix\nsystem\n(S'true'\ntR.")
    queue.execute(queue.dequeue())
    with pytest.raises(ValueError, match=r"Separator|mismatch"):
        queue.dequeue()
    assert heard == ["ours"]
    queue.storage.close()


def test_migrations_leave_the_tables_of_the_queue_alone(queued: Flask) -> None:
    queue = open_queue(queued)
    make_tables(queue)
    queue.storage.close()
    with queued.app_context(), db.engine.connect() as connection:
        if db.engine.dialect.name == "postgresql":
            assert "huey_task" in inspect(connection).get_table_names()
        options = {"compare_type": True, "include_object": is_ours}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []
    assert queued.config["ALEMBIC_CONTEXT"]["include_object"] is is_ours


def test_two_workers_make_the_tables_of_the_queue_at_one_moment(queued: Flask) -> None:
    start, faults = threading.Barrier(4), []

    def make() -> None:
        queue = open_queue(queued)
        start.wait()
        try:
            make_tables(queue)
        except Exception as fault:  # noqa: BLE001  # told below
            faults.append(fault)
        queue.storage.close()

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_the_queue_lies_beside_the_records_unless_told_otherwise(tmp_path: Path) -> None:
    records = f"sqlite:///{tmp_path}/records.sqlite"
    app = create_app(settings_for(records))
    assert place_of(app) == f"{tmp_path}/records.sqlite.queue"
    for url, place in (
        ("sqlite:///records.sqlite", f"{app.instance_path}/records.sqlite.queue"),
        ("postgresql+psycopg://a:b@c/d", "postgresql+psycopg://a:b@c/d"),
    ):
        changed = app.extensions["settings"].model_copy(update={"database_url": url})
        app.extensions["settings"] = changed
        assert place_of(app) == place


def test_a_worker_that_finds_no_database_says_so_in_a_line() -> None:
    environment = os.environ | {
        "LEARNING_SECRET_KEY": SECRET,
        "LEARNING_DATABASE_URL": "postgresql+psycopg://nobody:secret@127.0.0.1:9/none",
    }
    done = subprocess.run(  # noqa: S603  # our own words
        FLASK, check=False, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Error: The queue cannot be reached: ")
    assert "Traceback" not in done.stderr
