"""Everybody in a group is asked at once: councillors, senior leadership, service teams."""

import csv
import io
import json

from flask import Flask
from sqlalchemy import select

from learning.assignments.carrying import copy
from learning.assignments.models import Assigned, Assignment
from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.people.actions import places
from learning.people.models import HeldRole, Membership, Organisation
from tests.builders import Town, a_member, a_person, appoint_lead, days_ago
from tests.page import Browser, Page

NONE_OF_IT = "Nobody in your care is in this group today"


def fields(browser: Browser, town: Town, tier: str, **changed: str) -> dict[str, str]:
    form = browser.get(f"/organisations/{town.slug}/assignments/new")
    return {
        "form_key": form.hidden("form_key"),
        "path": "new-councillor",
        "whom": "tier",
        "tier": tier,
        "due_on": days_ago(-60).isoformat(),
        "reason": "The council agreed it.",
    } | changed


def ask(browser: Browser, town: Town, tier: str, **changed: str) -> Page:
    given = fields(browser, town, tier, **changed)
    return browser.post(f"/organisations/{town.slug}/assignments/new", given)


def asked(app: Flask) -> list[int]:
    with app.app_context():
        return sorted(current_session().scalars(select(Assigned.person_id)))


def a_lead(app: Flask, town: Town, **scope: list[str]) -> int:
    with app.app_context(), transaction() as session:
        lead = a_person(session, "Oonagh Brennan")
        appoint_lead(session, town.council, lead, **scope)
    return lead


def test_whoever_holds_any_role_of_the_group_today_is_asked_once(
    app: Flask, browser: Browser, town: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        council = session.get_one(Organisation, town.council)
        both = a_person(session, "Eirlys Vaughan")
        a_member(session, catalogue, council, both, "chief-executive", "monitoring-officer")
        former = a_person(session, "Idris Pugh")
        gone = a_member(session, catalogue, council, former, "chief-executive", "planning-officer")
        held = select(HeldRole).where(HeldRole.membership_id == gone.id)
        place = session.scalars(held.where(HeldRole.role == "chief-executive")).one()
        place.ends_on = days_ago(1)
        a_member(  # to come, not there today
            session, catalogue, council, a_person(session, "Nia"), "chief-executive",
            starts_on=days_ago(-9), at=now(),
        )  # fmt: skip
    page = ask(browser.sign_in(town.lead), town, "leadership")
    assert page.status == 303
    assert asked(app) == sorted([town.chief, both])


def test_every_page_and_file_says_which_group(app: Flask, browser: Browser, town: Town) -> None:
    top = f"/organisations/{town.slug}"
    page = ask(browser.sign_in(town.lead), town, "leadership")
    assert "Asked of Senior leadership, by" in browser.get(page.location).words
    assert "New councillorSenior leadership1" in browser.get(f"{top}/assignments").words
    rows = csv.DictReader(io.StringIO(browser.get(f"{top}/assignments.csv").text))
    assert {one["asked_of"] for one in rows} == {"Senior leadership"}
    with app.app_context():
        code = current_session().scalar(
            select(Membership.person_code).where(Membership.person_id == town.chief)
        )
    theirs = browser.get(f"{top}/people/{code}").words
    assert "Asked of Senior leadership by Lowri Bevan." in theirs
    assert "Group: Senior leadershipPeople: 1" in browser.get(f"{top}/audit").words
    own = Browser(app).sign_in(town.chief)
    assert "You are asked to take" in own.get("/told").words
    (request,) = json.loads(own.get("/record.json").text)["requests"]
    assert (request["tier"], request["role"]) == ("leadership", None)


def test_a_role_and_people_by_name_are_said_as_well(browser: Browser, town: Town) -> None:
    top = f"/organisations/{town.slug}"
    ask(browser.sign_in(town.lead), town, "", whom="role", role="councillor")
    ada = {"whom": "person", "person": "ada.merriweather@people.example"}
    ask(browser, town, "", **ada)
    rows = csv.DictReader(io.StringIO(browser.get(f"{top}/assignments.csv").text))
    assert sorted(one["asked_of"] for one in rows) == [
        "Councillors",
        "Councillors",
        "people by name",
    ]
    assert "Role: CouncillorPeople: 2" in browser.get(f"{top}/audit").words


def test_who_comes_into_the_group_later_is_not_asked(
    app: Flask, browser: Browser, town: Town, catalogue: Catalogue
) -> None:
    ask(browser.sign_in(town.lead), town, "councillor")
    with app.app_context(), transaction() as session:
        council = session.get_one(Organisation, town.council)
        later = a_person(session, "Eirlys Vaughan")
        a_member(session, catalogue, council, later, "councillor", starts_on=day_of(now()))
    assert asked(app) == sorted([town.councillor, town.second_councillor])


def test_the_form_sent_twice_asks_once_and_with_another_group_not_at_all(
    app: Flask, browser: Browser, town: Town
) -> None:
    address = f"/organisations/{town.slug}/assignments/new"
    given = fields(browser.sign_in(town.lead), town, "councillor")
    first, second = browser.post(address, given), browser.post(address, given)
    assert first.location == second.location
    assert browser.post(address, given | {"tier": "leadership"}).status == 409
    # A role that has the group's name is something else.
    assert browser.post(address, given | {"whom": "role", "role": "councillor"}).status == 409
    assert len(asked(app)) == 2


def test_a_lead_of_one_group_asks_that_group_alone(
    app: Flask, browser: Browser, town: Town
) -> None:
    browser.sign_in(a_lead(app, town, tiers=["councillor"]))
    form = browser.get(f"/organisations/{town.slug}/assignments/new")
    offered = [one.get("value") for one in form.tree.findall(".//select[@id='tier']/option")]
    assert offered == ["", "councillor"]
    page = ask(browser, town, "leadership")
    assert page.status == 422
    assert "Not a valid choice" in page.words
    assert ask(browser, town, "councillor").status == 303
    assert asked(app) == sorted([town.councillor, town.second_councillor])


def test_a_lead_of_a_service_asks_the_people_of_a_group_who_are_in_it(
    app: Flask, browser: Browser, town: Town
) -> None:
    browser.sign_in(a_lead(app, town, services=["planning"]))
    page = ask(browser, town, "councillor")
    assert page.status == 422
    summary = page.words.split("There is a problem")[1].split("Ask people to take")[0]
    assert NONE_OF_IT in summary
    assert ask(browser, town, "service-team").status == 303
    assert asked(app) == [town.planner]


def test_restricted_people_of_the_group_are_left_to_the_lead_named_for_them(
    app: Flask, browser: Browser, town: Town
) -> None:
    with app.app_context(), transaction() as session:
        membership = session.query(Membership).filter_by(person_id=town.councillor).one()
        places.restrict(session, membership, lead_id=None, by=None, at=now())
    assert ask(browser.sign_in(town.lead), town, "councillor").status == 303
    assert asked(app) == [town.second_councillor]


def test_a_reason_that_a_group_reads_is_not_confidential(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lead)
    said = {"confidential": "y", "officer": str(town.lead)}
    page = ask(browser, town, "councillor", **said)
    assert page.status == 422
    assert "A reason that many people read is not confidential" in page.words


def test_in_a_council_that_follows_it_is_still_the_group_that_was_asked(
    app: Flask, browser: Browser, town: Town
) -> None:
    ask(browser.sign_in(town.lead), town, "leadership")
    with app.app_context(), transaction() as session:
        (one,) = session.scalars(select(Assignment))
        to = session.scalars(select(Organisation).where(Organisation.slug == town.other_slug)).one()
        kept = {"form_key": "k", "starts_on": day_of(now()), "standing": False, "at": now()}
        made = copy(session, one.id, organisation_id=to.id, **kept)
        assert (made.tier, made.role) == ("leadership", None)
