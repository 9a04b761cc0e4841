import csv
import io
import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning.catalogue.published import Catalogue
from learning.clock import day_of, moment_in_words, now
from learning.coverage.keeping_together import keep_together
from learning.coverage.rules import figures, months
from learning.database import transaction
from learning.evidence.models import Evidence
from learning.people.actions import places
from learning.people.models import Membership, Organisation
from tests.builders import Town, a_member, a_person, days_ago, some_evidence
from tests.coverage.reading import words_of
from tests.page import Browser

COUNTS = ("people", "required", "met", "expiring", "below", "none")


def lead(browser: Browser, town: Town) -> Browser:
    return browser.sign_in(town.lead)


def address(town: Town, ending: str = "") -> str:
    return f"/organisations/{town.slug}/coverage{ending}"


def test_page_json_and_csv_say_the_same(browser: Browser, busy: Town) -> None:
    lead(browser, busy)
    page = browser.get(address(busy))
    data = browser.client.get(address(busy, ".json")).json
    rows = list(csv.DictReader(io.StringIO(browser.client.get(address(busy, ".csv")).text)))
    overall = data["overall"]
    percent = figures.percentage(overall["met"], overall["required"])
    assert f"{overall['met']} ({percent}%) are shown" in page.words
    assert f"Of the {overall['required']} things your people need" in page.words
    assert f"for the roles they hold: {overall['people']} people" in page.words
    keyed = {(row["group"], row["name"], row["skill"]): row for row in rows}
    assert {name: int(keyed["overall", "", ""][name]) for name in COUNTS} == {
        name: overall[name] for name in COUNTS
    }
    listed = [("skill", line["skill"], line) for line in data["skills"]]
    for group in ("role", "tier", "service"):
        listed += [(group, line[group], line) for line in data[f"{group}s"]]
    assert len(listed) + 1 == len(rows)
    for group, name, line in listed:
        row = keyed[group, name, line["skill"]]
        assert {count: int(row[count]) for count in COUNTS} == {c: line[c] for c in COUNTS}


def test_who_has_not_yet_shown_it_is_called_so_in_the_figures_in_full(
    browser: Browser, busy: Town
) -> None:
    page = lead(browser, busy).get(address(busy))
    assert ">Not yet shown</th>" in page.text
    assert ">Not yet<" not in page.text
    assert 'data-label="Not yet"' not in page.text


def test_json_has_the_fixed_shape(browser: Browser, busy: Town) -> None:
    data = lead(browser, busy).client.get(address(busy, ".json?tier=service-team")).json
    assert set(data) == {
        "organisation", "as_at", "known_at", "filters", "overall", "skills", "roles", "tiers",
        "services",
    }  # fmt: skip
    assert data["filters"] == {"tier": "service-team"}
    assert data["as_at"] == day_of(now()).isoformat()
    assert data["known_at"].endswith("Z")
    assert set(data["overall"]) == {
        *COUNTS, "suppressed", "people_meeting_all", "levels_held", "levels_needed",
    }  # fmt: skip
    assert not data["overall"]["suppressed"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?as_at=tomorrow", 422),
        ("?as_at=2026-02-29", 422),
        ("?as_at=2026-1-1x", 422),
        ("?as_at=9999-12-31", 422),
        ("?known_at=now", 422),
        ("?role=astronaut", 404),
        ("?service=space", 404),
        ("?tier=nobody", 404),
        ("?skill=juggling", 404),
        ("?as_at=2024-02-29", 200),
        ("?as_at=1900-01-01", 200),
    ],
)
@pytest.mark.parametrize("ending", ["", ".json", ".csv"])
def test_a_question_that_cannot_be_answered_is_refused_clearly(
    browser: Browser, busy: Town, ending: str, query: str, status: int
) -> None:
    page = lead(browser, busy).get(address(busy, ending + query))
    assert page.status == status


def test_a_day_before_the_council_existed_gives_no_figures_not_zeros(
    browser: Browser, busy: Town
) -> None:
    lead(browser, busy)
    assert (
        "There are no figures for this day" in browser.get(address(busy, "?as_at=1973-12-31")).words
    )
    data = browser.client.get(address(busy, ".json?as_at=1973-12-31")).json
    assert data["overall"]["required"] is None
    assert data["skills"] == []


def test_the_same_question_has_the_same_answer_after_a_correction(
    app: Flask, browser: Browser, busy: Town
) -> None:
    lead(browser, busy)
    before = now()
    asked = address(busy, f".json?as_at={days_ago(10)}&known_at={before:%Y-%m-%dT%H:%M:%S.%fZ}")
    first = browser.client.get(asked).json
    with app.app_context(), transaction() as session:
        membership = session.query(Membership).filter_by(person_id=busy.planner).one()
        places.change_membership_days(
            session, membership, starts_on=days_ago(500), ends_on=days_ago(20), by=None, at=now()
        )
    assert browser.client.get(asked).json == first
    newer = browser.client.get(address(busy, f".json?as_at={days_ago(10)}")).json
    assert newer["overall"]["people"] == first["overall"]["people"] - 1


def test_a_report_viewer_gets_month_ends_and_is_told_so(browser: Browser, decided: Town) -> None:
    page = browser.sign_in(decided.reviewer).get(address(decided))
    month_end = months.newest_closed(now(), day_of(now()), "England")
    assert f"as at {month_end.day} " in page.h1
    if month_end != day_of(now()):
        assert "worked out at month ends" in page.words


def test_a_report_viewer_sees_no_small_line_and_no_name(browser: Browser, decided: Town) -> None:
    browser.sign_in(decided.reviewer)
    data = browser.client.get(address(decided, ".json")).json
    small = [line for line in data["roles"] if line["role"] == "chief-executive"]
    assert small
    assert all(line["suppressed"] and line["people"] is None for line in small)
    assert {line["band"] for line in small} == {None}
    page = browser.get(address(decided))
    for name in ("Samina", "Grace", "Planner 3"):
        assert name not in page.text
    exact = [line for line in data["roles"] if not line["suppressed"]]
    assert all(line["people"] >= 10 for line in exact)


def test_hidden_lines_stand_last_and_carry_no_number_in_any_format(
    browser: Browser, decided: Town
) -> None:
    browser.sign_in(decided.reviewer)
    data = browser.client.get(address(decided, ".json")).json
    for group in ("skills", "roles", "tiers", "services"):
        flags = [line["suppressed"] for line in data[group]]
        assert flags == sorted(flags)
    for row in csv.DictReader(io.StringIO(browser.client.get(address(decided, ".csv")).text)):
        if row["suppressed"] == "true":
            assert {row[name] for name in COUNTS} == {""}


def test_a_report_viewer_may_choose_one_group_at_a_time_and_no_moment(
    browser: Browser, decided: Town
) -> None:
    browser.sign_in(decided.reviewer)
    assert browser.get(address(decided, "?tier=councillor&role=councillor")).status == 422
    assert browser.get(address(decided, "?tier=councillor&skill=cyber-security")).status == 200
    assert browser.get(address(decided, "?known_at=2026-01-01T00:00:00Z")).status == 422


def test_before_the_first_month_end_on_record_a_report_viewer_is_told_when_figures_come(
    browser: Browser, busy: Town
) -> None:
    page = browser.sign_in(busy.reviewer).get(address(busy, "?as_at=2023-06-30"))
    assert "The first come after the first month end" in page.words


def test_a_partnership_viewer_sees_the_partnership_and_no_council(
    app: Flask, browser: Browser, busy: Town, catalogue: Catalogue
) -> None:
    with app.app_context():
        keep_together(catalogue, at=now(), newest=1)
    browser.sign_in(busy.partnership_reviewer)
    page = browser.get("/partnerships/vale/coverage")
    assert page.status == 200
    assert "Vale Partnership" in page.h1
    assert "do not add up to the partnership" in page.words
    assert browser.get(address(busy)).status == 404
    assert browser.get("/partnerships/elsewhere/coverage").status == 404


def test_the_report_takes_as_many_statements_for_few_people_as_for_many(
    app: Flask, browser: Browser, town: Town, catalogue: Catalogue
) -> None:
    few = lead(browser, town).get(address(town)).statements
    with app.app_context(), transaction() as session:
        council = session.get_one(Organisation, town.council)
        for number in range(60):
            a_member(session, catalogue, council, a_person(session, f"P {number}"), "all-staff")
    many = browser.get(address(town))
    assert many.statements == few <= 10


def test_how_it_is_worked_out_says_why_lines_about_enough_people_are_hidden_too(
    browser: Browser, town: Town
) -> None:
    page = browser.sign_in(town.reviewer).get("/coverage/how-this-is-worked-out")
    assert "would say what a small group has shown" in page.words


@pytest.mark.parametrize(
    ("referrer", "back"),
    [
        (
            "http://localhost/organisations/{}/coverage/compare?from=1/5/2026",
            "compare?from=1/5/2026",
        ),
        (
            "http://localhost/partnerships/three-rivers/coverage",
            "/partnerships/three-rivers/coverage",
        ),
        ("http://localhost/sign-in?next=/", "{}/coverage"),
        ("http://localhost//elsewhere.example/", "{}/coverage"),
        ("https://elsewhere.example/organisations/x/coverage", "{}/coverage"),
        ("not an address", "{}/coverage"),
        (None, "{}/coverage"),
    ],
)
def test_how_it_is_worked_out_leads_back_to_the_figures_and_nowhere_else(
    browser: Browser, town: Town, referrer: str | None, back: str
) -> None:
    browser.sign_in(town.reviewer)
    headers = {"Referer": referrer.format(town.slug)} if referrer else {}
    page = browser.get("/coverage/how-this-is-worked-out", headers=headers)
    link = re.search(r'<a href="([^"]*)" class="govuk-back-link">', page.text)
    assert link is not None
    assert link[1].startswith("/")
    assert link[1].endswith(back.format(town.slug))
    assert "elsewhere.example" not in page.text


def test_whoever_opens_no_report_has_no_way_back_to_one(browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.councillor).get("/coverage/how-this-is-worked-out")
    assert "govuk-back-link" not in page.text


def test_gaps_are_ordered_and_lead_to_the_form_that_asks_them(browser: Browser, busy: Town) -> None:
    page = lead(browser, busy).get(address(busy))
    assert "Gaps that matter most" in page.words
    data = browser.client.get(address(busy, ".json")).json
    shortest = {line["skill"]: line["required"] - line["met"] for line in data["skills"]}
    assert f"{max(shortest.values())} of" in page.words


def test_without_names_nothing_says_when_anything_was_last_recorded(
    browser: Browser, decided: Town
) -> None:
    """It would say that somebody showed something then, and nobody anything since."""
    assert "The newest record" in browser.sign_in(decided.lead).get(address(decided)).words
    page = browser.sign_in(decided.reviewer).get(address(decided))
    assert "as known at" in page.words
    assert "The newest record" not in page.words
    text = words_of(browser.client.get(address(decided, ".pdf")).data)
    assert "newest record it rests on" not in text


def test_the_report_says_when_anything_it_rests_on_was_last_recorded(
    app: Flask, browser: Browser, busy: Town
) -> None:
    lead(browser, busy)
    with app.app_context(), transaction() as session:
        at = now()
        some_evidence(session, busy.planner, "data-standards", 2, shown_on=days_ago(50), at=at)
        some_evidence(session, busy.stranger, "data-standards", 2, at=at + timedelta(minutes=61))
        of_then = select(func.max(Evidence.recorded_at)).where(Evidence.shown_on == days_ago(200))
        before = session.scalars(of_then).one()
    said, said_then = (
        f"The newest record it rests on is of {moment_in_words(moment)}" for moment in (at, before)
    )
    assert said in browser.get(address(busy)).words
    assert said_then in browser.get(address(busy, f"?as_at={days_ago(200)}")).words
    assert said_then not in browser.get(address(busy, f"?as_at={days_ago(201)}")).words
