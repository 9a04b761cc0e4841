"""The product under a server of several processes that die now and then."""

import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from random import SystemRandom

from bench.servers import GUNICORN, free_port, wait_for

WORKERS = 3
# Preloaded, so that a process that died is replaced at once.
OPTIONS = ("--workers", str(WORKERS), "--threads", "4", "--preload", "--no-control-socket")


class Reaper(threading.Thread):
    """Kills a process of the server, chosen blindly, every now and then."""

    def __init__(self, master: int, every: float) -> None:
        super().__init__(daemon=True)
        self.master, self.every, self.killed = master, every, 0
        self.over = threading.Event()

    def run(self) -> None:
        """Until told that it is over."""
        while not self.over.wait(self.every):
            children = Path(f"/proc/{self.master}/task/{self.master}/children").read_text().split()
            if children:
                with suppress(ProcessLookupError):
                    os.kill(int(SystemRandom().choice(children)), signal.SIGKILL)
                    self.killed += 1


@contextmanager
def dying(environment: Mapping[str, str], *, every: float) -> Iterator[tuple[int, Reaper]]:
    """(port, the one that kills) of a server that answers."""
    port = free_port()
    command = [GUNICORN, "--bind", f"127.0.0.1:{port}", *OPTIONS, "drills.app:app"]
    process = subprocess.Popen(  # noqa: S603  # our own words
        command, env=os.environ | environment, stderr=subprocess.DEVNULL
    )
    reaper = Reaper(process.pid, every)
    try:
        wait_for(port)
        reaper.start()
        yield port, reaper
    finally:
        reaper.over.set()
        process.terminate()
        process.wait(timeout=30)
