from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from learning.assignments.models import Assigned, Assignment
from learning.audit import AuditEntry
from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.notices.models import Notice
from learning.people.actions import places
from learning.people.models import Membership, Organisation
from learning.study import actions as study
from tests.builders import Town, a_member, a_person, appoint_lead, days_ago, some_evidence
from tests.page import Browser, Page


def counted(app: Flask, table: type) -> int:
    with app.app_context():
        return current_session().scalar(select(func.count()).select_from(table)) or 0


def fields(browser: Browser, town: Town, **changed: str) -> dict[str, str]:
    form = browser.get(f"/organisations/{town.slug}/assignments/new")
    soon = day_of(now()).replace(year=day_of(now()).year + 1, day=1)
    given = {
        "form_key": form.hidden("form_key"),
        "path": "new-councillor",
        "whom": "role",
        "role": "councillor",
        "due_on-day": str(soon.day),
        "due_on-month": str(soon.month),
        "due_on-year": str(soon.year),
        "reason": "Members are named on our website.",
    }
    return given | changed


def ask(browser: Browser, town: Town, **changed: str) -> Page:
    given = fields(browser, town, **changed)
    return browser.post(f"/organisations/{town.slug}/assignments/new", given)


def test_everyone_with_a_role_is_asked_told_and_audited(
    app: Flask, browser: Browser, town: Town
) -> None:
    page = ask(browser.sign_in(town.lead), town)
    assert page.status == 303
    assert counted(app, Assigned) == 2  # both councillors: a scrutiny member holds the role too
    assert counted(app, Notice) == 2
    with app.app_context():
        actions = current_session().scalars(select(AuditEntry.action)).all()
    assert "path.assigned" in actions
    overview = browser.get(page.location)
    assert "2 not started" in overview.words
    assert "Ada Merriweather" in overview.words


def test_the_person_asked_reads_who_asks_why_and_by_when(browser: Browser, town: Town) -> None:
    ask(browser.sign_in(town.lead), town)
    theirs = Browser(browser.app).sign_in(town.councillor)
    learning = theirs.get("/learning")
    assert "Three things to do this week" in learning.h1
    assert "Members are named on our website." in learning.words
    assert "Asked by Lowri Bevan" in learning.words
    assert "You are asked to take" in theirs.get("/told").words


def test_one_person_is_asked_by_address_or_by_code(
    app: Flask, browser: Browser, town: Town
) -> None:
    browser.sign_in(town.lead)
    page = ask(browser, town, whom="person", role="", person="ADA.merriweather@people.example")
    assert page.status == 303
    with app.app_context():
        code = current_session().scalar(
            select(Membership.person_code).where(Membership.person_id == town.second_councillor)
        )
    assert ask(browser, town, whom="person", role="", person=code).status == 303
    assert counted(app, Assigned) == 2


@pytest.mark.parametrize(
    "who", ["nobody@people.example", "wilfred.doyle@people.example", "no-such-code"]
)
def test_nobody_outside_the_lead_s_care_is_asked(
    app: Flask, browser: Browser, town: Town, who: str
) -> None:
    page = ask(browser.sign_in(town.lead), town, whom="person", role="", person=who)
    assert page.status == 422
    assert "There is nobody with that address or code in your care" in page.words
    assert counted(app, Assigned) == 0


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"path": ""}, "Choose a path"),
        ({"path": "no-such-path"}, "Not a valid choice"),
        ({"role": ""}, "Choose a role"),
        ({"whom": "tier", "tier": ""}, "Choose a group"),
        ({"whom": "tier", "tier": "mayors"}, "Not a valid choice"),
        ({"whom": "person", "person": ""}, "Enter the e-mail address or code"),
        ({"due_on-day": "31", "due_on-month": "2"}, "Enter a real date"),
        ({"due_on-day": ""}, "Enter the day too"),
        ({"due_on-year": "2020"}, "Choose today or a later day"),
        ({"reason": ""}, "Say in a sentence why you ask"),
        ({"reason": "x" * 501}, "Use 500 characters at most"),
        ({"role": "mayor"}, "Nobody in your care holds this role today"),
    ],
)
def test_a_form_with_something_wrong_says_so_at_the_field(
    app: Flask, browser: Browser, town: Town, changed: dict[str, str], message: str
) -> None:
    page = ask(browser.sign_in(town.lead), town, **changed)
    assert page.status == 422
    summary = page.words.split("There is a problem")[1].split("Ask people to take")[0]
    assert message in summary
    assert counted(app, Assignment) == 0


def test_the_same_form_sent_twice_makes_one_assignment(
    app: Flask, browser: Browser, town: Town
) -> None:
    given = fields(browser.sign_in(town.lead), town)
    address = f"/organisations/{town.slug}/assignments/new"
    first, second = browser.post(address, given), browser.post(address, given)
    assert first.location == second.location
    assert (counted(app, Assignment), counted(app, Notice)) == (1, 2)


def test_the_same_form_with_other_answers_is_a_conflict_and_changes_nothing(
    app: Flask, browser: Browser, town: Town
) -> None:
    given = fields(browser.sign_in(town.lead), town)
    address = f"/organisations/{town.slug}/assignments/new"
    browser.post(address, given)
    page = browser.post(address, given | {"reason": "Another reason."})
    assert page.status == 409
    assert counted(app, Assignment) == 1


def test_the_same_form_sent_at_one_moment_from_two_tabs_makes_one_assignment(
    app: Flask, browser: Browser, town: Town
) -> None:
    given = fields(browser.sign_in(town.lead), town)
    cookie = browser.client.get_cookie("session")
    assert cookie
    address = f"/organisations/{town.slug}/assignments/new"
    token = browser.last_token

    def send(_: int) -> int:
        client = app.test_client()
        client.set_cookie("session", cookie.value)
        return client.post(address, data=given | {"csrf_token": token}).status_code

    with ThreadPoolExecutor(4) as threads:
        statuses = list(threads.map(send, range(4)))
    assert set(statuses) == {303}
    assert (counted(app, Assignment), counted(app, Notice)) == (1, 2)


def test_started_finished_and_overdue_are_counted_and_filtered(
    app: Flask, browser: Browser, town: Town, catalogue: Catalogue
) -> None:
    page = ask(browser.sign_in(town.lead), town)
    with app.app_context(), transaction() as session:
        for skill in catalogue.skills:
            some_evidence(session, town.second_councillor, skill, 2)
        lesson = catalogue.courses["safe-online-as-a-councillor"].lessons[0]
        study.mark_as_read(session, lesson, person_id=town.councillor, at=now())
        session.execute(update(Assigned).values(due_on=days_ago(1)))
    overview = browser.get(page.location)
    assert "1 finished" in overview.words
    assert "1 started" in overview.words
    assert "1 overdue" in overview.words
    only = browser.get(f"{page.location}?status=overdue")
    assert "Ada Merriweather" in only.words
    assert "Tomos Greenhalgh" not in only.words


def test_as_many_statements_for_many_people_as_for_few(
    app: Flask, browser: Browser, town: Town, catalogue: Catalogue
) -> None:
    page = ask(browser.sign_in(town.lead), town)
    few = browser.get(page.location).statements
    with app.app_context(), transaction() as session:
        council = session.get_one(Organisation, town.council)
        for number in range(70):
            a_member(session, catalogue, council, a_person(session, f"C {number}"), "councillor")
    again = ask(browser, town)
    many = browser.get(again.location)
    assert many.statements == few <= 8
    assert "Page 1 of 2" in many.words
    assert browser.get(f"/organisations/{town.slug}/assignments").statements <= 8


def test_a_lead_of_service_teams_asks_none_of_the_councillors(
    app: Flask, browser: Browser, town: Town
) -> None:
    with app.app_context(), transaction() as session:
        scoped = a_person(session, "Oonagh Brennan")
        appoint_lead(session, town.council, scoped, tiers=["service-team"])
    page = ask(browser.sign_in(scoped), town)
    assert page.status == 422
    assert "Nobody in your care holds this role today" in page.words


def test_restricted_people_are_asked_by_the_lead_named_for_them_alone(
    app: Flask, browser: Browser, town: Town
) -> None:
    with app.app_context(), transaction() as session:
        membership = session.query(Membership).filter_by(person_id=town.chief).one()
        places.restrict(session, membership, lead_id=None, by=None, at=now())
    who = {"whom": "person", "role": "", "person": "grace.okonjo@people.example"}
    assert ask(browser.sign_in(town.lead), town, **who).status == 422
    with app.app_context(), transaction() as session:
        membership = session.query(Membership).filter_by(person_id=town.chief).one()
        places.restrict(session, membership, lead_id=town.lead, by=None, at=now())
    assert ask(browser, town, **who).status == 303


def test_an_assignment_of_another_council_does_not_exist(browser: Browser, town: Town) -> None:
    number = ask(browser.sign_in(town.lead), town).location.rsplit("/", 1)[1]
    other = Browser(browser.app).sign_in(town.other_lead)
    assert other.get(f"/organisations/{town.slug}/assignments/{number}").status == 404
    assert other.get(f"/organisations/{town.other_slug}/assignments/{number}").status == 404


def test_who_left_a_council_is_no_longer_asked_by_it(
    app: Flask, browser: Browser, town: Town
) -> None:
    ask(browser.sign_in(town.lead), town)
    theirs = Browser(app).sign_in(town.councillor)
    assert "asks you to do this" in theirs.get("/learning").words
    with app.app_context(), transaction() as session:
        membership = session.query(Membership).filter_by(person_id=town.councillor).one()
        places.change_membership_days(
            session, membership, starts_on=days_ago(500), ends_on=days_ago(1), by=None, at=now()
        )
    assert "asks you to do this" not in theirs.get("/learning").words
