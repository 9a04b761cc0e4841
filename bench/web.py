"""Pages and posts of the product beside the bare stack, in turn, under the same server."""

import re
from collections.abc import Sequence
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from bench.databases import SECRET
from bench.measure import Line, in_turn
from bench.servers import Asked, product_environment, rate, serving
from bench.world import Taker, World

LEAST = 0.6  # of the floor
ROUNDS, PAGES, POSTS = 5, 400, 200


def measure(name: str, url: str, world: World) -> list[Line]:
    """The lesson page and the answer post on one database."""
    with serving("wsgi:app", **product_environment(url, SECRET)) as (port, _):
        lessons = [Asked(port, world.lesson, taker.cookie) for taker in world.takers]
        body = lessons[0].once(HTTPConnection("127.0.0.1", port))
        forms = [_form(lesson, taker) for lesson, taker in zip(lessons, world.takers, strict=True)]
        answers = [
            Asked(port, taker.question, taker.cookie, form)
            for taker, form in zip(world.takers, forms, strict=True)
        ]
        floor = f"bench.floor:create_floor({url!r}, {SECRET!r}, {len(body)})"
        with serving(floor) as (beside, _):
            page = f"/lesson/{world.course}/{world.lesson_slug}"
            bare_pages = [Asked(beside, page, taker.cookie) for taker in world.takers]
            bare_posts = [
                Asked(beside, f"/answer/{taker.asked_id}", taker.cookie, form)
                for taker, form in zip(world.takers, forms, strict=True)
            ]
            return [
                _compare(f"Lesson page, {name}", lessons, bare_pages, PAGES),
                _compare(f"Keeping an answer, {name}", answers, bare_posts, POSTS),
            ]


def _compare(what: str, ours: Sequence[Asked], bare: Sequence[Asked], count: int) -> Line:
    in_turn(1, lambda: rate(ours, count // 2), lambda: rate(bare, count // 2))  # warm
    found, floor = in_turn(ROUNDS, lambda: rate(ours, count), lambda: rate(bare, count))
    ratio = found / floor
    measured = f"{ratio:.0%} of the floor ({found:.0f} of {floor:.0f} a second)"
    return Line(what, f"{LEAST:.0%} of the bare stack or more", measured, ratio >= LEAST)


def _form(lesson: Asked, taker: Taker) -> str:
    token = _token(lesson.once(HTTPConnection("127.0.0.1", lesson.port)))
    return urlencode({"csrf_token": token, "answer": taker.answer})


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
