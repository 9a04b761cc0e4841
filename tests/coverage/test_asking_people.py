"""The people behind a gap are asked to take a path, all of them and nobody else."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learning.assignments.models import Assigned, Assignment
from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.coverage import behind
from learning.coverage.behind import Wanted
from learning.coverage.pairing import Cell
from learning.coverage.rules.figures import Filters
from learning.database import current_session, transaction
from learning.people.actions import restricting
from learning.people.models import Membership
from learning.people.sight import Eyes
from learning.people.standing import WHOLE
from tests.builders import Town, days_ago, some_evidence
from tests.page import Browser, Page

SKILL, PATH = "cyber-security", "every-officer"
ASKED = f"?skill={SKILL}&status=short"


def form_of(town: Town, query: str = ASKED) -> str:
    return f"/organisations/{town.slug}/coverage/people/ask{query}"


@pytest.fixture
def lead(browser: Browser, busy: Town) -> Browser:
    return browser.sign_in(busy.lead)


def ask(lead: Browser, town: Town, query: str = ASKED, **changed: str) -> Page:
    day = day_of(now()) + timedelta(days=60)
    fields = {
        "path": PATH,
        "due_on-day": str(day.day),
        "due_on-month": f"{day:%B}",
        "due_on-year": str(day.year),
        "reason": "Attacks begin with one click.",
        "form_key": lead.get(form_of(town, query)).hidden("form_key"),
    }
    return lead.post(form_of(town, query), fields | changed)


def short_of(town: Town, catalogue: Catalogue, **filters: str) -> set[int]:
    eyes = Eyes(town.council, WHOLE, town.lead, catalogue)
    cell = Cell(eyes, Filters(skill=SKILL, **filters), day_of(now()), now())
    _, pairs = behind.pairs_behind(current_session(), cell, Wanted("short"), page=None)
    return {pair.person_id for pair in pairs}


def asked(app: Flask) -> set[int]:
    with app.app_context():
        return set(current_session().scalars(select(Assigned.person_id)))


@pytest.mark.parametrize("filters", [{}, {"role": "planning-officer"}, {"tier": "councillor"}])
def test_everybody_behind_the_gap_is_asked_and_nobody_else(
    app: Flask, catalogue: Catalogue, lead: Browser, busy: Town, filters: dict[str, str]
) -> None:
    with app.app_context(), transaction() as session:
        some_evidence(session, busy.planner, SKILL, 4, shown_on=days_ago(3))
        short = short_of(busy, catalogue, **filters)
    query = ASKED + "".join(f"&{name}={value}" for name, value in filters.items())
    page = lead.get(form_of(busy, query))
    assert page.h1.startswith(f"Ask {len(short)} p")
    sent = ask(lead, busy, query)
    assert sent.status == 303
    assert asked(app) == short
    assert busy.planner not in short
    said = f"Asked of {len(short)} people by name" if len(short) > 1 else "Asked of one person"
    assert said in lead.get(sent.location).words


def test_the_same_form_sent_twice_asks_once(app: Flask, lead: Browser, busy: Town) -> None:
    key = {"form_key": "once-and-no-more"}
    assert ask(lead, busy, **key).location == ask(lead, busy, **key).location
    with app.app_context():
        assert len(current_session().scalars(select(Assignment)).all()) == 1


def test_whom_the_lead_does_not_see_is_not_asked(app: Flask, lead: Browser, busy: Town) -> None:
    with app.app_context(), transaction() as session:
        member = session.scalars(select(Membership).filter_by(person_id=busy.chief)).one()
        restricting.restrict_to(session, member, {busy.reviewer}, by=None, at=now())
    ask(lead, busy)
    assert asked(app)
    assert busy.chief not in asked(app)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"path": ""}, "Choose a path"),
        ({"path": "no-such-path"}, "Not a valid choice"),
        ({"due_on-month": "Brumaire"}, "Enter a real date"),
        ({"due_on-year": "2020"}, "Choose today or a later day"),
        ({"reason": ""}, "Say in a sentence why you ask"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nobody_is_asked(
    app: Flask, lead: Browser, busy: Town, changed: dict[str, str], message: str
) -> None:
    page = ask(lead, busy, **changed)
    assert (page.status, message in page.words) == (422, True)
    assert asked(app) == set()


@pytest.mark.parametrize(
    "query", ["", f"?skill={SKILL}", "?status=short", f"?skill={SKILL}&status=met"]
)
def test_only_who_is_short_of_one_skill_can_be_asked(lead: Browser, busy: Town, query: str) -> None:
    reply = lead.get(form_of(busy, query))
    assert (reply.status, reply.location) == (303, f"/organisations/{busy.slug}/coverage")


def test_beside_each_path_stands_how_many_it_takes_to_their_level(
    app: Flask, catalogue: Catalogue, lead: Browser, busy: Town
) -> None:
    page = lead.get(form_of(busy, "?skill=digital-planning&status=short"))
    report = lead.get(f"/organisations/{busy.slug}/coverage?skill=digital-planning").words
    ((title, lifted),) = re.findall(
        r"most people: ([^.]+)\. \d+ minutes each; it takes (\d+) ", report
    )
    assert f"{title}: {lifted} to the level they need" in page.words


def test_only_leads_ask(browser: Browser, busy: Town) -> None:
    assert browser.sign_in(busy.reviewer).get(form_of(busy)).status == 404


def test_the_list_of_people_leads_to_asking_those_it_lists(lead: Browser, busy: Town) -> None:
    people = f"/organisations/{busy.slug}/coverage/people"
    page = lead.get(f"{people}{ASKED}&tier=service-team")
    (number,) = re.findall(r"Ask these (\d+) people to take a path", page.words)
    (href,) = re.findall(r'href="([^"]*/people/ask[^"]*)"', page.text)
    assert lead.get(href.replace("&amp;", "&")).h1.startswith(f"Ask {number} people")
    for query in (f"?skill={SKILL}&status=met", "?status=short", f"{ASKED}&as_at={days_ago(9)}"):
        assert "to take a path" not in lead.get(people + query).words
