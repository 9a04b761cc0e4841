"""A confidential reason is read by the person it concerns and one officer, and nobody else."""

import pytest
from flask import Flask
from sqlalchemy import select

from learning.audit import AuditDetail
from learning.database import current_session, transaction
from learning.people.models import Membership
from tests.builders import Town, a_person, appoint_lead, days_ago
from tests.page import Browser, Page

REASON = "Agreed after the meeting of 3 March"
HIDDEN = "The reason is confidential."


@pytest.fixture
def officer(app: Flask, town: Town) -> int:
    """A second lead of the whole council."""
    with app.app_context(), transaction() as session:
        person = a_person(session, "Oonagh Brennan")
        appoint_lead(session, town.council, person)
        return person


def ask(browser: Browser, town: Town, reader: int, **changed: str) -> Page:
    form = browser.get(f"/organisations/{town.slug}/assignments/new")
    given = {
        "form_key": form.hidden("form_key"),
        "path": "new-councillor",
        "whom": "person",
        "person": "ada.merriweather@people.example",
        "due_on": days_ago(-60).isoformat(),
        "reason": REASON,
        "confidential": "y",
        "officer": str(reader),
    }
    return browser.post(f"/organisations/{town.slug}/assignments/new", given | changed)


def test_the_person_and_the_officer_read_it_and_other_leads_do_not(
    app: Flask, browser: Browser, town: Town, officer: int
) -> None:
    one = ask(browser.sign_in(town.lead), town, officer).location
    with app.app_context():
        code = current_session().scalar(
            select(Membership.person_code).where(Membership.person_id == town.councillor)
        )
    top = f"/organisations/{town.slug}"
    addresses = (one, f"{top}/assignments", f"{top}/assignments.csv", f"{top}/people/{code}")
    for address in addresses:
        assert REASON not in browser.get(address).text, address
    assert HIDDEN in browser.get(one).words
    assert HIDDEN in browser.get(f"{top}/assignments.csv").text
    theirs = Browser(app).sign_in(officer)
    assert REASON in theirs.get(one).words
    assert REASON in theirs.get(f"{top}/assignments.csv").text
    own = Browser(app).sign_in(town.councillor)
    assert REASON in own.get("/learning").words
    told = own.get("/told").words  # leads read what somebody was told
    assert REASON not in told
    assert HIDDEN in told


def test_the_audit_does_not_hold_it(app: Flask, browser: Browser, town: Town, officer: int) -> None:
    ask(browser.sign_in(town.lead), town, officer)
    with app.app_context():
        details = current_session().scalars(select(AuditDetail.after)).all()
    assert details
    assert not [one for one in details if one and REASON in one]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"officer": ""}, "Choose the officer who may read the reason"),
        ({"officer": "0"}, "Not a valid choice"),
        (
            {"whom": "role", "role": "councillor"},
            "A reason that many people read is not confidential",
        ),
    ],
)
def test_it_needs_an_officer_and_one_person(
    browser: Browser, town: Town, officer: int, changed: dict[str, str], message: str
) -> None:
    page = ask(browser.sign_in(town.lead), town, officer, **changed)
    assert page.status == 422
    assert message in page.words


def test_the_file_says_who_is_asked_what_and_runs_nothing(
    app: Flask, browser: Browser, town: Town, officer: int
) -> None:
    ask(browser.sign_in(town.lead), town, officer, confidential="", reason="=1+1")
    text = browser.get(f"/organisations/{town.slug}/assignments.csv").text
    head, row = text.strip().splitlines()
    assert head.startswith("person,name,path,asked_on,asked_by,due_on,status,overdue")
    assert "Ada Merriweather,New councillor" in row
    assert ",not started,no,0,8,,'=1+1" in row
