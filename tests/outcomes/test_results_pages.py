"""Short cases of results: proposed, published, corrected and withdrawn, and by whom."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning.database import current_session
from learning.notices.models import Notice
from learning.outcomes.models import CaseVersion, ResultCase
from learning.outcomes.rules.cases import is_link
from tests.builders import Town, days_ago
from tests.page import Browser, Page
from tests.statements import most_asked

CASE = {
    "title": "A false invoice stopped",
    "changed": "The officer rang back.\r\n\r\nThe money stayed <b>here</b>.",
    "figures": "18,400 not paid out",
    "source": "Audit note 14",
    "happened_on": "2026-05-12",
    "skills": "cyber-security",
    "officer": "Idris Farrow, chief internal auditor",
    "link": "https://audit.council.example/14",
}


@pytest.fixture
def top(town: Town) -> str:
    return f"/organisations/{town.slug}/results"


@pytest.fixture
def lead(app: Flask, town: Town) -> Browser:
    return Browser(app).sign_in(town.lead)


@pytest.fixture
def ada(app: Flask, town: Town) -> Browser:
    return Browser(app).sign_in(town.councillor)


def write(who: Browser, top: str, **changed: object) -> Page:
    key = who.get(f"{top}/new").hidden("form_key")
    return who.post(f"{top}/new", CASE | {"form_key": key} | changed)


def decide(who: Browser, address: str, deed: str, **given: str) -> Page:
    seen = who.get(address).hidden("seen")
    return who.post(f"{address}/{deed}", {"seen": seen} | given)


def test_a_lead_writes_a_case_and_everybody_here_reads_it(
    app: Flask, town: Town, top: str, lead: Browser
) -> None:
    sent = write(lead, top)
    assert sent.status == 303
    for person in (town.councillor, town.reviewer, town.lead):
        browser = Browser(app).sign_in(person)
        page = browser.get(sent.location)
        assert page.h1 == CASE["title"]
        assert "The money stayed <b>here</b>." in page.words  # as it was typed
        assert "Source: Audit note 14" in page.words
        assert "Idris Farrow, chief internal auditor" in page.words
        assert 'href="https://audit.council.example/14"' in page.text
        listed = browser.get(top)
        assert CASE["title"] in listed.words
        assert most_asked(app, page, listed) <= 8
    stranger = Browser(app).sign_in(town.stranger)
    assert stranger.get(sent.location).status == 404
    assert CASE["title"] in lead.get(f"{top}?skill=cyber-security").words
    assert CASE["title"] not in lead.get(f"{top}?skill=evaluation").words
    assert lead.get(f"{top}?skill=ropes").status == 404


def test_the_form_sent_twice_is_one_case(app: Flask, top: str, lead: Browser) -> None:
    key = lead.get(f"{top}/new").hidden("form_key")
    first, second = (lead.post(f"{top}/new", CASE | {"form_key": key}) for _ in range(2))
    assert first.location == second.location
    other = lead.post(f"{top}/new", CASE | {"form_key": key, "title": "Another"})
    assert other.status == 409
    with app.app_context():
        assert current_session().scalar(select(func.count(ResultCase.id))) == 1


def test_a_member_proposes_and_a_lead_publishes(
    app: Flask, town: Town, top: str, lead: Browser, ada: Browser
) -> None:
    case = write(ada, top).location
    assert "You proposed this" in ada.get(case).words
    other = Browser(app).sign_in(town.second_councillor)
    assert other.get(case).status == 404
    assert CASE["title"] not in other.get(top).words
    assert "Proposed by Ada Merriweather" in lead.get(top).words
    assert ada.post(f"{case}/publish", {"seen": "1"}).status == 404
    assert decide(lead, case, "publish").status == 303
    assert other.get(case).status == 200
    with app.app_context():
        told = (
            select(Notice.person_id, Notice.kind)
            .where(Notice.kind.startswith("case."))
            .order_by(Notice.id)
        )
        assert [tuple(row) for row in current_session().execute(told)] == [
            (town.lead, "case.proposed"),
            (town.councillor, "case.decided"),
        ]


def test_a_lead_says_why_a_case_is_not_published(
    app: Flask, town: Town, top: str, lead: Browser, ada: Browser
) -> None:
    case = write(ada, top).location
    assert decide(lead, case, "decline").status == 422
    assert decide(lead, case, "decline", reason="Name no supplier").status == 303
    assert "Name no supplier" in ada.get(case).words
    assert decide_again(lead, case) == 409


def decide_again(lead: Browser, case: str) -> int:
    """A lead who still has the page of before open."""
    return lead.post(f"{case}/publish", {"seen": "1"}).status


def test_a_correction_keeps_what_was_said_before(app: Flask, top: str, lead: Browser) -> None:
    case = write(lead, top).location
    form = lead.get(f"{case}/correct")
    assert 'value="A false invoice stopped"' in form.text
    seen = form.hidden("seen")
    changed = CASE | {"seen": seen, "figures": "18,000 not paid out"}
    assert lead.post(f"{case}/correct", changed).status == 303
    page = lead.get(case)
    assert "18,000 not paid out" in page.words
    assert "How it stood before" in page.words
    assert lead.post(f"{case}/correct", changed).status == 409  # made from the one before
    with app.app_context():
        rows = current_session().scalars(select(CaseVersion.figures).order_by(CaseVersion.id))
        assert rows.all() == ["18,400 not paid out", "18,000 not paid out"]


def test_a_case_that_is_withdrawn_says_so_and_shows_nothing_else(
    top: str, lead: Browser, ada: Browser
) -> None:
    case = write(lead, top).location
    assert decide(lead, case, "withdraw").status == 422
    assert decide(lead, case, "withdraw", reason="The figure was wrong").status == 303
    page = ada.get(case)
    assert "This case was withdrawn" in page.words
    assert "The figure was wrong" in page.words
    assert "The officer rang back" not in page.words
    assert CASE["title"] not in ada.get(top).words
    assert lead.get(f"{case}/correct").status == 404


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": " "}, "Enter a title"),
        ({"title": "x" * 5000}, "Use 120 characters at most"),
        ({"changed": "x" * 5000}, "Use 3,000 characters at most"),
        ({"source": ""}, "Say where the figures come from"),
        ({"figures": ""}, "Enter the figures"),
        ({"skills": ""}, "Choose at least one skill"),
        ({"skills": "ropes"}, "Choose at least one skill"),
        ({"happened_on": "2026-02-30"}, "Enter a real date"),
        ({"happened_on": days_ago(-1).isoformat()}, "a result has happened"),
        ({"officer": ""}, "Enter the name and post of an officer"),
        ({"link": "http://council.example"}, "begins with https://"),
        ({"link": "javascript:alert(1)"}, "begins with https://"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    app: Flask, top: str, lead: Browser, changed: dict[str, str], said: str
) -> None:
    page = write(lead, top, **changed)
    assert page.status == 422
    assert said in page.words
    kept = {**CASE, **changed}
    assert kept["officer"] in page.text
    with app.app_context():
        assert current_session().scalar(select(func.count(ResultCase.id))) == 0


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("https://council.example/a?b=c", True),
        ("https://council.example:8443/", True),
        ("https://council", False),
        ("https://a@council.example/", False),
        ("https://coun cil.example/", False),
        ("https://council.example/\u202etxt.exe", False),
        ("https://[council.example/", False),
        ("//council.example/", False),
        ("data:text/html,x", False),
    ],
)
def test_a_link_is_a_whole_https_address(text: str, right: bool) -> None:
    assert is_link(text) is right


def test_a_report_viewer_from_elsewhere_reads_and_does_not_write(
    app: Flask, town: Town, top: str, lead: Browser
) -> None:
    reviewer = Browser(app).sign_in(town.reviewer)  # a member too: proposes
    assert "Propose a case" in reviewer.get(top).words
    partner = Browser(app).sign_in(town.partnership_reviewer)
    assert partner.get(top).status == 404
    assert partner.get(f"{top}/new").status == 404
    assert lead.get(f"{top}/999").status == 404
