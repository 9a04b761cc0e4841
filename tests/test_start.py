import subprocess
import sys

import pytest

LOADED = "import sys, learning; sys.exit(int(sys.argv[1] in sys.modules))"


@pytest.mark.parametrize("library", ["alembic", "holidays", "mako"])
def test_a_web_process_starts_without_what_it_seldom_needs(library: str) -> None:
    assert subprocess.run([sys.executable, "-c", LOADED, library], check=False).returncode == 0  # noqa: S603  # our own words
