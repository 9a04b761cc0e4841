import pytest
from flask import Flask
from sqlalchemy import select

from learning.audit import AuditEntry
from learning.claims.models import AcceptanceRule
from learning.clock import now
from learning.database import current_session
from learning.people.models import Organisation
from tests.builders import Town, days_ago
from tests.claims.made import another_lead, counted, ruled
from tests.page import Browser, Page

TOP = "/organisations/fernleigh/acceptance-rules"


@pytest.fixture
def lead(browser: Browser, town: Town) -> Browser:
    return browser.sign_in(town.lead)


def add(lead: Browser, **changed) -> Page:
    lead.get(f"{TOP}/new")
    given = {
        "issuer": "Example Academy",
        "course": "Phishing*",
        "skill": "cyber-security",
        "level": "1",
        "lasts": "months",
        "months": "12",
        "starts_on": "2025-01-01",
    }
    return lead.post(f"{TOP}/new", given | changed)


def test_a_rule_is_added_shown_and_audited(app: Flask, lead: Browser) -> None:
    assert "There are no rules yet" in lead.get(TOP).words
    assert add(lead).status == 303
    words = lead.get(TOP).words
    for said in ("Phishing*", "Example Academy", "level 1", "12 months", "From 1 January 2025"):
        assert said in words
    assert counted(app, AuditEntry, AuditEntry.action == "acceptance-rule.added") == 1
    assert add(lead, course="Another", lasts="good", months="").status == 303
    assert "For good" in lead.get(TOP).words


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"issuer": " "}, "Enter who issues it"),
        ({"course": ""}, "Enter the name of the course"),
        ({"course": "x" * 201}, "Use 200 characters at most"),
        ({"course": "Phi*ing"}, "A * can only stand at the end"),
        ({"skill": ""}, "Choose a skill"),
        ({"level": "4"}, "Not a valid choice"),
        ({"months": "-1"}, "Enter a number of months from 1 to 120"),
        ({"months": "000112000"}, "Enter a number of months from 1 to 120"),
        ({"starts_on": "2025-02-30"}, "Enter a real date"),
    ],
)
def test_a_rule_with_something_wrong_says_so(
    app: Flask, lead: Browser, changed: dict, message: str
) -> None:
    page = add(lead, **changed)
    assert page.status == 422
    assert message in page.words.split("There is a problem")[1].split("Add an acceptance")[0]
    assert counted(app, AcceptanceRule) == 0


def test_two_open_rules_for_one_course_and_skill_are_refused(app: Flask, lead: Browser) -> None:
    add(lead)
    page = add(lead, course=" PHISHING*", level="2")
    assert page.status == 422
    assert "There is a rule for this course and skill already" in page.words
    assert add(lead, skill="evaluation").status == 303
    assert counted(app, AcceptanceRule) == 2


def test_a_rule_ends_and_is_kept(app: Flask, lead: Browser, town: Town) -> None:
    number = ruled(app, town)
    assert "What has been accepted stays accepted" in lead.get(f"{TOP}/{number}/end").words
    assert lead.post(f"{TOP}/{number}/end", {"ends_on": "soon"}).status == 422
    assert lead.post(f"{TOP}/{number}/end", {"ends_on": days_ago(3).isoformat()}).status == 303
    assert "before" in lead.get(TOP).words
    assert counted(app, AuditEntry, AuditEntry.action == "acceptance-rule.ended") == 1
    with app.app_context():
        rows = current_session().scalars(select(AcceptanceRule).order_by(AcceptanceRule.id)).all()
        assert [(row.ends_on, row.superseded_at is None) for row in rows] == [
            (None, False),
            (days_ago(3), True),
        ]
    assert lead.get(f"{TOP}/{number}/end").status == 404  # superseded
    assert add(lead, course="Phishing basics").status == 303  # from now on another one


def test_a_rule_that_ends_before_it_begins_is_gone(app: Flask, lead: Browser, town: Town) -> None:
    number = ruled(app, town)
    assert lead.post(f"{TOP}/{number}/end", {"ends_on": "2019-12-31"}).status == 303
    assert "There are no rules yet" in lead.get(TOP).words
    assert counted(app, AcceptanceRule) == 1


def test_a_lead_of_a_part_reads_the_rules_and_cannot_change_them(app: Flask, town: Town) -> None:
    number = ruled(app, town)
    lead = another_lead(app, town, tiers=["service-team"])
    page = lead.get(TOP)
    assert "Phishing basics" in page.words
    assert "Add a rule" not in page.words
    assert lead.get(f"{TOP}/new").status == 404
    assert lead.post(f"{TOP}/new", {}).status == 404
    assert lead.post(f"{TOP}/{number}/end", {"ends_on": "2026-01-01"}).status == 404
    assert counted(app, AcceptanceRule) == 1


def test_rules_of_another_council_do_not_exist(app: Flask, lead: Browser, town: Town) -> None:
    with app.app_context():
        there = current_session().scalars(
            select(Organisation.id).where(Organisation.slug == "otmoor")
        )
        number = ruled(app, town, organisation=there.one(), course="Otmoor course")
    assert "Otmoor course" not in lead.get(TOP).words
    assert lead.get(f"{TOP}/{number}/end").status == 404
    assert lead.post(f"{TOP}/{number}/end", {"ends_on": now().date().isoformat()}).status == 404


def test_many_rules_take_no_more_statements(app: Flask, lead: Browser, town: Town) -> None:
    few = lead.get(TOP).statements
    for number in range(30):
        ruled(app, town, course=f"Course {number}")
    assert lead.get(TOP).statements == few <= 8
