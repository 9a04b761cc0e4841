import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest

SELDOM_NEEDED = (
    "alembic mako openpyxl segno typst pyld joserfc huey requests docx xlsxwriter highspy"
)
LOADED = """
import sys, wsgi
assert wsgi.app.test_client().get("/health/ready").status_code == 503
sys.exit(" ".join(set(sys.argv[1:]) & set(sys.modules)) or 0)
"""
AT_REST = "import gc, sys, wsgi; sys.exit(not (gc.isenabled() and gc.get_freeze_count() > 100_000))"
HEAPS = """
import ctypes, threading, wsgi
together = threading.Barrier(4)
threads = [threading.Thread(target=lambda: together.wait() and bytearray(99_000)) for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
ctypes.CDLL(None).malloc_stats()
"""
SETTINGS = {"LEARNING_SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests"}


def ran(*words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", *words]
    environment = os.environ | SETTINGS | settings
    return subprocess.run(  # noqa: S603  # our own words
        command, check=False, env=environment, stderr=subprocess.PIPE, text=True
    )


def test_a_web_process_starts_and_says_if_it_is_ready_without_what_it_seldom_needs(
    tmp_path: Path,
) -> None:
    empty = f"sqlite:///{tmp_path / 'empty.sqlite'}"
    found = ran(LOADED, *SELDOM_NEEDED.split(), LEARNING_DATABASE_URL=empty)
    assert found.returncode == 0, found.stderr


def test_what_a_start_loads_is_never_looked_through_for_rubbish_and_the_rest_is() -> None:
    assert ran(AT_REST).returncode == 0


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_stats"), reason="one heap elsewhere")
def test_all_threads_of_a_web_process_share_one_heap() -> None:
    found = ran(HEAPS)
    assert found.returncode == 0
    assert found.stderr.count("Arena ") == 1
