"""A council agrees to share, and ends it, on its own pages."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.people.models import Partnership, Sharing
from tests.builders import Town, a_person, appoint_lead, days_ago
from tests.page import Browser, Page

TOP = "/organisations/fernleigh/sharing"
TODAY = day_of(now())


@pytest.fixture
def lead(browser: Browser, town: Town) -> Browser:
    return browser.sign_in(town.lead)


def vale(app: Flask) -> int:
    with app.app_context():
        return current_session().scalars(select(Partnership.id)).one()


def fields(app: Flask, **change: object) -> dict[str, object]:
    return {
        "circle": str(vale(app)),
        "fields": ["joint", "compared", "asked"],
        "contact": "Head of Member Services",
        "starts_on": TODAY.isoformat(),
        "ends_on": (TODAY + timedelta(days=700)).isoformat(),
        "officer": "samina.haque@people.example",
        "authority": "Clause 4.2",
        "decided_on": days_ago(3).isoformat(),
    } | change


def send(browser: Browser, said: dict[str, object], **more: object) -> Page:
    page = browser.get(f"{TOP}/new")
    return browser.post(f"{TOP}/new", {"seen": page.hidden("seen")} | said | more)


def rows(app: Flask) -> list[Sharing]:
    with app.app_context():
        wanted = select(Sharing).where(Sharing.superseded_at.is_(None)).order_by(Sharing.id)
        return list(current_session().scalars(wanted))


def test_it_is_seen_in_words_before_it_is_agreed(app: Flask, lead: Browser) -> None:
    said = fields(app)
    page = send(lead, said)
    assert page.h1 == "Is this what you agree to?"
    assert "Vale Partnership" in page.words
    assert "nothing is shown any more" in page.words
    assert len(rows(app)) == 1
    assert send(lead, said, back="yes").h1 == "Agree to share"
    assert send(lead, said, sure="yes").location == TOP
    words = lead.get(TOP).words
    assert "Head of Member Services answers" in words
    assert "Clause 4.2" in words
    assert "by Samina Haque" in words
    assert "agreed to share with Vale Partnership" in words
    entered, own = rows(app)
    assert entered.ends_on == TODAY  # the administrator's row gave way
    assert (own.joint, own.compared, own.may_be_asked) == (True, True, True)


def test_sent_twice_from_one_form_it_is_agreed_once(app: Flask, lead: Browser) -> None:
    seen = lead.get(f"{TOP}/new").hidden("seen")
    said = fields(app, sure="yes", seen=seen)
    assert lead.post(f"{TOP}/new", said).status == 303
    assert lead.post(f"{TOP}/new", said).status == 303
    assert len(rows(app)) == 2
    other = said | {"fields": ["joint"], "circle": "everybody", "contact": ""}
    assert lead.post(f"{TOP}/new", other).status == 422
    page = lead.post(f"{TOP}/new", other | {"fields": ["compared"]})
    assert page.status == 409
    assert "Somebody else changed what is shared meanwhile" in page.words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"circle": ""}, "Choose with whom"),
        ({"circle": "99999"}, "Not a valid choice"),
        ({"fields": []}, "Choose at least one thing to share"),
        ({"fields": ["everything"]}, "not a valid choice"),
        ({"contact": ""}, "Enter the post that answers"),
        ({"contact": "x" * 201}, "Use 200 characters at most"),
        ({"ends_on": ""}, "Enter the day it ends"),
        ({"ends_on": "2199-01-01"}, "Three years at most"),
        ({"ends_on": TODAY.isoformat()}, "Enter a day after the first day"),
        ({"starts_on": days_ago(1).isoformat()}, "Choose today or a later day"),
        ({"officer": "una.quayle@people.example"}, "Nobody who belongs to your council"),
        ({"officer": "nobody"}, "Enter an e-mail address"),
        ({"authority": " "}, "Enter a clause or a resolution"),
        ({"decided_on": "2199-01-01"}, "today or earlier"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_nothing_is_lost(
    app: Flask, lead: Browser, change: dict[str, object], words: str
) -> None:
    page = send(lead, fields(app, **change), sure="yes")
    assert page.status == 422
    assert words in page.words
    if "authority" not in change:
        assert "Clause 4.2" in page.words
    assert len(rows(app)) == 1


def test_overlapping_days_are_refused_before_they_are_confirmed(app: Flask, lead: Browser) -> None:
    assert send(lead, fields(app), sure="yes").status == 303
    page = send(lead, fields(app, authority="Another"))
    assert page.status == 422
    assert "This is shared already until" in page.words


def test_ending_asks_first_and_serves_nothing_from_then(
    app: Flask, lead: Browser, town: Town
) -> None:
    number = rows(app)[0].id
    reader = Browser(app).sign_in(town.partnership_reviewer)
    coverage = "/partnerships/vale/coverage"
    assert "Fernleigh Council" in reader.get(coverage).words
    assert "End this?" in lead.get(f"{TOP}/{number}/end").words
    assert lead.post(f"{TOP}/{number}/end").status == 303
    page = reader.get(coverage)
    assert (page.status, "Fernleigh Council" in page.words) == (200, False)
    earlier = reader.client.get(f"{coverage}.json?as_at={days_ago(200)}").json
    assert earlier["overall"]["people"] is None
    assert lead.post(f"{TOP}/{number}/end").status == 409
    assert lead.get(f"{TOP}/{number}/end").status == 404
    assert "You share nothing today" in lead.get(TOP).words


def test_a_lead_of_a_part_reads_it_and_changes_nothing(app: Flask, town: Town) -> None:
    with app.app_context(), transaction() as session:
        part = a_person(session, "Part Lead")
        appoint_lead(session, town.council, part, tiers=("councillor",))
    browser = Browser(app).sign_in(part)
    page = browser.get(TOP)
    assert page.status == 200
    assert "can change it" in page.words
    assert "End it" not in page.words
    number = rows(app)[0].id
    for address in (f"{TOP}/new", f"{TOP}/{number}/end", f"{TOP}/what-helped"):
        assert browser.get(address).status == 404
        assert browser.post(address).status == 404
    assert browser.get(f"{TOP}/readings").status == 200


def test_other_partnerships_and_agreements_do_not_exist_here(
    app: Flask, lead: Browser, town: Town
) -> None:
    other = Browser(app).sign_in(town.other_lead)
    assert "Vale" not in other.get("/organisations/otmoor/sharing/new").words
    number = rows(app)[0].id
    assert other.get(f"/organisations/otmoor/sharing/{number}/end").status == 404
    assert other.post(f"/organisations/otmoor/sharing/{number}/end").status == 404
    assert other.get(TOP).status == 404
    assert rows(app)[0].ends_on is None


def test_what_helped_is_one_line_for_a_skill(app: Flask, lead: Browser) -> None:
    address = f"{TOP}/what-helped"
    said = {"skill": "cyber-security", "words": "A lesson a week.", "seen": ""}
    lead.get(address)
    assert lead.post(address, said).status == 303
    assert lead.post(address, said).status == 303
    page = lead.get(f"{address}?skill=cyber-security")
    assert page.hidden("seen") == "A lesson a week."
    assert lead.post(address, said | {"words": "Another way."}).status == 409
    assert lead.post(address, said | {"words": "", "seen": "A lesson a week."}).status == 303
    assert "A lesson a week." not in lead.get(address).words
    assert lead.post(address, said | {"skill": "juggling"}).status == 422
    assert lead.get(f"{address}?skill=juggling").status == 404


def test_a_council_is_reminded_on_the_page_of_the_week(app: Flask, lead: Browser) -> None:
    soon = (TODAY + timedelta(days=30)).isoformat()
    assert send(lead, fields(app, ends_on=soon), sure="yes").status == 303
    words = lead.get("/organisations/fernleigh/oversight").words
    assert "agreement with other councils that ends in the next 60 days" in words


def test_an_administrator_says_what_kind_of_council_it_is(
    app: Flask, browser: Browser, town: Town
) -> None:
    browser.sign_in(town.administrator)
    address = "/admin/organisations/fernleigh/kind"
    browser.get(address)
    assert browser.post(address, {"kind": "castle"}).status == 422
    assert browser.post(address, {"kind": "county"}).status == 303
    assert "County council" in browser.get("/admin").words
    assert browser.get("/admin/organisations/nowhere/kind").status == 404
