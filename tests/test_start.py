import os
import subprocess
import sys

SELDOM_NEEDED = (
    "alembic holidays mako openpyxl segno typst pyld joserfc huey requests docx xlsxwriter highspy"
)
LOADED = "import sys, learning; sys.exit(' '.join(set(sys.argv[1:]) & set(sys.modules)) or 0)"
AT_REST = "import gc, sys, wsgi; sys.exit(not (gc.isenabled() and gc.get_freeze_count() > 100_000))"
SETTINGS = {"LEARNING_SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests"}


def exit_code(*words: str) -> int:
    command = [sys.executable, "-c", *words]
    return subprocess.run(command, check=False, env=os.environ | SETTINGS).returncode  # noqa: S603  # our own words


def test_a_web_process_starts_without_what_it_seldom_needs() -> None:
    assert exit_code(LOADED, *SELDOM_NEEDED.split()) == 0


def test_what_a_start_loads_is_never_looked_through_for_rubbish_and_the_rest_is() -> None:
    assert exit_code(AT_REST) == 0
