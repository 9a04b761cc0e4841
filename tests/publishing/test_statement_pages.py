"""Publishing a statement and reading it: by everybody, or by leads alone."""

import hashlib
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from learning.catalogue.published import Catalogue
from learning.clock import day_in_words, day_of, now
from learning.coverage.keeping import DECISIONS
from learning.coverage.models import MonthEndFigures
from learning.database import current_session, transaction
from learning.people.actions import places
from learning.people.models import Membership
from learning.publishing.models import Statement, StatementFile
from tests.builders import Town, appoint_lead
from tests.page import Browser
from tests.publishing.conftest import work_out_two_months
from tests.publishing.press import OFFICER, check, send, top
from tests.statements import most_asked
from tests.worker.standing import fails, worker_looked

KINDS = ("json", "csv", "xlsx", "pdf", "html")


@pytest.fixture
def lead(app: Flask, town: Town, planners: list[int]) -> Browser:
    return Browser(app).sign_in(town.lead)


def test_what_is_published_is_read_by_everybody_and_verified(
    app: Flask, town: Town, lead: Browser, month_end: date
) -> None:
    sent = send(lead, check(town, month_end), actions_taken="Everybody met <once>.")
    assert (sent.status, sent.location) == (303, f"{top(town)}/1")
    stranger = Browser(app)
    assert "tell nobody anything" not in lead.get(check(town, month_end)).words
    page = stranger.get(f"{top(town)}/1")
    assert page.h1.startswith("Statement 1: skills coverage as at")
    assert "Olwen Prydderch, Head of Democratic Services" in page.words
    assert "Everybody met <once>." in page.words
    assert page.headers.get("X-Robots-Tag") is None
    assert ">Not yet shown</th>" in page.text
    assert ">Not yet</th>" not in page.text
    assert most_asked(app, page) <= 4
    for kind in KINDS:
        reply = stranger.client.get(f"{top(town)}/1.{kind}", headers={"Accept-Encoding": "br"})
        said = hashlib.sha256(reply.data).hexdigest()
        assert said in page.words
        assert reply.headers["ETag"] == f'"{said}"'
        assert "no-transform" in reply.headers["Cache-Control"]
        assert "public" in reply.headers["Cache-Control"]
        again = stranger.client.get(f"{top(town)}/1.{kind}", headers={"If-None-Match": f'"{said}"'})
        assert again.status_code == 304
    assert "Statement 1" in stranger.get(top(town)).words
    assert "Publish figures" not in stranger.get(top(town)).words


def test_a_statement_that_hides_every_line_says_so_before_it_is_published(
    app: Flask, town: Town, catalogue: Catalogue, month_end: date
) -> None:
    with app.app_context(), transaction() as session:
        work_out_two_months(session, catalogue, town.council)
    page = Browser(app).sign_in(town.lead).get(check(town, month_end))
    assert "It would tell nobody anything." in page.words


def test_a_statement_begins_with_its_contents_and_the_kept_file_is_as_it_was(
    app: Flask, town: Town, lead: Browser, month_end: date
) -> None:
    send(lead, check(town, month_end))
    page = Browser(app).get(f"{top(town)}/1")
    assert page.tree is not None
    contents = page.tree.find(".//nav[@aria-labelledby='contents']")
    assert contents is not None
    leads_to = [(a.get("href", "")[1:], a.text) for a in contents.iter("a")]
    headings = [(h.get("id"), h.text) for h in page.tree.iter("h2")]
    assert leads_to == [one for one in headings if one[0] != "contents"]
    assert ("figures-in-full", "Figures in full") in leads_to
    assert "app-no-print" in contents.get("class", "")
    assert "Back to contents" in page.words
    kept = Browser(app).get(f"{top(town)}/1.html")
    assert "contents" not in kept.text
    assert '<h2 class="govuk-heading-m">Figures in full</h2>' in kept.text


def test_before_anything_is_published_a_stranger_finds_no_list(
    app: Flask, town: Town, lead: Browser
) -> None:
    assert Browser(app).get(top(town)).status == 404
    assert Browser(app).sign_in(town.other_lead).get(top(town)).status == 404
    assert "None has been published yet" in lead.get(top(town)).words
    assert "None has been published yet" in Browser(app).sign_in(town.reviewer).get(top(town)).words


def test_a_statement_for_leads_is_read_by_leads_of_the_whole_council_alone(
    app: Flask, town: Town, lead: Browser
) -> None:
    today = day_of(now())
    assert send(lead, check(town, today, "leads")).status == 303
    with app.app_context(), transaction() as session:
        appoint_lead(session, town.council, town.planner, tiers=("service-team",))
    page = lead.get(f"{top(town)}/1")
    assert "training leads of the whole council" in page.words
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "private, no-store" in lead.client.get(f"{top(town)}/1.pdf").headers["Cache-Control"]
    for who in (None, town.reviewer, town.planner, town.other_lead, town.administrator):
        browser = Browser(app) if who is None else Browser(app).sign_in(who)
        for ending in ("", *(f".{kind}" for kind in KINDS)):
            assert browser.get(f"{top(town)}/1{ending}").status == 404
    assert Browser(app).sign_in(town.planner).get(f"{top(town)}/publish").status == 404


def test_restricted_people_are_in_no_statement_for_leads(
    app: Flask, town: Town, lead: Browser, planners: list[int]
) -> None:
    before = lead.client.get(f"/organisations/{town.slug}/coverage.json").json["overall"]["people"]
    with app.app_context(), transaction() as session:
        member = session.scalars(
            select(Membership).where(Membership.person_id == planners[0])
        ).one()
        places.restrict(session, member, lead_id=town.lead, by=None, at=now() - timedelta(hours=2))
    send(lead, check(town, day_of(now()), "leads"))
    said = lead.client.get(f"{top(town)}/1.json").json
    assert said["report"]["overall"]["people"] == before - 1


def test_the_same_form_sent_twice_publishes_once(
    app: Flask, town: Town, lead: Browser, month_end: date
) -> None:
    address = check(town, month_end)
    page = lead.get(address)
    form = {**OFFICER, "form_key": page.hidden("form_key"), "known_at": page.hidden("known_at")}
    assert lead.post(address, form).location == lead.post(address, form).location
    assert lead.post(address, {**form, "officer_name": "Somebody else"}).status == 409
    with app.app_context():
        assert len(current_session().scalars(select(Statement)).all()) == 1
        assert len(current_session().scalars(select(StatementFile.id)).all()) == len(KINDS)


def test_a_day_is_stated_once_and_numbers_are_never_given_again(
    app: Flask, town: Town, lead: Browser, month_end: date
) -> None:
    address = check(town, month_end)
    page = lead.get(address)
    form = {**OFFICER, "known_at": page.hidden("known_at")}
    assert lead.post(address, {**form, "form_key": "one"}).status == 303
    assert lead.post(address, {**form, "form_key": "another"}).status == 409
    assert "Statement 1 says the figures of this day already" in lead.get(address).words
    earlier = month_end.replace(day=1) - timedelta(days=1)
    assert send(lead, check(town, earlier)).location.endswith("/2")


@pytest.mark.parametrize(
    ("as_at", "words"),
    [
        ("2999-01-31", "Choose today or an earlier day"),
        ("2026-02-29", "Enter a real date, like 22 November 2026"),
        ("", "Choose the day the figures are about"),
        ("1973-12-31", "did not exist on that day"),
        ("2020-01-31", "no records of anybody from so early a day"),
        ("2026-01-30", "Choose the last day of a month"),
        ("2025-12-31", "is not worked out yet"),
    ],
)
def test_a_day_that_cannot_be_published_says_why(
    town: Town, lead: Browser, as_at: str, words: str
) -> None:
    page = lead.get(f"{top(town)}/check?audience=no-name&as_at={as_at}")
    assert page.status == 422
    assert words in page.words


@pytest.mark.parametrize("asked", ["check?audience=no-name&as_at={}", "publish"])
def test_whoever_waits_for_a_month_end_is_told_when_nobody_works_it_out(
    app: Flask, town: Town, lead: Browser, month_end: date, asked: str
) -> None:
    with app.app_context(), transaction() as session:
        is_newest = MonthEndFigures.month_end == month_end
        session.execute(update(MonthEndFigures).where(is_newest).values(hidden=None))
    address = f"{top(town)}/{asked.format(day_in_words(month_end))}"
    page = lead.get(address)
    assert f"The figures of {day_in_words(month_end)} have closed" in page.words
    assert ("is not worked out yet" in page.words) == (page.status == 422)
    assert "does not seem to be running: it was never seen" in page.words
    worker_looked(app, now())
    assert "background work" not in lead.get(address).words
    fails(app, DECISIONS)
    assert "with the reference 1a2b3c4d" in lead.get(address).words


def test_whoever_waits_for_no_figures_is_told_nothing_of_the_worker(
    town: Town, lead: Browser
) -> None:
    page = lead.get(f"{top(town)}/publish")
    assert "background work" not in page.words
    assert "have closed and are being worked out" not in page.words
    tomorrow = lead.get(f"{top(town)}/check?audience=leads&as_at=2999-01-31")
    assert tomorrow.status == 422
    assert 'value="31 January 2999"' in tomorrow.text
    assert "background work" not in tomorrow.words


def test_a_month_that_has_not_closed_waits(town: Town, lead: Browser, month_end: date) -> None:
    following = (month_end + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    page = lead.get(check(town, following))
    assert page.status == 422


def test_other_readers_and_other_numbers_do_not_exist(town: Town, lead: Browser) -> None:
    assert lead.get(f"{top(town)}/check?audience=press&as_at=2026-01-31").status == 404
    for address in (f"{top(town)}/99", f"{top(town)}/99.pdf", f"{top(town)}/99/restate"):
        assert lead.get(address).status == 404
    assert lead.get(f"{top(town)}/1.exe").status == 404


def test_what_is_missing_or_too_long_is_said_at_its_field_and_nothing_is_lost(
    town: Town, lead: Browser, month_end: date
) -> None:
    page = send(lead, check(town, month_end), officer_name="x" * 500, officer_post=" ")
    assert page.status == 422
    assert page.text.startswith("<!DOCTYPE html>")
    assert "Use 120 characters at most" in page.words
    assert "Enter their post" in page.words
    assert "x" * 500 in page.text
    old = lead.get(check(town, month_end))
    stale = {**OFFICER, "form_key": old.hidden("form_key"), "known_at": "2026-01-01T00:00:00+00:00"}
    assert lead.post(check(town, month_end), stale).status == 409


def test_in_a_pre_election_period_nothing_is_published_without_a_named_release(
    app: Flask, town: Town, lead: Browser, month_end: date
) -> None:
    today = day_of(now())
    polling = today + timedelta(days=20)
    fields = {"election": "Local elections", "starts_on": today, "polling_on": polling}
    days = f"/organisations/{town.slug}/elections"
    assert lead.post(days, {**fields, "polling_on": today - timedelta(days=3)}).status == 422
    assert lead.post(days, fields).status == 303
    assert lead.post(days, fields).status == 303
    assert lead.get(days).text.count("Take back") == 1
    refused = send(lead, check(town, month_end))
    assert refused.status == 422
    assert "Say why it cannot wait" in refused.words
    release = {
        "release_name": "Idris Vaughan",
        "release_post": "Returning Officer",
        "release_reason": "The auditor needs it this week.",
    }
    assert send(lead, check(town, month_end), **release).status == 303
    page = Browser(app).get(f"{top(town)}/1")
    assert "by Idris Vaughan, Returning Officer: The auditor needs it this week." in page.words
    audit = lead.get(f"/organisations/{town.slug}/audit")
    assert "let a statement be published before an election" in audit.words
    number = lead.get(days).text.split("/elections/")[1].split("/")[0]
    assert Browser(app).sign_in(town.other_lead).post(f"{days}/{number}/take-back").status == 404
    assert lead.post(f"{days}/{number}/take-back").status == 303
    assert "Take back" not in lead.get(days).text
