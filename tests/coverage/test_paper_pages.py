"""The papers of a report say what its JSON says, to each reader what is theirs."""

import io
import re

import openpyxl
import pytest
from flask import Flask

from learning.catalogue.published import Catalogue
from learning.clock import now
from learning.coverage.keeping_together import keep_together
from learning.coverage.rules.figures import percentage
from tests.builders import Town
from tests.coverage.reading import Rows, assert_fit, sheets_of, words_of
from tests.page import Browser
from tests.statements import most_asked

pytestmark = pytest.mark.long

COUNTS = ("people", "required", "met", "expiring", "below", "none")
SHEET_OF = {"skills": "Skills", "roles": "Roles", "tiers": "Groups", "services": "Services"}
GROUP_OF = {"roles": "role", "tiers": "tier", "services": "service"}
BANDS = {None: "Hidden", "fewer-than-half": "Fewer than half", "half-or-more": "Half or more"}


def address(town: Town, ending: str) -> str:
    return f"/organisations/{town.slug}/coverage{ending}"


@pytest.mark.parametrize("reader", ["lead", "reviewer"])
@pytest.mark.parametrize("query", ["", "?tier=service-team", "?skill=cyber-security"])
def test_workbook_and_paper_say_what_the_data_says(
    browser: Browser, decided: Town, catalogue: Catalogue, reader: str, query: str
) -> None:
    browser.sign_in(getattr(decided, reader))
    data = browser.client.get(address(decided, f".json{query}")).json
    sheets = sheets_of(browser.client.get(address(decided, f".xlsx{query}")).data)
    text = words_of(browser.client.get(address(decided, f".pdf{query}")).data)
    for kind, sheet in SHEET_OF.items():
        assert_rows(sheets[sheet], data[kind], kind)
        for line in data[kind]:
            assert f"{catalogue.skills[line['skill']].name} {in_words(line)}" in text
    overall = data["overall"]
    values = dict(sheets["Summary"])
    shown = "Hidden" if overall["suppressed"] else overall["met"]
    assert values["Shown"] == shown if not overall.get("band") else BANDS[overall["band"]]
    if not overall["suppressed"]:
        assert values["People who meet everything they need"] == overall["people_meeting_all"]
        assert f"{overall['met']} ({percent(overall)}%) are shown" in text


def test_the_priority_by_which_gaps_stand_is_told_to_leads_alone(
    browser: Browser, decided: Town
) -> None:
    top = address(decided, "")
    page = browser.sign_in(decided.lead).get(top)
    column = [int(one) for one in re.findall(r'data-label="Priority">([\d,]+)<', page.text)]
    sheet = sheets_of(browser.client.get(address(decided, ".xlsx")).data)["Gaps"]
    assert len(column) > 3
    assert column == sorted(column, reverse=True) == [row[-1] for row in sheet]
    browser.sign_in(decided.reviewer)
    gaps = browser.get(top)
    assert "People short" in gaps.words
    assert "Priority" not in gaps.text
    book = openpyxl.load_workbook(io.BytesIO(browser.client.get(address(decided, ".xlsx")).data))
    headers = [cell.value for cell in book["Gaps"][1]]
    assert headers[-1] == "Skill key"
    assert "priority" not in browser.client.get(address(decided, ".json")).text.lower()


def assert_rows(rows: Rows, lines: list[dict[str, object]], kind: str) -> None:
    group = GROUP_OF.get(kind)
    found = {(row[-2] if group else None, row[-1]): row[2 if group else 1 :][:7] for row in rows}
    assert found == {
        (line[group] if group else None, line["skill"]): cells(line) for line in lines
    } or (not lines and len(rows) == 1)


def cells(line: dict[str, object]) -> tuple[object, ...]:
    if line["suppressed"]:
        return ("Hidden", "Hidden", BANDS[line["band"]], *["Hidden"] * 4)  # type: ignore[index]
    counts = [line[name] for name in COUNTS]
    return (*counts[:3], percent(line), *counts[3:])


def percent(line: dict[str, object]) -> int:
    return percentage(line["met"], line["required"])  # type: ignore[arg-type]


def in_words(line: dict[str, object]) -> str:
    if line["suppressed"]:
        return f"{BANDS[line['band']]} shown" if line["band"] else "Hidden"  # type: ignore[index]
    rest = f"{line['expiring']} {line['below']} {line['none']}"
    return f"{line['people']} {line['met']} ({percent(line)}%) {rest}"


@pytest.mark.parametrize("ending", [".xlsx", ".pdf"])
@pytest.mark.parametrize(
    ("query", "status"),
    [("?as_at=tomorrow", 422), ("?known_at=now", 422), ("?role=astronaut", 404), ("", 200)],
)
def test_papers_refuse_what_the_page_refuses(
    browser: Browser, busy: Town, ending: str, query: str, status: int
) -> None:
    browser.sign_in(busy.lead)
    assert browser.client.get(address(busy, ending + query)).status_code == status
    assert (
        browser.client.get(f"/organisations/{busy.other_slug}/coverage{ending}").status_code == 404
    )
    browser.sign_in(busy.partnership_reviewer)
    assert browser.client.get(address(busy, ending)).status_code == 404


def test_only_leads_choose_what_was_known_when(browser: Browser, busy: Town) -> None:
    asked = address(busy, ".xlsx?known_at=2025-01-01T00:00:00Z")
    made = browser.sign_in(busy.lead).client.get(asked)
    assert dict(sheets_of(made.data)["About"])["As known at (UTC)"] == "2025-01-01T00:00:00Z"
    assert browser.sign_in(busy.reviewer).client.get(asked).status_code == 422


@pytest.mark.parametrize("reader", ["lead", "reviewer"])
def test_a_day_without_figures_is_answered_in_plain_words(
    browser: Browser, busy: Town, reader: str
) -> None:
    browser.sign_in(getattr(busy, reader))
    paper = browser.client.get(address(busy, ".pdf?as_at=1973-12-31"))
    assert paper.status_code == 200
    assert "There are no figures for" in words_of(paper.data)
    workbook = browser.client.get(address(busy, ".xlsx?as_at=1973-12-31"))
    assert "There are no figures for" in str(sheets_of(workbook.data)["About"])


def test_a_partnership_has_papers_that_name_its_councils(
    app: Flask, browser: Browser, busy: Town, tmp_path: object
) -> None:
    with app.app_context():
        keep_together(app.extensions["catalogue"], at=now(), newest=1)
    browser.sign_in(busy.partnership_reviewer)
    made = browser.client.get("/partnerships/vale/coverage.pdf")
    assert_fit(made.data, tmp_path)  # type: ignore[arg-type]
    assert "1 council: Fernleigh Council" in words_of(made.data)
    workbook = browser.client.get("/partnerships/vale/coverage.xlsx").data
    assert dict(sheets_of(workbook)["About"])["Councils in it"] == "Fernleigh Council"
    assert browser.client.get("/partnerships/elsewhere/coverage.pdf").status_code == 404


def test_papers_ask_few_things_of_the_database(app: Flask, browser: Browser, busy: Town) -> None:
    browser.sign_in(busy.lead)
    assert most_asked(app, *(browser.get(address(busy, one)) for one in (".xlsx", ".pdf"))) <= 10
