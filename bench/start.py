"""How long a web process takes to start, beside loading its libraries and nothing else."""

import os
import subprocess
import sys
from subprocess import PIPE

from bench.measure import Line, in_turn, milliseconds
from bench.servers import product_environment

START = "import wsgi"
READ = """
import gc, time
gc.disable()
from learning.catalogue.loading import load
from learning.config import ROOT
began = time.perf_counter()
load(ROOT / "courses")
print((time.perf_counter() - began) * 1000)
"""
LIBRARIES = (
    "import flask, flask_login, flask_sqlalchemy_lite, flask_talisman, flask_wtf, wtforms,"
    " sqlalchemy.orm, sqlalchemy.dialects.postgresql, pydantic_settings, markdown, nh3, argon2,"
    " whitenoise, brotli"
)


def measure(url: str, secret: str) -> list[Line]:
    """A start from code that Python has compiled before, as every start but the first is."""
    environment = os.environ | product_environment(url, secret)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def ran(words: str) -> str:
        command = [sys.executable, "-c", words]
        return subprocess.run(command, check=True, env=environment, stdout=PIPE, text=True).stdout  # noqa: S603  # our own words

    each = (
        lambda: milliseconds(lambda: ran(START)),
        lambda: milliseconds(lambda: ran(LIBRARIES)),
        lambda: float(ran(READ)),
    )
    in_turn(1, *each)  # compiles what was not
    start, libraries, read = in_turn(7, *each)
    return [
        Line(
            "Warm start, Python and all",
            "2 s",
            f"{start / 1000:.1f} s, {start / libraries:.2f} times loading the libraries alone",
            start <= 2000,
        ),
        Line(
            "Reading the whole catalogue at a start",
            "1 s",
            f"{read / 1000:.1f} s",
            read <= 1000,
        ),
    ]
