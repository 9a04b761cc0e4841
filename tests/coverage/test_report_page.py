"""The page of the report from top to bottom, for those who see names and those who do not."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learning.catalogue.models import FrameworkRequirement
from learning.catalogue.published import Catalogue
from learning.clock import day_in_words, day_of, now
from learning.coverage import asking, keeping
from learning.coverage.keeping_together import keep_together
from learning.coverage.rules import months
from learning.coverage.rules.figures import Filters
from learning.coverage.rules.trend import days_of
from learning.database import current_session, transaction
from learning.dated import amend
from learning.people.models import Organisation
from learning.people.queries import all_facts
from learning.people.standing import WHOLE, OrganisationFacts
from tests.builders import (
    Town,
    a_member,
    a_person,
    an_organisation,
    appoint_lead,
    days_ago,
    some_evidence,
)
from tests.coverage.test_coverage_pages import address, lead
from tests.page import Browser, Page
from tests.statements import most_asked


def council_of(town: Town) -> OrganisationFacts:
    return next(one for one in all_facts(current_session()) if one.slug == town.slug)


def answer(town: Town, catalogue: Catalogue, as_at: date, filters: Filters) -> asking.Answer:
    return asking.for_lead(
        current_session(),
        council_of(town),
        WHOLE,
        lead_id=town.lead,
        filters=filters,
        as_at=as_at,
        known_at=now(),
        catalogue=catalogue,
    )


@pytest.mark.parametrize(
    "filters", [Filters(), Filters(role="planning-officer", skill="cyber-security")]
)
def test_every_point_of_the_trend_is_the_report_of_its_day(
    app: Flask, catalogue: Catalogue, busy: Town, filters: Filters
) -> None:
    with app.app_context():
        before = answer(busy, catalogue, day_of(now()), filters)
        keeping.keep_figures(catalogue, at=now(), decided=0)
        with transaction() as session:
            some_evidence(session, busy.planner, "cyber-security", 4, shown_on=days_ago(100))
        found = answer(busy, catalogue, day_of(now()), filters)
        assert [one.as_at for one in found.trend] == list(days_of(day_of(now())))
        assert found.trend != before.trend  # somebody showed something long ago
        for point in (found.trend[2], found.trend[-5], found.trend[-2], found.trend[-1]):
            alone = answer(busy, catalogue, point.as_at, filters)
            assert alone.report is not None
            assert point.line == alone.report.overall


def test_who_joined_and_left_stands_beside_the_trend(
    app: Flask, catalogue: Catalogue, busy: Town
) -> None:
    with app.app_context(), transaction() as session:
        council = session.get_one(Organisation, busy.council)
        for number in range(3):
            newcomer = a_person(session, f"Newcomer {number}")
            a_member(session, catalogue, council, newcomer, "all-staff", starts_on=day_of(now()))
    with app.app_context():
        trend = answer(busy, catalogue, day_of(now()), Filters()).trend
    moved = [(point.joined, point.left) for point in trend]
    assert moved[-1] == (3, 0)
    assert moved[0] == (None, None)


def test_without_names_a_few_who_joined_or_left_are_not_counted_out(
    app: Flask, catalogue: Catalogue, browser: Browser, busy: Town
) -> None:
    ends = days_of(day_of(now()))
    with app.app_context():
        with transaction() as session:
            council = session.get_one(Organisation, busy.council)
            for number in range(13):
                newcomer = a_person(session, f"Newcomer {number}")
                joins_on = ends[-4 if number else -3]
                a_member(session, catalogue, council, newcomer, "all-staff", starts_on=joins_on)
        keeping.keep_figures(catalogue, at=now(), decided=4)
        trend = asking.without_names(
            current_session(),
            council_of(busy),
            filters=Filters(),
            as_at=day_of(now()),
            at=now(),
            catalogue=catalogue,
        ).trend
    assert 3 <= len(trend) <= 4  # those of which it is decided what they hide
    said = {point.as_at: (point.joined, point.left) for point in trend}
    assert set(said.values()) <= {(None, None), (12, 0), (0, 0)}
    assert said.get(ends[-3]) == (None, None)  # one person
    page = browser.sign_in(busy.reviewer).get(address(busy))
    assert "Over time" in page.words
    assert most_asked(app, page) <= 10


def test_a_partnership_s_trend_is_its_report_at_each_month_end_that_is_decided(
    app: Flask, catalogue: Catalogue, browser: Browser, busy: Town
) -> None:
    with app.app_context():
        keep_together(catalogue, at=now(), newest=4, decided=3)
    browser.sign_in(busy.partnership_reviewer)
    report = "/partnerships/vale/coverage"
    page = browser.get(report)
    assert most_asked(app, page) <= 10
    assert re.search(
        r"\d+ earlier month ends are still to be decided, the newest first", page.words
    )
    *_, table = page.text.partition('id="trend"')
    rows = re.findall(
        r'<tr class="govuk-table__row"><th scope="row".*?</tr>', table.split("</table>")[0]
    )
    assert len(rows) == 3
    newest = months.newest_closed(now(), day_of(now()), "England")
    for row in rows:
        data = browser.client.get(f"{report}.json?as_at={newest}").json["overall"]
        assert day_in_words(newest) in row
        assert ("Hidden" in row or "half" in row) == data["suppressed"]
        assert data["suppressed"] or f"{data['met']} of {data['required']}" in row
        newest = months.month_end_before(newest.replace(day=1) - timedelta(days=1))


def test_the_page_says_what_changed_since_the_month_end_before(
    app: Flask, catalogue: Catalogue, browser: Browser, busy: Town
) -> None:
    before = day_in_words(days_of(day_of(now()))[-2])
    up = rf"Since {before}: up (\d+) percentage points, from \d+ of \d+ \(\d+%\)"
    first = re.search(up, lead(browser, busy).get(address(busy)).words)
    with app.app_context(), transaction() as session:
        for skill in catalogue.skills:
            some_evidence(session, busy.planner, skill, 4)
    second = re.search(up, browser.get(address(busy)).words)
    assert first
    assert second
    assert int(first[1]) < int(second[1])


def first_rows(page: Page) -> list[str]:
    found = page.text.partition('class="govuk-table app-heatmap"')[2].partition("</table>")[0]
    return re.findall(r'<th scope="row"[^>]*>([^<]+)</th>', found)


def test_the_heatmap_is_sorted_by_its_headings(browser: Browser, busy: Town) -> None:
    page = lead(browser, busy).get(address(busy))
    assert 'aria-sort="ascending"' in page.text
    assert "In the order of everyone, the smallest share first" in page.words
    names = first_rows(browser.get(address(busy, "?sort=skill")))
    assert names == sorted(names, key=str.casefold) != first_rows(page)
    assert first_rows(browser.get(address(busy, "?sort=skill&order=desc"))) == names[::-1]
    by_role = browser.get(address(busy, "?by=role&sort=planning-officer&order=desc"))
    assert "In the order of Planning officers, the greatest share first" in by_role.words


@pytest.mark.parametrize(
    "query", ["?sort=juggling", "?order=upwards", "?by=moon", "?sort=planning-officer"]
)
def test_an_order_there_is_not_is_not_found(browser: Browser, busy: Town, query: str) -> None:
    assert lead(browser, busy).get(address(busy, query)).status == 404


def test_links_keep_the_day_the_filters_and_the_order(browser: Browser, busy: Town) -> None:
    asked = f"?tier=service-team&as_at={days_ago(40)}&by=role&sort=skill&order=desc"
    page = lead(browser, busy).get(address(busy, asked))
    inside = [href for href in hrefs(page) if href.startswith(f"{address(busy)}?")]
    assert len(inside) > 8
    assert all(f"as_at={days_ago(40)}" in href for href in inside)
    sorts = [href for href in inside if "sort=everyone" in href]
    assert sorts
    assert all("tier=service-team" in href and "by=role" in href for href in sorts)
    for ending in ("pdf", "xlsx", "csv", "json"):
        assert address(busy, f".{ending}?tier=service-team&as_at={days_ago(40)}") in hrefs(page)


def hrefs(page: Page) -> list[str]:
    assert page.tree is not None
    return [link.get("href", "") for link in page.tree.iter("a")]


def test_a_lead_s_counts_lead_to_the_people_behind_them(browser: Browser, busy: Town) -> None:
    people = [
        href
        for href in hrefs(lead(browser, busy).get(address(busy)))
        if "/coverage/people?" in href
    ]
    for status in ("met", "none"):
        assert (
            address(busy, f"/people?tier=service-team&skill=digital-planning&status={status}")
            in people
        )
    assert not [
        href
        for href in hrefs(browser.sign_in(busy.reviewer).get(address(busy)))
        if "/people?" in href
    ]


def test_what_runs_out_says_by_which_day(app: Flask, browser: Browser, busy: Town) -> None:
    with app.app_context(), transaction() as session:
        some_evidence(session, busy.chief, "cyber-security", 4, shown_on=days_ago(330), months=12)
    page = lead(browser, busy).get(address(busy))
    by = day_in_words(day_of(now()) + timedelta(days=90))
    assert f"1 of those run out by {by}" in page.words or f"of those run out by {by}" in page.words
    assert f"What runs out by {by}" in page.words


def test_what_people_say_stands_beside_and_never_inside(
    app: Flask, browser: Browser, busy: Town
) -> None:
    assert "Nobody has said anything of themselves" in lead(browser, busy).get(address(busy)).words
    before = browser.client.get(address(busy, ".json")).json["overall"]
    with app.app_context(), transaction() as session:
        some_evidence(session, busy.planner, "digital-planning", 4, source="self-assessment")
    page = browser.get(address(busy))
    assert re.search(r"Digital planning1 of \d+ \(\d+%\)0\d+ of \d+", page.words)
    assert browser.client.get(address(busy, ".json")).json["overall"] == before


def test_a_date_that_cannot_be_asked_is_told_at_its_field_and_nothing_is_lost(
    browser: Browser, busy: Town
) -> None:
    page = lead(browser, busy).get(address(busy, "?tier=councillor&as_at=29 February 2026"))
    assert page.status == 422
    assert "Enter a real date, like 22 November 2026 or 22/11/2026" in page.words
    assert 'value="29 February 2026"' in page.text
    assert '<option value="councillor" selected>' in page.text
    future = browser.get(address(busy, f"?as_at={day_of(now()) + timedelta(days=1)}"))
    assert "Choose today or an earlier day" in future.words


def test_a_day_is_asked_for_as_people_write_it_and_stands_in_its_field_in_words(
    browser: Browser, busy: Town
) -> None:
    lead(browser, busy)
    day = days_ago(40)
    asked = f"?as_at={day:%d/%m/%Y}&known_at={day_in_words(days_ago(20))}"
    page = browser.get(address(busy, asked))
    assert page.h1.endswith(f"as at {day_in_words(day)}")
    assert f"as known at the end of {day_in_words(days_ago(20))}" in page.words
    assert f'name="as_at" type="text" value="{day_in_words(day)}"' in page.text
    today = browser.get(address(busy, f"?known_at={day_in_words(day_of(now()))}"))
    assert (today.status, "There is a problem" in today.words) == (200, False)


def test_a_day_before_the_first_record_says_that_nobody_was_there(
    browser: Browser, busy: Town
) -> None:
    page = lead(browser, busy).get(address(busy, "?as_at=1980-02-29"))
    assert page.status == 200
    assert "Nobody held a role that asks for a skill here on this day" in page.words


def hamlet(app: Flask, catalogue: Catalogue, *members: str) -> int:
    """A council with these people alone; its lead belongs to no council."""
    with app.app_context(), transaction() as session:
        here = an_organisation(session, "hamlet")
        who = a_person(session, "Nye Parry")
        appoint_lead(session, here.id, who)
        for name in members:
            a_member(session, catalogue, here, a_person(session, name), "councillor")
    return who


def test_a_council_without_people_or_with_one_is_answered_rightly(
    app: Flask, browser: Browser, town: Town, catalogue: Catalogue
) -> None:
    browser.sign_in(hamlet(app, catalogue))
    assert "Nobody held a role" in browser.get("/organisations/hamlet/coverage").words
    with app.app_context(), transaction() as session:
        here = session.scalars(select(Organisation).where(Organisation.slug == "hamlet")).one()
        a_member(session, catalogue, here, a_person(session, "Only One"), "councillor")
    page = browser.get("/organisations/hamlet/coverage")
    assert "0 of 1 person shows everything they need" in page.words
    assert "for the roles they hold: 1 person, 9 skills." in page.words
    assert "0 (0%) are shown" in page.words


def test_a_role_that_asks_for_nothing_any_more_leaves_its_people_in_their_council(
    app: Flask, browser: Browser, busy: Town
) -> None:
    def stop(*roles: str) -> None:
        with app.app_context(), transaction() as session:
            rows = select(FrameworkRequirement).where(FrameworkRequirement.superseded_at.is_(None))
            for row in session.scalars(
                rows.where(FrameworkRequirement.role.in_(roles)) if roles else rows
            ):
                amend(session, row, {"ends_on": days_ago(5)}, by=None, at=now())

    lead(browser, busy)
    stop("planning-officer")
    lines = browser.client.get(address(busy, ".json?role=planning-officer")).json
    assert lines["overall"]["people"] == 13  # all staff need something still
    assert "digital-planning" not in {line["skill"] for line in lines["skills"]}
    assert browser.get(address(busy, f"?as_at={days_ago(6)}&role=planning-officer")).status == 200
    stop()
    page = browser.get(address(busy))
    assert "18 people hold roles here, and none of these roles asks for a skill" in page.words
