"""Kept figures: the same as those worked out afresh, and brought up to date where they are old."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from learning.catalogue.published import Catalogue
from learning.clock import day_in_words, day_of, now
from learning.coverage import keeping, keeping_together, kept
from learning.coverage.keeping_together import decide_alone
from learning.coverage.latest import SETTLED
from learning.coverage.models import LatestFigures, MonthEndFigures
from learning.coverage.rules import months
from learning.database import current_session, transaction
from learning.people.actions import own_levels
from learning.people.queries import all_facts
from tests.builders import Town, days_ago, some_evidence
from tests.coverage.conftest import keep_month_ends
from tests.page import Browser
from tests.statements import most_asked
from tests.worker.standing import fails, worker_looked

pytestmark = pytest.mark.long


def skills(browser: Browser, town: Town) -> Any:
    return browser.client.get(f"/organisations/{town.slug}/coverage.json").json["skills"]


def test_kept_month_ends_are_the_same_worked_out_afresh(
    app: Flask, catalogue: Catalogue, busy: Town
) -> None:
    with app.app_context():
        at = now()
        fresh = {}
        for council in all_facts(current_session()):
            month_end = months.newest_closed(at, day_of(at), council.nation)
            fresh[council.id] = kept.work_out(current_session(), council, month_end)
        month_ends, organisations = keeping.keep_figures(catalogue, at=at, decided=1)
        assert month_ends > 20
        assert organisations == len(fresh)
        for council in all_facts(current_session()):
            month_end = months.newest_closed(at, day_of(at), council.nation)
            assert (
                kept.month_end_of(current_session(), council, month_end, catalogue).profiles
                == fresh[council.id]
            )
        assert keeping.differences(catalogue) == 0
        assert keeping.keep_figures(catalogue, at=at, decided=1) == (0, organisations)


def test_today_s_figures_are_kept_and_brought_up_to_date(
    app: Flask, catalogue: Catalogue, browser: Browser, busy: Town
) -> None:
    browser.sign_in(busy.lead)
    whole = skills(browser, busy)
    with app.app_context():
        keeping.keep_figures(catalogue, at=now(), decided=0)
    assert skills(browser, busy) == whole
    with app.app_context(), transaction() as session:
        some_evidence(session, busy.planner, "data-standards", 4)
    after = skills(browser, busy)
    with app.app_context(), transaction() as session:
        session.execute(delete(LatestFigures))
    assert after == skills(browser, busy) != whole


def test_figures_brought_up_to_date_take_no_more_than_ten_statements(
    app: Flask, catalogue: Catalogue, browser: Browser, busy: Town
) -> None:
    with app.app_context():
        with transaction() as session:
            own_levels.set_requirement(  # so that the framework's own line is worked out too
                session,
                organisation_id=busy.council,
                role="councillor",
                skill="cyber-security",
                level=3,
                reason="We were attacked",
                starts_on=day_of(now()),
                by=busy.lead,
                at=now() - 2 * SETTLED,
            )
        keeping.keep_figures(catalogue, at=now(), decided=0)
        with transaction() as session:
            some_evidence(session, busy.planner, "data-standards", 4)
            some_evidence(session, busy.planner, "cyber-security", 4, shown_on=days_ago(100))
    page = browser.sign_in(busy.lead).get(f"/organisations/{busy.slug}/coverage")
    assert "Under the framework’s own requirements" in page.words
    assert most_asked(app, page) == 8  # two to spare


def test_a_month_end_is_kept_once_nothing_recorded_before_can_still_arrive(
    app: Flask, catalogue: Catalogue, busy: Town
) -> None:
    with app.app_context():
        council = next(one for one in all_facts(current_session()) if one.slug == busy.slug)
        today = day_of(now())
        month_end = months.newest_closed(now(), today, council.nation)
        closed = months.closes_at(month_end, council.nation)
        for at, is_kept in (
            (closed + SETTLED - timedelta(seconds=1), False),
            (closed + SETTLED, True),
        ):
            new = kept.not_kept(current_session(), council, at=at)
            assert (month_end in {one.month_end for one in new}) is is_kept


def test_nobody_waits_until_it_is_decided_what_a_month_end_hides(
    app: Flask, catalogue: Catalogue, browser: Browser, busy: Town
) -> None:
    asked = f"/organisations/{busy.slug}/coverage"
    older, newer = keep_month_ends(app, busy, catalogue, newest=2)
    with app.app_context(), transaction() as session:
        session.execute(update(MonthEndFigures).values(hidden=None))
    browser.sign_in(busy.reviewer)
    page = browser.get(asked)
    assert "There are no figures for this day yet. They are being worked out" in page.words
    assert browser.client.get(f"{asked}.json").json["no_figures"]
    assert "They are being worked out. Look again tomorrow" in browser.get(f"{asked}/compare").words
    with app.app_context():
        assert set(kept.all_undecided(current_session())) == {
            (busy.council, older),
            (busy.council, newer),
        }
        council = next(one for one in all_facts(current_session()) if one.id == busy.council)
        decide_alone(council, older, catalogue)
    page = browser.get(asked)
    assert page.h1.endswith(f"as at {day_in_words(older)}")
    assert (
        f"Those of {day_in_words(newer)} are being worked out and come within a day" in page.words
    )
    assert browser.client.get(f"{asked}.json").json["as_at"] == older.isoformat()
    compared = browser.get(f"{asked}/compare")
    assert f"Those of {day_in_words(newer)} are still being worked out" in compared.words


def test_who_waits_for_figures_is_told_when_nobody_works_them_out(
    app: Flask, catalogue: Catalogue, browser: Browser, busy: Town
) -> None:
    asked = f"/organisations/{busy.slug}/coverage"
    _, newer = keep_month_ends(app, busy, catalogue, newest=2)
    with app.app_context(), transaction() as session:
        is_newer = MonthEndFigures.month_end == newer
        session.execute(update(MonthEndFigures).where(is_newer).values(hidden=None))
        council = next(one for one in all_facts(session) if one.id == busy.council)
    closed = day_of(months.closes_at(newer, council.nation)) - timedelta(days=1)  # its end
    browser.sign_in(busy.reviewer)
    assert f"They closed on {day_in_words(closed)}." in browser.get(asked).words
    for page in (asked, f"{asked}/compare"):
        assert "does not seem to be running: it was never seen" in browser.get(page).words
    worker_looked(app, now())
    for page in (asked, f"{asked}/compare"):
        assert "background work" not in browser.get(page).words
    fails(app, keeping.DECISIONS)
    assert "with the reference 1a2b3c4d" in browser.get(asked).words
    lead = Browser(app).sign_in(busy.lead)
    assert "background work" not in lead.get(asked).words  # leads wait for nothing


def test_a_partnership_that_waits_is_told_when_nobody_works_its_figures_out(
    app: Flask, catalogue: Catalogue, browser: Browser, busy: Town
) -> None:
    asked = "/partnerships/vale/coverage"
    browser.sign_in(busy.partnership_reviewer)
    month_end = months.newest_closed(now(), day_of(now()), "England")
    closed = day_of(months.closes_at(month_end, "England")) - timedelta(days=1)
    page = browser.get(asked)
    assert f"come within the hour. This month closed on {day_in_words(closed)}." in page.words
    assert "does not seem to be running" in page.words
    with app.app_context():
        keeping_together.keep_together(catalogue, at=now(), newest=1, decided=0)
    page = browser.get(asked)
    assert "the rest come within the hour. This month closed on" in page.words
    assert "does not seem to be running" in page.words
    worker_looked(app, now())
    assert "background work" not in browser.get(asked).words
    fails(app, keeping_together.TOGETHER)
    assert "with the reference 1a2b3c4d" in browser.get(asked).words


def test_older_month_ends_are_decided_in_the_background_the_newest_first(
    app: Flask, catalogue: Catalogue, browser: Browser, busy: Town
) -> None:
    days = keep_month_ends(app, busy, catalogue, newest=4)
    with app.app_context():
        with transaction() as session:
            old = MonthEndFigures.month_end.in_(days[:3])
            session.execute(update(MonthEndFigures).where(old).values(hidden=None))
        pieces = iter([True, True, False])
        assert keeping.decide_figures(catalogue, goes_on=lambda: next(pieces)) == 2
        assert kept.undecided(current_session(), busy.council) == days[:1]
    page = browser.sign_in(busy.reviewer).get(f"/organisations/{busy.slug}/coverage")
    assert re.search(
        r"\d+ earlier month ends are still to be decided, the newest first", page.words
    )
    assert "does not seem to be running" in page.words
    with app.app_context():
        assert keeping.decide_figures(catalogue) == 1
        assert keeping.decide_figures(catalogue) == 0


def test_the_command_keeps_figures_and_compares_them(
    app: Flask, catalogue: Catalogue, busy: Town
) -> None:
    run = app.test_cli_runner().invoke
    assert "Today's figures of 2 organisations" in run(args=["recompute-coverage"]).output
    compared = run(args=["recompute-coverage", "--compare"])
    assert compared.exit_code == 0
    assert compared.output == "0 differences\n"
    with app.app_context(), transaction() as session:
        latest = select(LatestFigures).order_by(LatestFigures.id)
        session.scalars(latest).first().profiles = []
        first = select(MonthEndFigures).order_by(MonthEndFigures.month_end)
        session.scalars(
            first.where(MonthEndFigures.organisation_id == busy.council)
        ).first().profiles = [[[], 1, {}, 0]]
    compared = run(args=["recompute-coverage", "--compare"])
    assert compared.exit_code == 1
    # Both, and of the partnership what rests on the second: its figures and what they hide.
    assert compared.output == "4 differences\n"
