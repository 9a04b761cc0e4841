"""Bytes and requests as a browser sees them; memory of the web process."""

import re
from http.client import HTTPConnection

import brotli
from flask import Flask

from bench.measure import Line
from bench.servers import product_environment, serving
from bench.web import memory_of
from bench.world import World


def measure(url: str, secret: str, world: World, app: Flask) -> list[Line]:
    """A first view and a repeat view of a lesson; then every lesson once."""
    environment = product_environment(url, secret)
    with serving("wsgi:app", **environment) as (port, process_id):
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        first, again = _views(connection, world)
        for course in app.extensions["catalogue"].courses.values():
            for lesson in course.lessons:
                _fetch(connection, f"/courses/{course.slug}/lessons/{lesson.slug}", world.learner)
        memory = memory_of(process_id)
    return [
        _line("First view of a lesson", first, 60, 6),
        _line("Repeat view of a lesson", again, 5, 1),
        Line("Web process, every lesson seen", "150 MB", f"{memory:.0f} MB", memory <= 150),
    ]


def _views(connection: HTTPConnection, world: World) -> tuple[list[int], list[int]]:
    """The bytes of each request of a first view, and of a repeat view."""
    page, size = _fetch(connection, world.lesson, world.learner)
    sizes = [size]
    for address in dict.fromkeys(re.findall(r'(?:href|src)="(/static/[^"]+)"', page)):
        _, size = _fetch(connection, address, "")
        sizes.append(size)
    _, repeat = _fetch(connection, world.lesson, world.learner)
    return sizes, [repeat]


def _fetch(connection: HTTPConnection, address: str, cookie: str) -> tuple[str, int]:
    """(the text; head and body in bytes, as they came over the wire)."""
    connection.request("GET", address, headers={"Cookie": cookie, "Accept-Encoding": "br, gzip"})
    reply = connection.getresponse()
    head = sum(len(name) + len(value) + 4 for name, value in reply.getheaders())
    body = reply.read()
    if reply.status != 200:
        raise AssertionError(f"{reply.status} at {address}")
    packed = reply.getheader("Content-Encoding") == "br"
    return (brotli.decompress(body) if packed else body).decode(), head + len(body)


def _line(what: str, sizes: list[int], most: int, requests: int) -> Line:
    total = sum(sizes) / 1000
    measured = f"{total:.1f} KB in {len(sizes)}"
    return Line(
        what,
        f"{most} KB in {requests}",
        measured,
        total <= most and len(sizes) <= requests,
    )
