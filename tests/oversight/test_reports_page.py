"""What a line manager sees of direct reports: asked, done, due, and nothing else."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from learning.catalogue.published import Catalogue
from learning.clock import day_in_words, now
from learning.database import transaction
from learning.people.actions import places
from learning.people.models import Address, Membership, Organisation, Particulars
from learning.policies.actions import decide
from learning.policies.rules import LineManagers
from tests.builders import LONG_AGO, Town, a_member, days_ago
from tests.oversight.asked import ask, finish, many, read
from tests.oversight.test_escalating import a_manager
from tests.page import Browser
from tests.statements import most_asked

PAGE = "/learning/reports"
MANAGER = "harjit.sandhu@people.example"


@pytest.fixture
def team(app: Flask, town: Town, catalogue: Catalogue) -> Town:
    """The planner and the first councillor report to the head of service; it is switched on."""
    with app.app_context(), transaction() as session:
        switch(session, town.council, on=True)
        for person in (town.planner, town.councillor):
            a_manager(session, town, person, MANAGER)
        finish(session, catalogue, town.planner)
        ask(session, town.planner, by=town.lead, due_on=days_ago(-4))
        ask(session, town.councillor, by=town.lead, due_on=days_ago(20), reason="A private reason")
        read(session, catalogue, town.councillor, ago=33)
        ask(session, town.second_councillor, by=town.lead)
    return town


def switch(session: object, organisation: int, *, on: bool) -> None:
    decide(
        session,  # type: ignore[arg-type]  # the session of a transaction
        LineManagers(on=on),
        organisation_id=organisation,
        authority="Cabinet, minute 7",
        starts_on=days_ago(0),
        by=None,
        at=now(),
    )


def test_a_manager_reads_asked_done_and_due_of_their_own_people(app: Flask, team: Town) -> None:
    page = Browser(app).sign_in(team.reviewer).get(PAGE)
    assert "Cabinet, minute 7" in page.words
    text = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.text))
    assert f"Samina Haque Every officer Done {day_in_words(days_ago(-4))}" in text
    assert f"Ada Merriweather Every officer Not done {day_in_words(days_ago(20))}" in text
    assert "Tomos" not in page.words
    assert most_asked(app, page) <= 4


def test_no_level_score_try_or_day_of_a_check_is_on_the_page(
    app: Flask, team: Town, catalogue: Catalogue
) -> None:
    page = Browser(app).sign_in(team.reviewer).get(PAGE)
    days = set(re.findall(r"\d{1,2} [A-Z][a-z]+ \d{4}", page.words))
    assert days == {day_in_words(days_ago(-4)), day_in_words(days_ago(20))}
    main = page.text[page.text.index("<main") : page.text.index("</main")]
    for word in (
        "level",
        "score",
        "%",
        "attempt",
        "tried",
        "tries",
        "passed",
        "started",
        "overdue",
        "week",
        "A private reason",
        "@",
        "/organisations/",
    ):
        assert word not in main.casefold(), word
    for skill in catalogue.skills.values():
        assert skill.name not in main
    assert "people/" not in main  # nor a way to a person's page


def test_switched_off_there_is_no_such_page(app: Flask, team: Town) -> None:
    manager = Browser(app).sign_in(team.reviewer)
    assert "people who report to you" in manager.get("/").words
    with app.app_context(), transaction() as session:
        switch(session, team.council, on=False)
    assert manager.get(PAGE).status == 404
    assert "report to you" not in manager.get("/").words


def test_nobody_else_sees_anybody(app: Flask, team: Town) -> None:
    for person in (team.councillor, team.lead):
        page = Browser(app).sign_in(person).get(PAGE)
        assert "Nobody who reports to you" in page.words
        assert "Samina" not in page.words.replace("Hello Samina", "")
        assert "report to you" not in Browser(app).sign_in(person).get("/").words
    for person in (team.stranger, team.administrator):
        assert Browser(app).sign_in(person).get(PAGE).status == 404


def change(app: Flask, team: Town, what: str) -> None:
    with app.app_context(), transaction() as session:
        if what == "not verified":
            found = select(Address).where(Address.key == MANAGER)
            session.scalars(found).one().verified_at = None
            return
        if what == "said no more":
            found = select(Particulars).where(Particulars.person_id == team.planner)
            session.scalars(found).one().superseded_at = now()
            return
        found = select(Membership).where(Membership.person_id == team.planner)
        member = session.scalars(found).one()
        if what == "restricted":
            places.restrict(session, member, lead_id=team.lead, by=None, at=LONG_AGO)
        else:
            places.change_membership_days(
                session, member, starts_on=days_ago(900), ends_on=days_ago(0), by=None, at=now()
            )


@pytest.mark.parametrize("what", ["not verified", "said no more", "restricted", "left"])
def test_who_is_no_report_today_is_not_seen(app: Flask, team: Town, what: str) -> None:
    manager = Browser(app).sign_in(team.reviewer)
    assert "Samina" in manager.get(PAGE).words
    change(app, team, what)
    assert "Samina" not in manager.get(PAGE).words


def test_a_manager_in_another_council_sees_nobody_of_this_one(
    app: Flask, team: Town, catalogue: Catalogue
) -> None:
    """The address is right, and they do not belong here."""
    with app.app_context(), transaction() as session:
        a_manager(session, team, team.second_councillor, "wilfred.doyle@people.example")
        there = session.scalars(select(Organisation).where(Organisation.slug == "otmoor")).one()
        switch(session, there.id, on=True)
        a_member(session, catalogue, there, team.reviewer, "councillor")
    page = Browser(app).sign_in(team.stranger).get(PAGE)
    assert "Tomos" not in page.words
    assert Browser(app).sign_in(team.stranger).get(f"{PAGE}?council=fernleigh").status == 404
    both = Browser(app).sign_in(team.reviewer)
    assert "Samina" in both.get(PAGE).words
    assert "Your people in Otmoor Council" in both.get(PAGE).words
    assert "Nobody who reports to you" in both.get(f"{PAGE}?council=otmoor").words


def test_as_many_statements_for_many_reports_as_for_few(app: Flask, team: Town) -> None:
    manager = Browser(app).sign_in(team.reviewer)
    few = most_asked(app, manager.get(PAGE))
    with app.app_context(), transaction() as session:
        for person in many(session, team.council, 120, by=team.lead, role="planning-officer"):
            a_manager(session, team, person, MANAGER)
    page = manager.get(PAGE)
    assert "Page 1 of 3" in page.words
    assert most_asked(app, page) == few <= 4
