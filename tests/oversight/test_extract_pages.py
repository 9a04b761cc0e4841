"""Lists for group leaders: only under a resolution, dated, and told to everybody on them."""

import csv
import io

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning.audit import AuditEntry
from learning.catalogue.published import Catalogue
from learning.clock import day_in_words, now
from learning.database import current_session, transaction
from learning.notices.models import Notice
from learning.oversight.models import ExtractLine, GivenExtract
from learning.people.actions import places
from learning.people.models import Membership
from learning.policies.actions import decide
from learning.policies.rules import Extract
from tests.builders import LONG_AGO, Town, a_person, appoint_lead, days_ago
from tests.oversight.asked import ask, finish
from tests.page import Browser, Page
from tests.statements import most_asked

HERE = "/organisations/fernleigh/extracts"
CLAUSE = "Minute 42 of the Council, on training of members"
Codes = dict[str, str]


@pytest.fixture
def codes(app: Flask, town: Town, catalogue: Catalogue) -> Codes:
    """Ada has not done what she is asked, Tomos has; there is a resolution."""
    with app.app_context(), transaction() as session:
        ask(session, town.councillor, by=town.lead, due_on=days_ago(-9))
        finish(session, catalogue, town.second_councillor)
        ask(session, town.second_councillor, by=town.lead)
        decide(
            session,
            Extract(resolved_on=days_ago(60), clause=CLAUSE),
            organisation_id=town.council,
            authority="Full Council",
            starts_on=days_ago(0),
            by=town.lead,
            at=now(),
        )
        rows = session.execute(select(Membership.person_id, Membership.person_code)).all()
    by_person = dict(map(tuple, rows))
    return {
        name: by_person[getattr(town, name)]
        for name in ("councillor", "second_councillor", "planner", "chief", "stranger")
    }


def counted(app: Flask, table: type) -> int:
    with app.app_context():
        return current_session().scalar(select(func.count()).select_from(table)) or 0


def checked(lead: Browser, *people: str, paths: tuple[str, ...] = ("every-officer",)) -> Page:
    query = "&".join([*(f"person={one}" for one in people), *(f"path={one}" for one in paths)])
    return lead.get(f"{HERE}/check?{query}")


def made(lead: Browser, *people: str, key: str | None = None) -> Page:
    page = checked(lead, *people)
    fields = {"form_key": key or page.hidden("form_key"), "person": list(people)}
    return lead.post(f"{HERE}/check", fields | {"path": ["every-officer"]})


def test_without_a_resolution_the_page_says_what_is_missing(app: Flask, town: Town) -> None:
    lead = Browser(app).sign_in(town.lead)
    page = lead.get(HERE)
    assert "What is missing is a resolution of the council: its date and its clause" in page.words
    assert "Make a list" not in page.words
    for address in (f"{HERE}/new", f"{HERE}/check?person=x&path=every-officer"):
        assert lead.get(address).location == HERE
    assert lead.post(f"{HERE}/check", {"person": "x", "path": "every-officer"}).location == HERE
    assert counted(app, GivenExtract) == 0


def test_people_are_found_and_ticked_and_stay_ticked(app: Flask, town: Town, codes: Codes) -> None:
    lead = Browser(app).sign_in(town.lead)
    page = lead.get(f"{HERE}/new")
    assert "find people first" in page.words
    page = lead.get(f"{HERE}/new?role=councillor&person={codes['planner']}&path=every-officer")
    for name in ("Samina Haque", "Ada Merriweather", "Tomos Greenhalgh"):
        assert name in page.words
    assert page.text.count(" checked") == 2
    assert "Wilfred" not in lead.get(f"{HERE}/new?q=wilfred&person={codes['stranger']}").words


def test_the_list_says_done_or_not_and_by_when_and_nothing_else(
    app: Flask, town: Town, codes: Codes
) -> None:
    lead = Browser(app).sign_in(town.lead)
    page = checked(lead, codes["councillor"], codes["second_councillor"], codes["planner"])
    assert "1 of those you chose is not asked" in page.words
    assert CLAUSE in page.words
    reply = made(lead, codes["councillor"], codes["second_councillor"], codes["planner"])
    assert reply.status == 303
    page = lead.get(reply.location)
    assert f"List for group leaders, {day_in_words(days_ago(0))}" in page.h1
    assert "Made by Lowri Bevan" in page.words
    assert f"resolved on {day_in_words(days_ago(60))}: {CLAUSE}" in page.words
    rows = list(csv.reader(io.StringIO(lead.get(f"{reply.location}.csv").text)))
    assert rows == [
        ["name", "path", "done", "due_on"],
        ["Ada Merriweather", "every-officer", "not done", days_ago(-9).isoformat()],
        ["Tomos Greenhalgh", "every-officer", "done", days_ago(10).isoformat()],
    ]
    assert day_in_words(days_ago(3)) not in page.words  # when Tomos showed it
    assert "2 people" in lead.get(HERE).words


def test_everybody_listed_is_told_and_the_trail_says_whom(
    app: Flask, town: Town, codes: Codes
) -> None:
    lead = Browser(app).sign_in(town.lead)
    assert made(lead, codes["councillor"], codes["second_councillor"]).status == 303
    with app.app_context():
        session = current_session()
        told = {
            row.person_id: row.body
            for row in session.scalars(select(Notice).where(Notice.kind == "extract"))
        }
        listed = session.scalars(
            select(AuditEntry.person_id).where(AuditEntry.action == "extract.listed")
        )
        assert set(listed) == set(told) == {town.councillor, town.second_councillor}
    assert "Every officer: not done" in told[town.councillor]
    assert "Every officer: done" in told[town.second_councillor]
    assert all(CLAUSE in body and "Lowri Bevan" in body for body in told.values())
    audit = lead.get("/organisations/fernleigh/audit?about=paths").words
    assert "Lowri Bevan made a list for group leaders" in audit
    assert CLAUSE in audit
    own = Browser(app).sign_in(town.councillor).get("/record.json").text
    assert CLAUSE in own


def test_a_form_sent_twice_makes_one_list(app: Flask, town: Town, codes: Codes) -> None:
    lead = Browser(app).sign_in(town.lead)
    first = made(lead, codes["councillor"], key="once")
    assert made(lead, codes["councillor"], key="once").location == first.location
    assert made(lead, codes["second_councillor"], key="once").status == 409
    assert (counted(app, GivenExtract), counted(app, ExtractLine)) == (1, 1)


def test_nobody_chosen_and_nothing_asked_are_said_and_nothing_is_lost(
    app: Flask, town: Town, codes: Codes
) -> None:
    lead = Browser(app).sign_in(town.lead)
    page = lead.get(f"{HERE}/check?path=every-officer")
    assert page.status == 422
    assert "Choose at least one person" in page.words
    page = lead.get(f"{HERE}/check?person={codes['councillor']}")
    assert "Choose at least one path" in page.words
    assert "Ada Merriweather" in page.words
    assert "nothing to list" in checked(lead, codes["planner"]).words
    page = lead.post(
        f"{HERE}/check", {"form_key": "k", "person": codes["planner"], "path": "every-officer"}
    )
    assert page.status == 422
    assert "Nobody you chose is asked" in page.words
    page = lead.get(f"{HERE}/check?path=every-officer&{'&'.join(['person=x'] * 301)}")
    assert "Choose 300 people at most" in page.words


def test_restricted_people_and_those_of_other_councils_are_on_no_list(
    app: Flask, town: Town, codes: Codes
) -> None:
    with app.app_context(), transaction() as session:
        ask(session, town.chief, by=town.lead)
        ask(session, town.stranger, by=town.other_lead)
        chief = session.scalars(select(Membership).where(Membership.person_id == town.chief))
        places.restrict(session, chief.one(), lead_id=town.lead, by=None, at=LONG_AGO)
    lead = Browser(app).sign_in(town.lead)
    assert "Grace" not in lead.get(f"{HERE}/new?q=grace").words
    page = checked(lead, codes["chief"], codes["stranger"], codes["councillor"])
    assert "Grace" not in page.words
    assert "Wilfred" not in page.words
    assert made(lead, codes["chief"], codes["stranger"], codes["councillor"]).status == 303
    assert counted(app, ExtractLine) == 1


def test_who_is_restricted_later_is_seen_on_old_lists_by_leads_named_for_them(
    app: Flask, town: Town, codes: Codes
) -> None:
    lead = Browser(app).sign_in(town.lead)
    address = made(lead, codes["councillor"], codes["second_councillor"]).location
    with app.app_context(), transaction() as session:
        member = session.scalars(
            select(Membership).where(Membership.person_id == town.councillor)
        ).one()
        places.restrict(session, member, lead_id=None, by=None, at=now())
    for page in (lead.get(address), lead.get(f"{address}.csv")):
        assert "Ada" not in page.text
        assert "Tomos" in page.text


def test_a_scoped_lead_and_everybody_else_has_no_such_page(
    app: Flask, town: Town, codes: Codes
) -> None:
    address = made(Browser(app).sign_in(town.lead), codes["councillor"]).location
    with app.app_context(), transaction() as session:
        scoped = a_person(session, "Scoped Lead")
        appoint_lead(session, town.council, scoped, since=days_ago(9), tiers=["councillor"])
    for person in (scoped, town.councillor, town.reviewer, town.administrator, town.other_lead):
        browser = Browser(app).sign_in(person)
        for one in (HERE, f"{HERE}/new", f"{HERE}/check", address, f"{address}.csv"):
            assert browser.get(one).status == 404
    other = Browser(app).sign_in(town.other_lead)
    assert other.get(address.replace("fernleigh", "otmoor")).status == 404


def test_the_pages_keep_to_their_statements(app: Flask, town: Town, codes: Codes) -> None:
    lead = Browser(app).sign_in(town.lead)
    address = made(lead, codes["councillor"]).location
    pages = [lead.get(one) for one in (HERE, f"{HERE}/new?role=councillor", address)]
    assert most_asked(app, *pages, checked(lead, codes["councillor"])) <= 8
