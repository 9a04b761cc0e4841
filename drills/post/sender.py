"""Starts senders that can be killed: the product is loaded once, and each sender is a fork of it.

A line on standard input (a name, and the moment it is to take for the present) starts one; its
process id is answered, and when it is over whether it was killed. Empty lines wait for that.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from learning.config import Settings

MOST = 100  # e-mails of one sender


def _send(name: str, at: datetime) -> None:
    """In a process of its own; the name stands in what it sends."""
    from learning.extensions import db  # noqa: PLC0415  # likewise
    from learning.notices.delivery import deliver  # noqa: PLC0415  # likewise
    from wsgi import app  # noqa: PLC0415  # loaded before the first fork

    settings: Settings = app.extensions["settings"]
    with app.app_context():
        db.engine.dispose(close=False)
        deliver(settings.model_copy(update={"mail_from_name": name}), at=at, most=MOST)


def main() -> None:
    """Until standard input ends."""
    import wsgi  # noqa: F401, PLC0415  # each fork has it

    print("ready", flush=True)
    for line in sys.stdin:
        name, at = line.split()
        child = os.fork()
        if child == 0:
            try:
                _send(name, datetime.fromisoformat(at))
            finally:
                os._exit(0)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        print("killed" if killed else "ended", flush=True)


class Nursery:
    """The other end of it."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def start(self, name: str, at: datetime) -> int:
        """The process id of a new sender."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{name} {at.isoformat()}\n")
        self.process.stdin.flush()
        return int(self._line())

    def was_killed(self) -> bool:
        """When the sender is over."""
        return self._line() == "killed"

    def is_ready(self) -> bool:
        """When the product is loaded."""
        return self._line() == "ready"

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


@contextmanager
def nurseries(environment: dict[str, str], number: int) -> Iterator[list[Nursery]]:
    """So many, each of which starts one sender at a time; they load side by side."""
    command = [sys.executable, "-m", "drills.post.sender"]
    processes = [
        subprocess.Popen(  # noqa: S603  # our own words
            command,
            env=os.environ | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(number)
    ]
    found = [Nursery(process) for process in processes]
    try:
        if not all(one.is_ready() for one in found):
            raise RuntimeError("no sender could be started")
        yield found
    finally:
        for process in processes:
            process.communicate(timeout=30)  # the end of its input is its end


if __name__ == "__main__":
    main()
