"""Who runs the installation, told on the pages that say what it is."""

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
