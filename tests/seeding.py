"""The demo as a file, seeded once for all workers of a run; whoever needs it works on a copy."""

import contextlib
import fcntl
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from learning.config import ROOT

PASSWORD = "a password for the journeys"
BEGIN = "import sys, pathlib, tests.seeding as s; s.seeded_once(pathlib.Path(sys.argv[1]))"
SECRET = "only-for-tests-only-for-tests-only-for-tests"


def environment(url: str, courses: Path = ROOT / "courses") -> dict[str, str]:
    """What a program of the service reads to work on the database there with these courses."""
    return os.environ | {
        "LEARNING_COURSES": str(courses),
        "LEARNING_SECRET_KEY": SECRET,
        "LEARNING_DATABASE_URL": url,
        "LEARNING_DEMO": "true",
        "LEARNING_DEMO_PASSWORD": PASSWORD,
        "LEARNING_SECURE_COOKIES": "false",
    }


def program(name: str) -> str:
    """Where a program of this environment is."""
    return str(Path(sys.executable).parent / name)


def seeded_once(folder: Path) -> Path:
    """The demo's database in the folder of a whole run; who comes first seeds it."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    database = folder / "demo.sqlite"
    with (folder / "seeding").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not database.exists():
            partial = folder / "partial.sqlite"
            seed(f"sqlite:///{partial}")
            with contextlib.closing(sqlite3.connect(partial)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the one file is copied
            partial.rename(database)
    return database


@contextlib.contextmanager
def seeding_meanwhile(folder: Path) -> Iterator[None]:
    """Begins at once, beside the tests: who needs the demo has less to wait for."""
    command = [sys.executable, "-c", BEGIN, str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)  # noqa: S603  # ourselves
    yield
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)  # what it started, too
        process.wait(timeout=20)


def seed(url: str) -> None:
    """Makes the tables of an empty database, and the demo in it."""
    for command in (["db", "upgrade"], ["seed"]):
        subprocess.run(  # noqa: S603  # our own command
            [program("flask"), "--app", "wsgi", *command],
            cwd=ROOT,
            env=environment(url),
            check=True,
            capture_output=True,
        )
