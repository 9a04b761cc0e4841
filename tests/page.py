"""A browser for tests that holds every page it is shown to the rules of all pages."""

import re
from functools import lru_cache
from typing import Any

from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine
from turbohtml.etree import ElementView
from werkzeug.test import TestResponse

from learning.clock import now
from learning.database import transaction
from learning.extensions import db
from learning.people.actions import identity
from tests.conforming import conforming

TOKEN = re.compile(r'(?<=name="csrf_token" value=")[^"]+')


@lru_cache(maxsize=64)
def looked_at(text: str) -> ElementView:
    """The tree of a page that keeps the rules; the same page again need not be looked at again."""
    tree = conforming(text)
    headings = [" ".join("".join(h.itertext()).split()) for h in tree.iter("h1")]
    assert len(headings) == 1, f"one h1 a page, not {headings}"
    title = "".join(tree.find("head/title").itertext())  # type: ignore[union-attr]
    assert title.removeprefix("Error: ").startswith(headings[0]), (title, headings[0])
    ids = {e.get("id") for e in tree.iter()}
    for link in tree.iter("a"):
        href = link.get("href", "")
        if href.startswith("#"):
            assert href[1:] in ids, f"{href} leads nowhere"
        assert not href.lower().startswith(("javascript:", "data:")), href
    named = [
        e.get("aria-label") or e.get("aria-labelledby")
        for e in tree.iter("div")
        if e.get("role") == "region"
    ]
    assert len({*named} - {None}) == len(named), f"parts of a page have their own names: {named}"
    return tree


class Page:
    """A response that is a page."""

    def __init__(self, response: TestResponse, statements: int) -> None:
        self.status = response.status_code
        self.data = response.get_data()
        self.text = self.data.decode(errors="replace")  # a PDF is no text
        self.location = response.headers.get("Location", "")
        self.headers = response.headers
        self.statements = statements
        self.is_html = response.mimetype == "text/html"
        self.tree: ElementView | None = None
        if self.is_html and self.text:
            self.tree = looked_at(TOKEN.sub("", self.text))

    @property
    def words(self) -> str:
        """The text of the page, its spaces single."""
        assert self.tree is not None
        return " ".join("".join(self.tree.itertext()).split())

    @property
    def h1(self) -> str:
        assert self.tree is not None
        return " ".join("".join(next(self.tree.iter("h1")).itertext()).split())

    def token(self) -> str:
        """The token of the page's forms."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.text)
        assert found, "no form token on this page"
        return found.group(1)

    def hidden(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        assert found, f"no hidden field {name}"
        return found.group(1)

    def choices(self, name: str = "answer") -> list[str]:
        return re.findall(rf'name="{name}"[^>]*value="([^"]+)"', self.text)


class Browser:
    """One visitor: keeps cookies, counts statements, and checks every page."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.last_token = ""

    def sign_in(self, person_id: int) -> "Browser":
        """Signed in without the form, which has tests of its own."""
        with self.app.app_context(), transaction() as session:
            token = identity.sign_in(session, person_id=person_id, at=now())
        with self.client.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return self

    def get(self, address: str, **more: Any) -> Page:
        return self._open("GET", address, **more)

    def post(self, address: str, fields: Any = None, *, token: str | None = None) -> Page:
        """Posts a form with the token of the last page that had one, else of the first page."""
        if token is None and not self.last_token:
            self.get("/sign-in")
            self.get("/")
        data = dict(fields or {})
        data.setdefault("csrf_token", token if token is not None else self.last_token)
        return self._open("POST", address, data=data)

    def _open(self, method: str, address: str, **more: Any) -> Page:
        count = 0

        def one_more(*_: object) -> None:
            nonlocal count
            count += 1

        with self.app.app_context():
            engine: Engine = db.engine
        event.listen(engine, "before_cursor_execute", one_more)
        try:
            with self.client.open(address, method=method, **more) as response:
                page = Page(response, count)
                page.statements = count
        finally:
            event.remove(engine, "before_cursor_execute", one_more)
        if page.is_html and 'name="csrf_token"' in page.text:
            self.last_token = page.token()
        return page
