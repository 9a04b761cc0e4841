"""Two days compared, as leads and report viewers see it."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from learning.catalogue.published import Catalogue
from learning.clock import day_in_words, day_of, now
from learning.coverage.rules import months
from learning.database import transaction
from learning.people.actions import places, restricting
from learning.people.models import Membership, Organisation
from tests.builders import Town, a_member, a_person, days_ago, some_evidence
from tests.page import Browser
from tests.statements import most_asked


def address(town: Town, query: str = "", ending: str = "") -> str:
    return f"/organisations/{town.slug}/coverage/compare{ending}{query}"


def of_skill(data: dict[str, Any], skill: str) -> dict[str, Any]:
    return next(line for line in data["skills"] if line["skill"] == skill)


def parts(line: dict[str, Any]) -> dict[str, tuple[int, int, int]]:
    return {p["reason"]: (p["pairs"], p["met"], p["required"]) for p in line["parts"]}


@pytest.fixture
def lead(browser: Browser, busy: Town) -> Browser:
    return browser.sign_in(busy.lead)


def test_a_rise_is_explained_and_every_count_leads_to_the_people_behind_it(
    lead: Browser, busy: Town
) -> None:
    asked = f"?from={days_ago(201)}&to={days_ago(199)}"
    data = lead.client.get(address(busy, asked, ".json")).json
    line = of_skill(data, "digital-planning")
    assert parts(line) == {"gained": (8, 8, 0)}
    assert line["after"]["met"] - line["before"]["met"] == 8
    page = lead.get(address(busy, asked))
    assert "8 newly shown" in page.words
    assert f"since {day_in_words(days_ago(201))}" in page.words
    people = f"/organisations/{busy.slug}/coverage/people"
    behind = f"{people}?reason=gained&skill=digital-planning&from={days_ago(201)}"
    assert behind.replace("&", "&amp;") in page.text
    listed = lead.get(f"{behind}&to={days_ago(199)}")
    assert "8 people." in listed.words
    assert "Planner 1," in listed.words
    assert "Planner 3," not in listed.words
    rows = csv.DictReader(
        io.StringIO(
            lead.client.get(
                f"{people}.csv?reason=gained&skill=digital-planning&from={days_ago(201)}"
                f"&to={days_ago(199)}"
            ).text
        )
    )
    assert len(list(rows)) == 8


def test_page_json_and_csv_say_the_same(lead: Browser, busy: Town) -> None:
    asked = f"?from={days_ago(201)}&tier=service-team"
    data = lead.client.get(address(busy, asked, ".json")).json
    rows = list(csv.DictReader(io.StringIO(lead.client.get(address(busy, asked, ".csv")).text)))
    assert data["filters"] == {"tier": "service-team"}
    assert [row["skill"] for row in rows] == ["", *(line["skill"] for line in data["skills"])]
    for row, line in zip(rows, [data["overall"], *data["skills"]], strict=True):
        assert row["met_after"] == str(line["after"]["met"])
        assert row["points"] == ("" if line["points"] is None else str(line["points"]))
        for part in line["parts"]:
            assert int(row[f"{part['reason']}_met"]) == part["met"]


def test_a_correction_is_shown_apart_from_what_happened(
    app: Flask, lead: Browser, busy: Town
) -> None:
    before = now()
    with app.app_context(), transaction() as session:
        at = now()
        some_evidence(session, busy.planner, "data-standards", 4, shown_on=days_ago(40), at=at)
    day = days_ago(30)
    asked = f"?from={day}&to={day}&from_known_at={before:%Y-%m-%dT%H:%M:%S.%fZ}"
    data = lead.client.get(address(busy, asked, ".json")).json
    assert set(parts(data["overall"])) == {"corrected"}
    assert {one["reason"] for one in data["overall"]["corrected"]} == {"gained"}
    assert of_skill(data, "data-standards")["points"] > 0
    page = lead.get(address(busy, asked))
    assert "Corrected since" in page.words
    listed = lead.get(f"/organisations/{busy.slug}/coverage/people{asked}&reason=corrected")
    assert "Samina Haque" in listed.words
    same = lead.client.get(address(busy, f"?from={day}&to={day}", ".json")).json
    assert (same["overall"]["points"], same["overall"]["parts"]) == (0, [])
    assert "No change since" in lead.get(address(busy, f"?from={day}&to={day}")).words


def test_who_goes_on_leave_has_left_and_the_page_says_where_to(
    app: Flask, lead: Browser, busy: Town
) -> None:
    with app.app_context(), transaction() as session:
        member = session.query(Membership).filter_by(person_id=busy.planner).one()
        places.pause(session, member, paused_from=days_ago(5), paused_until=None, by=None, at=now())
    page = lead.get(address(busy, f"?from={days_ago(10)}"))
    assert "1 person left (1 on time away)" in page.words
    listed = f"/organisations/{busy.slug}/coverage/people?reason=left&from={days_ago(10)}"
    assert "Samina Haque" in lead.get(listed).words


def test_a_restricted_person_is_left_out_and_the_page_says_so(
    app: Flask, lead: Browser, busy: Town
) -> None:
    with app.app_context(), transaction() as session:
        member = session.query(Membership).filter_by(person_id=busy.chief).one()
        restricting.restrict_to(session, member, {busy.reviewer}, by=None, at=now())
        some_evidence(session, busy.chief, "cyber-security", 2, shown_on=days_ago(3))
    page = lead.get(address(busy, f"?from={days_ago(9)}"))
    assert "1 person is left out" in page.words
    listed = f"/organisations/{busy.slug}/coverage/people?reason=gained&from={days_ago(9)}"
    assert "Grace Okonjo" not in lead.get(listed).words


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("?from=tomorrow", 422, "Enter a real date, like"),
        ("?from=2026-02-29", 422, "Enter a real date, like"),
        ("?to=9999-12-31", 422, "Choose today or an earlier day"),
        ("?from=2026-03-02&to=2026-03-01", 422, "not after the second"),
        ("?from=0001-01-01", 422, "Choose a day from 1900 on"),
        ("?known_at=now", 422, "or a moment like"),
        ("?known_at=2999-01-01T00:00:00Z", 422, "a moment that has passed"),
        ("?known_at=2026-01-01&from_known_at=2026-02-01", 422, "not after the other"),
        ("?from=1950-01-01&to=1960-01-01", 200, "has its first day on 1 April 1974"),
        ("?from=1950-01-01", 200, "There are no figures for 1 January 1950"),
        ("?from=1990-01-01&to=1990-01-01", 200, "A change cannot be told"),
        ("?from=2024-02-29", 200, "nobody needed anything on 29 February 2024"),
        ("?role=astronaut", 404, "Page not found"),
    ],
)
def test_a_question_about_two_days_has_a_right_answer_or_a_clear_refusal(
    lead: Browser, busy: Town, query: str, status: int, words: str
) -> None:
    page = lead.get(address(busy, query))
    assert page.status == status
    assert words in page.words
    assert lead.client.get(address(busy, query, ".json")).status_code == status


def test_a_report_viewer_compares_month_ends_without_what_people_gained(
    browser: Browser, decided: Town
) -> None:
    browser.sign_in(decided.reviewer)
    last = months.newest_closed(now(), day_of(now()), "England")
    first = months.month_end_before(last.replace(day=1))
    data = browser.client.get(address(decided, "", ".json")).json
    assert [data[end]["as_at"] for end in ("from", "to")] == [str(first), str(last)]
    assert data["overall"]["parts"] is None
    assert data["requirements_changed"] == []
    shown = [line for line in data["skills"] if not line["after"]["suppressed"]]
    assert shown
    assert {line["points"] for line in shown} == {0}
    for line in data["skills"]:
        hidden = line["before"]["suppressed"] or line["after"]["suppressed"]
        assert (line["points"] is None) == hidden
    page = browser.get(address(decided, f"?from={first + timedelta(days=3)}"))
    assert f"For {day_in_words(first + timedelta(days=3))} these are the figures" in page.words
    for words in ("newly shown", "Planner", "Samina", "/coverage/people"):
        assert words not in page.text


def test_a_report_viewer_is_not_told_of_few_who_joined_or_left(
    app: Flask, browser: Browser, decided: Town, catalogue: Catalogue
) -> None:
    browser.sign_in(decided.reviewer)
    last = months.newest_closed(now(), day_of(now()), "England")
    nobody = browser.client.get(address(decided, "", ".json")).json
    assert nobody["people"] == {"joined": 0, "left": 0}

    def newcomers(number: int) -> dict[str, Any]:
        with app.app_context(), transaction() as session:
            council = session.get_one(Organisation, decided.council)
            for one in range(number):
                person = a_person(session, f"Newcomer {number} {one}")
                a_member(session, catalogue, council, person, "planning-officer", starts_on=last)
        found: dict[str, Any] = browser.client.get(address(decided, "", ".json")).json
        return found

    assert newcomers(2)["people"] is None
    assert newcomers(3)["people"] == {"joined": 5, "left": 0}


@pytest.mark.parametrize("query", ["?known_at=2026-01-01T00:00:00Z", "?from_known_at=2026-01-01"])
def test_a_report_viewer_chooses_no_moment(browser: Browser, busy: Town, query: str) -> None:
    assert browser.sign_in(busy.reviewer).get(address(busy, query)).status == 422


def test_comparing_asks_ten_statements_at_most_however_many_people_there_are(
    app: Flask, lead: Browser, busy: Town, catalogue: Catalogue
) -> None:
    asked = f"?from={days_ago(201)}&from_known_at=2026-01-01T00:00:00Z"
    few = lead.get(address(busy, asked)).statements
    with app.app_context(), transaction() as session:
        council = session.get_one(Organisation, busy.council)
        for number in range(60):
            a_member(session, catalogue, council, a_person(session, f"P {number}"), "all-staff")
    many = lead.get(address(busy, asked))
    assert many.statements == few
    viewer = Browser(app).sign_in(busy.reviewer).get(address(busy))
    assert most_asked(app, many, viewer) <= 10
