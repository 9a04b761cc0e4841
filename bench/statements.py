"""How many statements each main page sends to the database, for few people and for many."""

from collections.abc import Mapping

from flask import Flask
from sqlalchemy import event

from bench.measure import Line
from bench.world import World
from learning.extensions import db

BUDGETS = {"learner": 4, "lead": 8, "report": 10}


def pages(world: World) -> list[tuple[str, str, str]]:
    """(whose page, address, cookie)."""
    council = "/organisations/bench"
    return [
        *(
            ("learner", address, world.learner)
            for address in (
                "/learning",
                "/record",
                "/record/year",
                "/self-assessment",
                "/courses",
                f"/courses/{world.course}",
                world.lesson,
                world.question,
            )
        ),
        ("lead", f"{council}/people", world.lead),
        ("lead", f"{council}/assignments", world.lead),
        ("report", f"{council}/coverage", world.lead),
    ]


def counts(app: Flask, world: World) -> dict[tuple[str, str], int]:
    """Statements by page."""
    found = {}
    with app.app_context():
        engine = db.engine
    for whose, address, cookie in pages(world):
        seen: list[str] = []

        def note(*values: object, seen: list[str] = seen) -> None:
            statement = str(values[2])
            if not statement.startswith("BEGIN"):
                seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        reply = app.test_client(use_cookies=False).get(address, headers={"Cookie": cookie})
        event.remove(engine, "before_cursor_execute", note)
        if reply.status_code != 200:
            raise AssertionError(f"{reply.status_code} at {address}")
        found[whose, _kind(app, address)] = len(seen)
    return found


def _kind(app: Flask, address: str) -> str:
    """The name of the page at an address."""
    endpoint, _ = app.url_map.bind("localhost").match(address)
    return str(endpoint)


def lines(
    few: Mapping[str, Mapping[tuple[str, str], int]],
    many: Mapping[str, Mapping[tuple[str, str], int]],
) -> list[Line]:
    """One line for each page: the most on either database, the same however many people."""
    found = []
    for whose, page in few["SQLite"]:
        each = [one[whose, page] for one in (*few.values(), *many.values())]
        budget = BUDGETS[whose]
        measured = f"{max(each)}" + ("" if len(set(each)) == 1 else f" ({each})")
        is_held = max(each) <= budget and len(set(each)) == 1
        what = f"Statements of a {whose} page, {page}"
        found.append(Line(what, f"{budget}, few people or many", measured, is_held))
    return found
