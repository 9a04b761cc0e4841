"""Serves an app as the demo is served, and asks it many times over connections kept open."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

GUNICORN = str(Path(sys.executable).with_name("gunicorn"))
OPTIONS = ("--workers", "1", "--threads", "4", "--no-control-socket", "--log-level", "error")


@contextmanager
def serving(app: str, **environment: str) -> Iterator[tuple[int, int]]:
    """(port, process id) of a server that answers."""
    port = free_port()
    command = [GUNICORN, "--bind", f"127.0.0.1:{port}", *OPTIONS, app]
    process = subprocess.Popen(command, env=os.environ | environment)  # noqa: S603  # our own words
    try:
        wait_for(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for(port: int) -> None:
    """Until something listens on the port."""
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server did not start")


class Asked:
    """One kind of request: asked many times by one visitor."""

    def __init__(self, port: int, address: str, cookie: str, form: str | None = None) -> None:
        """A form makes it a POST."""
        self.port, self.address, self.form = port, address, form
        self.headers = {"Cookie": cookie}
        if form is not None:
            self.headers["Content-Type"] = "application/x-www-form-urlencoded"

    def once(self, connection: HTTPConnection) -> bytes:
        """The body of the answer; anything but a page or a 303 is a fault."""
        method = "GET" if self.form is None else "POST"
        connection.request(method, self.address, body=self.form, headers=self.headers)
        reply = connection.getresponse()
        body = reply.read()
        if reply.status not in (200, 303):
            raise AssertionError(f"{reply.status} at {self.address}: {body[:300]!r}")
        return body

    def often(self, count: int) -> None:
        """So many times, over one connection."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        for _ in range(count):
            self.once(connection)
        connection.close()


def rate(visitors: Sequence[Asked], count: int) -> float:
    """Answers a second, where each visitor asks their own at once with the others."""
    each = count // len(visitors)
    started = time.perf_counter()
    with ThreadPoolExecutor(len(visitors)) as pool:
        list(pool.map(lambda visitor: visitor.often(each), visitors))
    return each * len(visitors) / (time.perf_counter() - started)


def product_environment(url: str, secret: str) -> dict[str, str]:
    """The settings under which the product is served for measuring."""
    return {
        "LEARNING_DATABASE_URL": url,
        "LEARNING_SECRET_KEY": secret,
        "LEARNING_SECURE_COOKIES": "false",
    }
