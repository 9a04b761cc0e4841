"""A lead grants more time and ends it; the person sees it; nobody else does."""

import pytest
from flask import Flask
from sqlalchemy import select

from learning.audit import AuditDetail, AuditEntry
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.people.actions import places
from learning.people.models import Membership, MembershipPeriod
from tests.builders import Town, days_ago
from tests.page import Browser, Page

REASON = "Reads with a screen reader"


def parts_of(number_of_days_ago: int, name: str = "starts_on") -> dict[str, str]:
    day = days_ago(number_of_days_ago)
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


@pytest.fixture
def code(app: Flask, town: Town) -> str:
    with app.app_context():
        found = select(Membership.person_code).where(Membership.person_id == town.councillor)
        return current_session().scalars(found).one()


@pytest.fixture
def here(town: Town, code: str) -> str:
    return f"/organisations/{town.slug}/people/{code}/adjustments"


@pytest.fixture
def lead(browser: Browser, town: Town) -> Browser:
    return browser.sign_in(town.lead)


def grant(browser: Browser, address: str, **changes: str) -> Page:
    browser.get(address)
    return browser.post(address, {"extra": "50", "reason": REASON} | parts_of(0) | changes)


def test_a_lead_grants_more_time_and_the_person_is_told(
    app: Flask, lead: Browser, town: Town, code: str, here: str
) -> None:
    assert here in lead.get(f"/organisations/{town.slug}/people/{code}").text
    assert "Your council has granted nothing yet." in lead.get(here).words
    assert grant(lead, here).location == here
    page = lead.get(here)
    assert "This is granted, and the person is told." in page.words
    assert f"50% more time, from {day_of(now()).day} " in page.words
    assert REASON in page.words
    ada = Browser(app).sign_in(town.councillor)
    assert "You have 50% more time in checks" in ada.get("/told").words
    assert 'href="/adjustments"' in ada.get("/record").text
    mine = ada.get("/adjustments").words
    assert "50% more time, from" in mine
    assert f"{REASON} Granted by Fernleigh Council." in mine
    with app.app_context():
        entry = current_session().scalars(
            select(AuditEntry).where(AuditEntry.action == "adjustment.granted")
        )
        assert (one := entry.one()).actor_id == town.lead
        assert one.person_id == town.councillor
        said = current_session().scalars(select(AuditDetail.after)).all()
        assert REASON not in said


def test_who_was_granted_nothing_is_told_whom_to_ask(browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.planner).get("/adjustments")
    assert "Nothing has been granted" in page.words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"extra": ""}, "Choose how much more time"),
        ({"extra": "75"}, "Not a valid choice"),
        ({"reason": " "}, "Say in a sentence why"),
        ({"reason": "x" * 501}, "Use 500 characters at most"),
        (parts_of(1), "Choose today or a later day"),
        ({"starts_on-day": "31", "starts_on-month": "2"}, "Enter a real date"),
        (parts_of(0, "ends_on"), "Enter a day after the first day"),
    ],
)
def test_a_form_with_a_fault_comes_back_with_its_words(
    lead: Browser, here: str, changes: dict[str, str], words: str
) -> None:
    page = grant(lead, here, **changes)
    assert page.status == 422
    assert words in page.words
    assert "Your council has granted nothing yet." in page.words


def test_no_limit_can_be_granted_and_another_for_the_same_days_not(
    lead: Browser, here: str
) -> None:
    assert grant(lead, here, extra="none").status == 303
    assert "No time limit, from" in lead.get(here).words
    page = grant(lead, here, extra="25")
    assert page.status == 422
    assert "They have no time limit in these days already: end that first" in page.words


def test_a_lead_ends_it_once(app: Flask, lead: Browser, town: Town, here: str) -> None:
    grant(lead, here)
    link = next(part for part in lead.get(here).text.split('"') if part.endswith("/end"))
    assert "no longer has 50% more time from your council" in lead.get(link).words
    assert lead.post(link).location == here
    assert "Your council has granted nothing yet." in lead.get(here).words
    assert lead.get(link).status == 404
    again = lead.post(link)
    assert again.status == 409
    assert "was changed or has ended meanwhile" in again.words
    ada = Browser(app).sign_in(town.councillor)
    assert "You no longer have 50% more time in checks" in ada.get("/told").words


def test_other_leads_and_other_people_find_nothing(
    app: Flask, lead: Browser, town: Town, here: str, code: str
) -> None:
    grant(lead, here)
    link = next(part for part in lead.get(here).text.split('"') if part.endswith("/end"))
    for other in (town.other_lead, town.councillor, town.reviewer, town.administrator):
        browser = Browser(app).sign_in(other)
        for address in (here, link):
            assert browser.get(address).status == 404
            assert browser.post(address).status == 404
    there = here.replace(town.slug, town.other_slug)
    assert Browser(app).sign_in(town.other_lead).get(there).status == 404
    with app.app_context():
        found = select(Membership.person_code).where(Membership.person_id == town.planner)
        planner = current_session().scalars(found).one()
    # under another person's address it does not exist either
    assert lead.get(link.replace(code, planner)).status == 404


def test_a_restricted_person_is_adjusted_by_the_leads_named_for_them(
    app: Flask, lead: Browser, town: Town, here: str
) -> None:
    with app.app_context(), transaction() as session:
        found = select(Membership).where(Membership.person_id == town.councillor)
        member = session.scalars(found).one()
        places.restrict(session, member, lead_id=town.chief, by=None, at=now())
    assert lead.get(here).status == 404
    assert grant(lead, here).status == 404
    with app.app_context(), transaction() as session:
        member = session.scalars(found).one()
        places.restrict(session, member, lead_id=town.lead, by=None, at=now())
    assert grant(lead, here).status == 303


def test_nothing_new_is_granted_to_who_has_left(
    app: Flask, lead: Browser, town: Town, here: str
) -> None:
    with app.app_context(), transaction() as session:
        found = select(MembershipPeriod).join(
            Membership, Membership.id == MembershipPeriod.membership_id
        )
        period = session.scalars(found.where(Membership.person_id == town.councillor)).one()
        period.ends_on = days_ago(1)
    assert "so nothing new can be granted" in lead.get(here).words
    page = grant(lead, here)
    assert page.status == 409
    assert "does not belong to your council today" in page.words


def test_the_page_takes_few_statements(lead: Browser, here: str) -> None:
    grant(lead, here)
    assert lead.get(here).statements <= 8
