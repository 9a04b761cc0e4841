"""What a visitor sees first: three pictures of the real thing, and who runs the installation."""

import re

import pytest
from flask import Flask
from pydantic import ValidationError

from learning.config import Settings
from tests.databases import a_test_app, settings_for
from tests.page import Browser

PAGES = ("/", "/privacy", "/accessibility")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    ("contact", "target"),
    [
        ("learning@newtown.example", "mailto:learning@newtown.example"),
        ("https://newtown.example/write", "https://newtown.example/write"),
    ],
)
def test_visitors_read_who_runs_the_installation_and_where_to_write(
    monkeypatch: pytest.MonkeyPatch, database_url: str, address: str, contact: str, target: str
) -> None:
    monkeypatch.setenv("LEARNING_RUN_BY", "Newtown Council & Friends")
    monkeypatch.setenv("LEARNING_CONTACT", contact)
    page = Browser(a_test_app(database_url)).get(address)
    assert f"Run by Newtown Council & Friends. Write to {contact}." in page.words
    assert f'href="{target}"' in page.text


@pytest.mark.parametrize("address", PAGES)
def test_where_nobody_is_named_no_line_stands(app: Flask, address: str) -> None:
    page = Browser(app).get(address)
    assert page.status == 200
    assert "Run by" not in page.words
    assert "Write to" not in page.words


@pytest.mark.parametrize("contact", ["the town hall", "javascript:alert(1)@x", "ftp://a.example"])
def test_a_contact_that_is_no_address_is_refused(contact: str) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate(settings_for("sqlite://").model_dump() | {"contact": contact})


def test_the_pictures_are_light_kept_for_good_and_told_in_words(app: Flask) -> None:
    browser = Browser(app)
    page = browser.get("/")
    pictures = re.findall(r'<img src="(/static/[^"]+\.webp)"([^>]*)>', page.text)
    assert len(pictures) == 3
    for address, attributes in pictures:
        assert re.search(r' width="\d+" height="\d+" loading="lazy" alt="[^"]{40,}"', attributes)
        with browser.client.get(address) as reply:
            assert (reply.status_code, reply.mimetype) == (200, "image/webp")
            assert "immutable" in reply.headers["Cache-Control"]
            assert len(reply.data) < 15_000


def test_it_speaks_to_those_who_learn_who_run_it_and_who_answer_for_it(app: Flask) -> None:
    page = Browser(app).get("/")
    kinds = re.findall(r"<section>.*?<h2[^>]*>(.*?)</h2>", page.text, flags=re.DOTALL)
    assert kinds == [
        "For councillors, leaders and service teams",
        "For those who choose and run it",
        "For those who answer for it",
    ]
