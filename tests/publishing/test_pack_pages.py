"""The pack, the paragraph and the answers, for whoever may read the statement they are made of."""

import csv
import io

import docx
import pytest
from flask import Flask
from sqlalchemy import select

from learning.database import transaction
from learning.publishing.models import Statement
from tests.builders import Town
from tests.coverage.reading import assert_fit, sheets_of, words_of
from tests.page import Browser
from tests.publishing.press import top
from tests.statements import most_asked

PAGES = ("/pack", "/governance", "/foi")
FILES = ("/pack.pdf", "/pack.docx", "/governance.txt", "/foi.csv")


@pytest.fixture
def published(town: Town, stated_twice: None) -> str:
    return f"{top(town)}/1"


@pytest.fixture
def of_leads(town: Town, stated_twice: None) -> str:
    return f"{top(town)}/2"


def test_what_is_published_for_everybody_is_drawn_for_everybody(
    app: Flask,
    browser: Browser,
    published: str,
    tmp_path: object,
) -> None:
    pages = [browser.get(published + ending) for ending in PAGES]
    assert [page.status for page in pages] == [200] * 3
    assert most_asked(app, *pages) <= 4
    assert pages[0].h1.startswith("Digital skills in Fernleigh Council: report on statement 1")
    assert "For the officer to write" in pages[0].words
    assert "Copy" not in pages[1].h1
    made = browser.client.get(f"{published}/pack.pdf")
    assert_fit(made.data, tmp_path)  # type: ignore[arg-type]
    word = browser.client.get(f"{published}/pack.docx").data
    headings = [
        p.text for p in docx.Document(io.BytesIO(word)).paragraphs if "Heading" in p.style.name
    ]
    on_paper, on_the_page = words_of(made.data), pages[0].words
    assert [one for one in headings if one not in on_paper or one not in on_the_page] == []
    text = browser.client.get(f"{published}/governance.txt").text
    assert " ".join(text.split()) in pages[1].words
    said = browser.get(published)
    for ending in PAGES:
        assert f'href="{published}{ending}"' in said.text


def test_figures_are_those_of_the_statement_in_every_format(
    browser: Browser, published: str
) -> None:
    data = browser.client.get(f"{published}.json").json
    lines = {one["name"]: one for one in data["report"]["lines"] if one["group"] == "skill"}
    shown = {slug: one for slug, one in lines.items() if not one["suppressed"]}
    assert shown
    names = data["report"]["words"]["en"]["skills"]
    sheets = sheets_of(browser.client.get(f"{published}.xlsx").data)
    in_sheet = {row[-1]: row[1:4] for row in sheets["Skills"] if row[1] != "Hidden"}
    assert in_sheet == {
        slug: (one["people"], one["required"], one["met"]) for slug, one in shown.items()
    }
    rows = csv.DictReader(io.StringIO(browser.client.get(f"{published}/foi.csv").text))
    answered = {r["item"]: (r["expected"], r["shown"]) for r in rows if r["answer"] == "by-item"}
    pack = browser.get(f"{published}/pack").words
    paper = words_of(browser.client.get(f"{published}.pdf").data)
    for slug, one in lines.items():
        if one["suppressed"]:
            assert answered[names[slug]] == ("", "")
        else:
            assert answered[names[slug]] == (str(one["required"]), str(one["met"]))
            assert f"{one['met']} of {one['required']}" in pack
            assert f"{names[slug]} {one['people']} {one['met']} (" in paper


def test_what_is_for_leads_does_not_exist_for_others(app: Flask, town: Town, of_leads: str) -> None:
    for ending in (*PAGES, *FILES):
        assert Browser(app).client.get(of_leads + ending).status_code == 404
        for other in (town.reviewer, town.other_lead, town.partnership_reviewer, town.planner):
            reply = Browser(app).sign_in(other).client.get(of_leads + ending)
            assert reply.status_code == 404
    lead = Browser(app).sign_in(town.lead)
    for ending in (*PAGES, *FILES):
        reply = lead.client.get(of_leads + ending)
        assert reply.status_code == 200
        assert reply.headers["Cache-Control"] == "private, no-store"
    assert "Do not answer requests from it." in lead.get(f"{of_leads}/foi").words


def test_a_statement_that_is_not_there_has_no_pack(browser: Browser, town: Town) -> None:
    for ending in (*PAGES, *FILES):
        address = f"/organisations/{town.slug}/statements/7{ending}"
        assert browser.client.get(address).status_code == 404


def test_the_report_leads_to_the_pack_of_the_newest_statement_that_everybody_may_read(
    app: Flask, town: Town, published: str
) -> None:
    """Statement 2 is for leads alone: its pack is not for a meeting."""
    for reader in (town.lead, town.reviewer):
        browser = Browser(app).sign_in(reader)
        report = browser.get(f"/organisations/{town.slug}/coverage")
        for ending in ("/pack", "/pack.docx"):
            newest = f"{top(town)}/newest{ending}"
            assert f'href="{newest}"' in report.text
            reply = browser.client.get(newest)
            assert (reply.status_code, reply.location) == (303, published + ending)
    assert Browser(app).client.get(f"{top(town)}/newest/pack").status_code == 303


def test_before_anything_is_published_the_newest_pack_leads_to_the_list_that_says_so(
    app: Flask, town: Town
) -> None:
    newest = f"{top(town)}/newest/pack"
    lead = Browser(app).sign_in(town.lead)
    assert lead.client.get(newest).location == top(town)
    assert "None has been published yet." in lead.get(top(town)).words
    assert Browser(app).client.get(newest).status_code == 404
    assert Browser(app).sign_in(town.other_lead).client.get(newest).status_code == 404


def test_a_statement_whose_place_was_taken_is_not_the_newest(
    app: Flask, town: Town, published: str
) -> None:
    with app.app_context(), transaction() as session:
        first = session.scalars(select(Statement).where(Statement.number == 1)).one()
        values = {c.key: getattr(first, c.key) for c in Statement.__table__.columns}
        values |= {"number": 3, "form_key": "again", "restates_id": first.id}
        del values["id"]
        session.add(Statement(**values))
    reply = Browser(app).client.get(f"{top(town)}/newest/pack")
    assert reply.location == f"{top(town)}/3/pack"
