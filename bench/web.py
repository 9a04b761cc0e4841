"""Pages and posts of the product beside the bare stack, in turn, under the same server."""

import re
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from bench.databases import SECRET
from bench.measure import Line, in_turn
from bench.servers import Asked, product_environment, serving
from bench.world import World

LEAST = 0.6  # of the floor
ROUNDS, PAGES, POSTS = 5, 400, 200


def measure(name: str, url: str, world: World) -> list[Line]:
    """The lesson page and the answer post on one database."""
    with serving("wsgi:app", **product_environment(url, SECRET)) as (port, _):
        lesson = Asked(port, world.lesson, world.learner)
        body = lesson.once(HTTPConnection("127.0.0.1", port))
        token = _token(body)
        fields = urlencode({"csrf_token": token, "answer": world.answer})
        answer = Asked(port, world.question, world.learner, fields)
        floor = f"bench.floor:create_floor({url!r}, {SECRET!r}, {len(body)})"
        with serving(floor) as (beside, _):
            bare_page = Asked(beside, f"/lesson/{world.course}/{world.lesson_slug}", world.learner)
            bare_post = Asked(beside, f"/answer/{world.asked_id}", world.learner, "answer=a")
            return [
                _compare(f"Lesson page, {name}", lesson, bare_page, PAGES),
                _compare(f"Keeping an answer, {name}", answer, bare_post, POSTS),
            ]


def _compare(what: str, ours: Asked, bare: Asked, count: int) -> Line:
    in_turn(1, lambda: ours.rate(count // 2), lambda: bare.rate(count // 2))  # warm
    rate, floor = in_turn(ROUNDS, lambda: ours.rate(count), lambda: bare.rate(count))
    ratio = rate / floor
    measured = f"{ratio:.0%} of the floor ({rate:.0f} of {floor:.0f} a second)"
    return Line(what, f"{LEAST:.0%} of the bare stack or more", measured, ratio >= LEAST)


def _token(body: bytes) -> str:
    found = re.search(rb'name="csrf_token" value="([^"]+)"', body)
    if found is None:
        raise AssertionError("no form on the lesson page")
    return found.group(1).decode()


def memory_of(process_id: int) -> float:
    """MB that the workers of a server hold."""
    children = Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{children[0]}/status").read_text())
    return int(found.group(1)) / 1024 if found else 0.0
