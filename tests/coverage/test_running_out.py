"""What runs out in each of the next twelve months, for leads alone."""

import csv
import io
import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.clock import day_in_words, day_of, now
from learning.coverage import behind, running_out
from learning.coverage.pairing import FOR_EVER
from learning.coverage.rules.coming_months import MONTHS, month_in, months_after
from learning.database import transaction
from tests.builders import Town, days_ago, some_evidence
from tests.coverage.engine import Engine
from tests.coverage.engine_changes import cell_of
from tests.coverage.reference_changes import Sight, State
from tests.coverage.reference_pairs import Pair, pairs_of
from tests.coverage.reference_rows import live_counted_evidence
from tests.coverage.strategies import Case, cases
from tests.coverage.test_changes_properties import SIGHTS, many, state_of
from tests.coverage.test_people_pages import people
from tests.page import Browser
from tests.statements import most_asked


@given(day=st.dates(date(1900, 1, 1), date(2200, 1, 1)))
@settings(max_examples=50)
def test_the_twelve_months_follow_each_other_from_the_next_day_on(day: date) -> None:
    months = months_after(day)
    assert len(months) == MONTHS
    assert months[0].first <= day + timedelta(days=1) < months[0].until
    for one, following in pairwise(months):
        assert one.until == following.first
        assert one.until.day == 1
    assert [month_in(one.name) for one in months] == list(months)


@pytest.mark.parametrize("text", ["", "March", "2027", "2027-13", "9999-12", "2027-03-01"])
def test_what_names_no_month_is_none(text: str) -> None:
    assert month_in(text) is None


def last_day_met(state: State, pair: Pair) -> date:
    """'by the evidence live at D, looking at expires_on alone': day by day where it ends."""
    pieces = live_counted_evidence(
        state.world, pair.person, pair.skill, state.as_at, state.known_at
    )
    enough = [piece for piece in pieces if piece.level >= pair.required]
    return max(one.expires_on or FOR_EVER for one in enough)


@settings(many, max_examples=15)
@given(case=cases(), sight=SIGHTS)
def test_every_month_is_the_reference_s_and_opens_to_as_many(
    engine: Engine, case: Case, sight: Sight
) -> None:
    state = state_of(case, case.question.as_at, case.question.known_at, sight)
    pairs = pairs_of(state.world, state.held(), state.as_at, state.known_at, state.filters)
    met = [(pair, last_day_met(state, pair)) for pair in pairs if pair.is_met]
    cell = cell_of(engine, state)
    found = running_out.by_month(engine.session, cell)
    for one in found.months:
        ends = [pair for pair, end in met if one.month.first <= end < one.month.until]
        assert one.things == len(ends)
        assert one.people == len({pair.person for pair in ends})
        assert dict(one.skills) == {
            skill: [pair.skill for pair in ends].count(skill) for skill, _ in one.skills
        }
    wanted = behind.Wanted(month=found.most.month)
    assert behind.pairs_behind(engine.session, cell, wanted, page=1)[0] == found.most.things
    assert found.shown == len(met)
    assert found.never == len([pair for pair, end in met if end == FOR_EVER])
    assert found.soon == len([pair for pair in pairs if pair.is_expiring])


def page_of(town: Town, query: str = "", ending: str = "") -> str:
    return f"/organisations/{town.slug}/coverage/runs-out{ending}{query}"


def test_a_lead_sees_month_by_month_what_the_report_counts(
    app: Flask, browser: Browser, busy: Town
) -> None:
    with app.app_context(), transaction() as session:
        some_evidence(session, busy.chief, "cyber-security", 4, shown_on=days_ago(300), months=12)
    browser.sign_in(busy.lead)
    overall = browser.client.get(f"/organisations/{busy.slug}/coverage.json").json["overall"]
    page = browser.get(page_of(busy))
    assert f"Of the {overall['met']} things shown" in page.words
    assert f"{overall['expiring']} of them run out within 90 days" in page.words
    assert most_asked(app, page) <= 8
    rows = list(csv.DictReader(io.StringIO(browser.client.get(page_of(busy, ending=".csv")).text)))
    assert sum(int(row["things"]) for row in rows) == overall["met"]
    assert [row["month"] for row in rows[-2:]] == ["later", "never"]
    first = rows[0]
    opened = browser.get(people(busy, f"?skill={first['skill']}&runs_out={first['month']}"))
    assert re.search(rf"(?<!\d){first['things']} (person|people)\.", opened.words)
    assert "Only what is shown and runs out in" in opened.words
    listed = people(busy, f"?skill={first['skill']}&runs_out={first['month']}", ".csv")
    found = list(csv.DictReader(io.StringIO(browser.client.get(listed).text)))
    assert len(found) == int(first["things"])
    assert all(row["runs_out_on"].startswith(first["month"]) for row in found)


def test_the_filters_and_days_stand_in_the_address_and_go_with_every_link(
    browser: Browser, busy: Town
) -> None:
    asked = f"?role=planning-officer&as_at={days_ago(10)}"
    browser.sign_in(busy.lead)
    page = browser.get(page_of(busy, asked))
    assert f"As at the end of {day_in_words(days_ago(10))}" in page.words
    assert "Only role Planning officers" in page.words
    assert page.tree is not None
    links = [link.get("href", "") for link in page.tree.iter("a")]
    people_links = [href for href in links if "/coverage/people?" in href]
    assert people_links
    for href in people_links:
        assert f"as_at={days_ago(10)}" in href
        assert "role=planning-officer" in href
    report = browser.get(f"/organisations/{busy.slug}/coverage{asked}")
    assert page_of(busy, asked) in [link.get("href") for link in report.tree.iter("a")]  # type: ignore[union-attr]


def test_a_day_that_cannot_be_asked_is_told_at_its_field(browser: Browser, busy: Town) -> None:
    browser.sign_in(busy.lead)
    page = browser.get(page_of(busy, "?tier=councillor&as_at=29 February 2026"))
    assert page.status == 422
    assert "Enter a real date, like 22 November 2026 or 22/11/2026" in page.words
    assert '<option value="councillor" selected>' in page.text
    future = browser.get(page_of(busy, f"?as_at={day_of(now()) + timedelta(days=1)}"))
    assert "Choose today or an earlier day" in future.words
    assert browser.get(page_of(busy, "?role=juggler")).status == 404
    assert browser.get(people(busy, "?runs_out=soon")).status == 404


def test_nothing_shown_runs_out_of_nothing(browser: Browser, busy: Town) -> None:
    page = browser.sign_in(busy.lead).get(page_of(busy, "?as_at=1980-02-29"))
    assert "nothing runs out" in page.words


def test_without_names_there_is_no_such_page(browser: Browser, busy: Town) -> None:
    browser.sign_in(busy.reviewer)
    assert browser.get(page_of(busy)).status == 404
    assert "/runs-out" not in browser.get(f"/organisations/{busy.slug}/coverage").text
