"""The list of what roles need, one requirement, and changing it."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from flask import Flask

from learning.catalogue.published import Catalogue
from learning.database import transaction
from learning.people.actions import own_levels
from learning.people.models import Organisation
from tests.builders import LONG_AGO, Town, a_member, a_person, days_ago, some_evidence
from tests.claims.made import another_lead
from tests.page import Browser
from tests.requirements.made import PLANNERS, TODAY, TOP, deeds, form_of, in_force, look, save

LATER, LATEST = TODAY + timedelta(days=40), TODAY + timedelta(days=80)


@pytest.fixture
def lead(browser: Browser, town: Town) -> Browser:
    return browser.sign_in(town.lead)


def test_the_list_shows_the_framework_beside_the_council_and_is_filtered_in_the_address(
    lead: Browser,
) -> None:
    page = lead.get(TOP)
    assert "152 requirements" in page.words
    assert "It has set nothing of its own yet" in page.words
    assert "Page 1 of 4" in page.words
    assert save(lead).status == 303
    found = lead.get(f"{TOP}?role=planning-officer&skill=digital-planning")
    assert "1 requirement," in found.words
    assert "Level 3, practitioner since" in found.words
    assert "Planners hold the plans of every building" in found.words
    assert "Nothing fits" in lead.get(f"{TOP}?role=nobody").words
    assert "1 requirement," in lead.get(f"{TOP}?own=yes").words
    assert page.statements <= 8


def test_what_is_to_come_is_shown(lead: Browser) -> None:
    save(lead, starts_on=LATER.isoformat())
    words = lead.get(f"{TOP}?own=yes").words
    assert "The same" in words
    assert f"{LATER.day} {LATER:%B %Y}: Level 3, practitioner" in words


def test_a_change_is_previewed_saved_shown_and_audited(app: Flask, lead: Browser) -> None:
    seen = look(lead)
    assert "Nothing is saved yet" in seen.words
    assert "1 person needs another level" in seen.words
    assert "Samina Haque" in seen.words
    assert seen.statements <= 10
    assert in_force(app) == []
    assert save(lead).status == 303
    assert in_force(app) == [(3, TODAY, None)]
    page = lead.get(PLANNERS)
    assert "Today: level 3, practitioner" in page.words
    assert "Lowri Bevan: level 3, practitioner from" in page.words
    assert "Planners hold the plans of every building" in page.words
    assert page.statements <= 8
    assert deeds(app, "requirement.set") == 1


def test_a_later_change_is_previewed_for_today_and_for_its_day(lead: Browser) -> None:
    page = look(lead, starts_on=LATER.isoformat())
    assert "If it held today" in page.words
    assert "the day it begins" in page.words
    assert page.statements <= 10


def test_the_figures_of_the_page_are_those_of_the_report_after_saving(
    app: Flask, lead: Browser, town: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        council = session.get_one(Organisation, town.council)
        for number in range(9):
            person = a_person(session, f"Planner {number}")
            a_member(session, catalogue, council, person, "planning-officer")
            some_evidence(session, person, "digital-planning", number % 4 + 1, shown_on=days_ago(9))
    said = look(lead).words
    before = report_of(lead)
    assert save(lead).status == 303
    after = report_of(lead)
    for was, now in zip(before, after, strict=True):
        for figure in ("required", "met", "below", "none"):
            if was[figure] != now[figure]:
                assert re.search(rf"becomes {now[figure]}\b", said)
    line = after[0]
    assert (line["required"], line["met"], line["below"], line["none"]) == (10, 4, 5, 1)
    assert "6 (60%) → becomes 4 (40%)" in said


def report_of(lead: Browser) -> list[dict[str, int]]:
    """The lines that the preview shows, as the report's own data says them."""
    report = lead.client.get("/organisations/fernleigh/coverage.json").get_json()
    role = next(
        one
        for one in report["roles"]
        if (one["role"], one["skill"]) == ("planning-officer", "digital-planning")
    )
    skill = next(one for one in report["skills"] if one["skill"] == "digital-planning")
    return [role, skill, report["overall"]]


def test_sent_twice_it_is_done_once(app: Flask, lead: Browser) -> None:
    page = look(lead)
    names = ("level", "starts_on", "reason", "seen", "instead_of")
    sent = {name: page.hidden(name) for name in names}
    assert [lead.post(PLANNERS, sent).status for _ in range(3)] == [303, 303, 303]
    assert in_force(app) == [(3, TODAY, None)]
    assert deeds(app, "requirement.set") == 1


def test_two_leads_at_once_meet_a_conflict_and_lose_nothing(
    app: Flask, lead: Browser, town: Town
) -> None:
    other = another_lead(app, town)
    first, second = look(lead), look(other, level="4", reason="Another reason")
    names = ("level", "starts_on", "reason", "seen", "instead_of")
    assert lead.post(PLANNERS, {name: first.hidden(name) for name in names}).status == 303
    page = other.post(PLANNERS, {name: second.hidden(name) for name in names})
    assert page.status == 409
    assert "Somebody else changed this" in page.words
    assert "Today: level 3, practitioner" in page.words
    assert "Another reason" in page.text
    assert in_force(app) == [(3, TODAY, None)]
    assert look(other, level="4", seen=page.hidden("seen")).status == 200


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"level": "5"}, "Not a valid choice"),
        ({"level": ""}, "Choose a level"),
        ({"level": "2"}, "Level 2, working holds on that day already"),
        ({"starts_on": days_ago(1).isoformat()}, "Choose today or a later day"),
        ({"starts_on": "2027-02-30"}, "Enter a real date"),
        ({"starts_on": ""}, "Enter the day"),
        ({"reason": "  "}, "Say in a sentence why"),
        ({"reason": "x" * 501}, "Use 500 characters at most"),
        ({"seen": "7-8"}, "Somebody else has changed this requirement"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(
    app: Flask, lead: Browser, changed: dict[str, str], message: str
) -> None:
    page = look(lead, **changed)
    assert page.status in (409, 422)
    assert message in page.words.split("There is a problem")[1].split("Fernleigh Council")[0]
    assert in_force(app) == []


def test_a_level_is_ended_and_what_the_framework_asks_holds_again(
    app: Flask, lead: Browser
) -> None:
    save(lead)
    assert "What the framework asks (level 2, working today)" in form_of(lead).words
    assert save(lead, level="framework", starts_on=LATER.isoformat()).status == 303
    assert in_force(app) == [(3, TODAY, LATER)]
    words = lead.get(PLANNERS).words
    assert "level 3, practitioner ends on" in words
    assert deeds(app, "requirement.ended") == 1


def test_a_requirement_is_switched_off_and_another_one_added(app: Flask, lead: Browser) -> None:
    assert save(lead, level="0", reason="Not ours").status == 303
    assert "Not asked since" in lead.get(f"{TOP}?own=yes").words
    assert lead.get(f"{TOP}/add").status == 200
    assert lead.get(f"{TOP}/add?role=&skill=x").status == 422
    there = lead.get(f"{TOP}/add?role=planning-officer&skill=digital-adult-care")
    assert there.location == f"{TOP}/planning-officer/digital-adult-care/change"
    address = f"{TOP}/planning-officer/digital-adult-care"
    page = look(lead, address, level="0")
    assert "nothing to end" in page.words
    assert save(lead, address, level="1").status == 303
    assert in_force(app, "digital-adult-care") == [(1, TODAY, None)]


def test_one_that_has_not_begun_is_corrected_and_taken_back(app: Flask, lead: Browser) -> None:
    save(lead, level="1")
    save(lead, level="4", starts_on=LATER.isoformat())
    assert in_force(app) == [(1, TODAY, LATER), (4, LATER, None)]
    refused = look(lead, level="2", starts_on=TODAY.isoformat())
    assert "is set from" in refused.words
    number = re.findall(r"instead_of=(\d+)", lead.get(PLANNERS).text)[0]
    form = lead.get(f"{PLANNERS}/change?instead_of={number}")
    assert "Correct what is to come" in form.h1
    assert f'value="{LATER.year}"' in form.text
    assert save(lead, instead_of=number, level="3", starts_on=LATEST.isoformat()).status == 303
    assert in_force(app) == [(1, TODAY, LATEST), (3, LATEST, None)]
    number = re.findall(r"instead_of=(\d+)", lead.get(PLANNERS).text)[0]
    back = look(lead, instead_of=number, level="framework", starts_on=LATEST.isoformat())
    assert "what was to begin is taken back" in back.words
    sent = {n: back.hidden(n) for n in ("level", "starts_on", "reason", "seen", "instead_of")}
    assert [lead.post(PLANNERS, sent).status for _ in range(2)] == [303, 303]
    assert in_force(app) == [(1, TODAY, None)]
    assert deeds(app, "requirement.taken-back") == 2
    assert "taken back before it began" in lead.get(PLANNERS).words


def test_leads_of_a_part_read_and_reviewers_find_nothing(app: Flask, town: Town) -> None:
    lead = another_lead(app, town, tiers=["service-team"])
    assert lead.get(TOP).status == 200
    assert "Change what is needed" not in lead.get(PLANNERS).words
    for address in (f"{TOP}/add", f"{PLANNERS}/change", f"{PLANNERS}/preview"):
        assert lead.get(address).status == 404
    assert lead.post(PLANNERS, {}).status == 404
    assert Browser(app).sign_in(town.reviewer).get(TOP).status == 404
    assert Browser(app).sign_in(town.other_lead).get(PLANNERS).status == 404


def test_an_unknown_role_or_skill_is_not_found(lead: Browser) -> None:
    for address in (f"{TOP}/nobody/cyber-security", f"{TOP}/councillor/nothing"):
        assert lead.get(address).status == 404
        assert lead.get(f"{address}/preview").status == 404


def test_the_file_never_holds_two_rows_for_one_day(app: Flask, lead: Browser) -> None:
    save(lead, level="1")
    save(lead, level="4", starts_on=LATER.isoformat())
    save(lead, level="framework", starts_on=LATEST.isoformat())
    rows = [
        line.split(",")
        for line in lead.get("/organisations/fernleigh/requirements.csv").text.splitlines()
        if line.startswith("planning-officer,digital-planning")
    ]
    assert [(row[2], row[4]) for row in rows] == [
        ("2", TODAY.isoformat()),
        ("1", LATER.isoformat()),
        ("4", LATEST.isoformat()),
        ("2", ""),
    ]
    assert all(before[4] == after[3] for before, after in pairwise(rows))


def test_many_people_take_no_more_statements_and_are_paged(
    app: Flask, lead: Browser, town: Town, catalogue: Catalogue
) -> None:
    few = look(lead, starts_on=LATER.isoformat()).statements
    with app.app_context(), transaction() as session:
        council = session.get_one(Organisation, town.council)
        for number in range(60):
            person = a_person(session, f"Planner {number:02}")
            a_member(session, catalogue, council, person, "planning-officer")
    page = look(lead, starts_on=LATER.isoformat())
    assert page.statements == few <= 10
    assert "61 people need another level" in page.words
    assert "Page 1 of 2" in page.words
    next_page = re.findall(r'href="([^"]*page=2[^"]*)"', page.text)[0].replace("&amp;", "&")
    assert "Planner 59" in lead.get(next_page).words


def test_levels_set_without_anybody_are_shown_too(app: Flask, lead: Browser, town: Town) -> None:
    with app.app_context(), transaction() as session:
        own_levels.set_requirement(
            session,
            organisation_id=town.council,
            role="councillor",
            skill="evaluation",
            level=1,
            starts_on=LONG_AGO.date(),
            reason="As it always was",
            by=None,
            at=LONG_AGO,
        )
    assert "As it always was" in lead.get(f"{TOP}/councillor/evaluation").words
