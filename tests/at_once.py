"""Two at the same moment: neither goes on before both have come as far as they can.

By themselves two threads hardly ever meet where it matters. Here each waits when it begins to
write, and before the first thing it writes, until the other has come there too, or waits for what
this one holds, or is done. SQLite has one writer: there nothing has to be arranged.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import local
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import Engine, event, text

from learning.extensions import db
from learning.sessions import ReadingSession
from tests.page import Browser, Page

Done = TypeVar("Done")
Came = tuple[int, int]  # to its first, second … writing, and there to its beginning or to a change
CHANGES = ("INSERT", "UPDATE", "DELETE")
BLOCKED = text("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
LONGEST = 60.0  # seconds; then there is a fault in here


class Meeting:
    """How far each of two has come."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.came: list[Came] = [(0, 0), (0, 0)]
        self.me = local()

    def begins(self, session: Any, transaction: Any, _connection: Any) -> None:
        """A session began; one that writes waits here."""
        if hasattr(self.me, "place") and session.info.get("writing") and not transaction.nested:
            self._come((self.came[self.me.place][0] + 1, 0))

    def states(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        """Something is stated; the first change of each transaction waits here."""
        if hasattr(self.me, "place") and statement.lstrip().startswith(CHANGES):
            writing, changes = self.came[self.me.place]
            if writing and not changes:
                self._come((writing, 1))

    def _come(self, to: Came) -> None:
        self.came[self.me.place] = to
        latest = time.monotonic() + LONGEST
        with self.engine.connect() as apart:
            while self.came[1 - self.me.place] < to and not apart.scalar(BLOCKED):
                assert time.monotonic() < latest, f"nobody else came to {to}"
                time.sleep(0.002)

    def run(self, place: int, act: Callable[[], Done]) -> Done:
        """One of the two; whoever is done is waited for no more."""
        self.me.place = place
        try:
            return act()
        finally:
            self.came[place] = (99, 0)


@contextmanager
def _arranged(app: Flask) -> Iterator[Callable[[int, Callable[[], Done]], Done]]:
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        yield lambda _place, act: act()
        return
    meeting = Meeting(engine)
    event.listen(ReadingSession, "after_begin", meeting.begins)
    event.listen(engine, "before_cursor_execute", meeting.states)
    try:
        yield meeting.run
    finally:
        event.remove(ReadingSession, "after_begin", meeting.begins)
        event.remove(engine, "before_cursor_execute", meeting.states)


def at_once(app: Flask, one: Callable[[], Done], other: Callable[[], Done]) -> list[Done]:
    """What both brought."""
    with _arranged(app) as run, ThreadPoolExecutor(2) as two:
        started = [two.submit(run, place, act) for place, act in enumerate((one, other))]
        return [one.result() for one in started]


def twice(browser: Browser, address: str, fields: Any = None) -> list[Page]:
    """The same form, sent by the same person from two tabs; the smaller status first."""
    twin = Browser(browser.app)
    twin.client._cookies = dict(browser.client._cookies or {})
    twin.last_token = browser.last_token
    both = at_once(
        browser.app, lambda: browser.post(address, fields), lambda: twin.post(address, fields)
    )
    return sorted(both, key=lambda page: page.status)
