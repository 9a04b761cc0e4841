"""The product, in a process that now and then dies by its own hand while it answers.

Half of those deaths come before the product sees the request, half when it has done its
work and nothing of the reply is sent: between write and reply.
"""

import os
import signal
from collections.abc import Iterable
from pathlib import Path
from random import SystemRandom
from typing import Any

from wsgi import app as product

CHANCE = 0.02  # for each POST
DEATHS = Path(os.environ["DRILL_DEATHS"])  # one letter for each death
_chance = SystemRandom()
for _name in product.jinja_env.list_templates(extensions=["html"]):
    if not _name.startswith("govuk_frontend_jinja/"):
        product.jinja_env.get_template(_name)  # so that a new process answers at once


def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answers as the product does, or dies."""
    dies = environ["REQUEST_METHOD"] == "POST" and _chance.random() < CHANCE
    if dies and _chance.random() < 0.5:
        _die("b")
    reply = product(environ, start_response)
    if dies:
        _die("a")
    return reply


def _die(when: str) -> None:
    with DEATHS.open("a") as deaths:
        deaths.write(when)
    os.kill(os.getpid(), signal.SIGKILL)
