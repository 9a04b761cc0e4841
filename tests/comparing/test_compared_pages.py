"""A council beside those like it: what is shown, what is not, and who is told."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from learning.clock import day_of, now
from learning.comparing import actions
from learning.comparing.models import ComparableFigures
from learning.comparing.rules.learning import a_year_before
from learning.coverage.models import MonthEndFigures
from learning.coverage.rules.months import closes_at
from learning.database import transaction
from learning.people.actions import sharing
from learning.people.models import Organisation, Sharing
from learning.readings.models import Reading
from tests.builders import Town
from tests.comparing.made import CONTACT, SKILL, a_circle, figures_of, newest
from tests.page import Browser
from tests.statements import most_asked

SIX = (38, 45, 52, 60, 71, 80)
ADDRESS = "/organisations/fernleigh/compared"

Make = Callable[[Callable[[Session], None]], None]


@pytest.fixture
def make(app: Flask) -> Make:
    def _make(deed: Callable[[Session], None]) -> None:
        with app.app_context(), transaction() as session:
            deed(session)

    return _make


@pytest.fixture
def reviewer(browser: Browser, town: Town) -> Browser:
    return browser.sign_in(town.reviewer)


def of_skill(browser: Browser, query: str = "") -> dict[str, str]:
    rows = list(csv.DictReader(io.StringIO(browser.client.get(f"{ADDRESS}.csv{query}").text)))
    return next((row for row in rows if row["skill"] == SKILL), {})


def test_six_others_give_a_middle_and_a_middle_half(
    reviewer: Browser, town: Town, make: Make
) -> None:
    make(lambda session: a_circle(session, town, SIX))
    page = reviewer.get(ADDRESS)
    assert page.status == 200
    assert "6 unitary councils in England with fewer than 500 people" in page.words
    assert "50%56%47% to 68% Within the middle half" in page.words
    assert "Beck" not in page.words
    row = of_skill(reviewer)
    assert [row[name] for name in list(row)[3:7]] == ["50", "56", "47", "68"]


@pytest.mark.parametrize(("others", "median"), [(SIX[:5], "52"), (SIX[:4], "")])
def test_five_others_give_a_middle_alone_and_four_nothing(
    reviewer: Browser, town: Town, make: Make, others: tuple[int, ...], median: str
) -> None:
    make(lambda session: a_circle(session, town, others))
    row = of_skill(reviewer)
    assert (row["median_percentage"], row["middle_half_from"]) == (median, "")
    page = reviewer.get(ADDRESS)
    assert ("Fewer than 5 other councils share" in page.words) == (not median)


def test_a_line_about_too_few_people_enters_no_middle(
    reviewer: Browser, town: Town, make: Make
) -> None:
    def deed(session: Session) -> None:
        *_, last = a_circle(session, town, SIX[:5])
        session.execute(
            delete(ComparableFigures).where(ComparableFigures.organisation_id == last.id)
        )
        figures_of(session, last.id, {"data-protection": (40, 20)})

    make(deed)
    assert "Too few councils" in reviewer.get(ADDRESS).words
    assert of_skill(reviewer)["median_percentage"] == ""


def test_an_agreement_that_ends_is_served_no_more_and_tells_nothing_of_who_left(
    app: Flask, reviewer: Browser, town: Town, make: Make
) -> None:
    make(lambda session: a_circle(session, town, (*SIX, 90)))
    assert of_skill(reviewer)["median_percentage"] == "60"

    def leave(session: Session) -> None:
        council = session.scalars(select(Organisation).where(Organisation.slug == "beck-6")).one()
        row = session.scalars(select(Sharing).where(Sharing.organisation_id == council.id)).one()
        sharing.end(session, organisation_id=council.id, number=row.id, by=None, at=now())

    make(leave)
    assert of_skill(reviewer)["median_percentage"] == ""
    assert "has ended its agreement" in reviewer.get(ADDRESS).words


def test_with_many_others_one_that_leaves_is_left_out_from_that_moment(
    reviewer: Browser, town: Town, make: Make
) -> None:
    make(lambda session: a_circle(session, town, range(40, 51)))
    assert of_skill(reviewer)["median_percentage"] == "45"

    def leave(session: Session) -> None:
        council = session.scalars(select(Organisation).where(Organisation.slug == "beck-10")).one()
        row = session.scalars(select(Sharing).where(Sharing.organisation_id == council.id)).one()
        sharing.end(session, organisation_id=council.id, number=row.id, by=None, at=now())

    make(leave)
    assert of_skill(reviewer)["median_percentage"] == "45"  # of 40 to 49: 44.5
    assert "10 unitary councils" in reviewer.get(ADDRESS).words


def test_a_council_that_shares_nothing_is_told_what_sharing_is(
    app: Flask, browser: Browser, town: Town
) -> None:
    page = browser.sign_in(town.reviewer).get(ADDRESS)
    assert "You share nothing for comparison" in page.words
    assert "A training lead of all of" in page.words
    lead = Browser(app).sign_in(town.lead).get(ADDRESS)
    assert "/organisations/fernleigh/sharing/new" in lead.text


def test_a_council_that_began_after_the_month_end_is_told_when_figures_come(
    reviewer: Browser, town: Town, make: Make
) -> None:
    make(lambda session: a_circle(session, town, SIX))
    page = reviewer.get(f"{ADDRESS}?as_at={newest() - timedelta(days=80)}")
    assert "The first comparison is of the first month end after you began" in page.words


def test_a_council_without_figures_of_the_month_end_is_told_so(
    reviewer: Browser, town: Town, make: Make
) -> None:
    make(lambda session: a_circle(session, town, SIX))
    make(
        lambda session: session.execute(  # type: ignore[arg-type,return-value]
            delete(ComparableFigures).where(ComparableFigures.organisation_id == town.council)
        )
    )
    assert "has no figures of" in reviewer.get(ADDRESS).words
    make(
        lambda session: session.add(
            MonthEndFigures(
                organisation_id=town.council,
                month_end=newest(),
                known_at=closes_at(newest(), "England"),
                worked_out_at=now(),
                profiles=[],
            )
        )
    )
    page = reviewer.get(ADDRESS)
    assert "still being worked out" in page.words
    assert "tell whoever runs the platform" in page.words


def test_where_to_learn_from_names_councils_by_name_without_a_figure(
    app: Flask, reviewer: Browser, town: Town, make: Make
) -> None:
    before = a_year_before(newest())

    def deed(session: Session) -> None:
        others = a_circle(session, town, SIX)
        for council in others[3:]:  # 60, 71 and 80 of 100 now
            figures_of(session, council.id, {SKILL: (100, 10)}, month_end=before)
        figures_of(session, others[0].id, {SKILL: (100, 37)}, month_end=before)
        silent = session.scalars(
            select(Sharing).where(Sharing.organisation_id == others[5].id)
        ).one()
        silent.may_be_asked = False
        about = {"organisation_id": others[4].id, "skill": SKILL, "by": None, "at": now()}
        actions.say_what_helped(session, words="A lesson a week.", seen="", **about)

    make(deed)
    words = reviewer.get(ADDRESS).words
    told = words.partition("Where to learn from")[2].partition("Another month end")[0]
    first, second = told.index("Beck V Council"), told.index("Beck W Council")
    assert first < second
    assert told.count(CONTACT) == 2
    assert "A lesson a week." in told
    assert "%" not in told
    assert "Beck U" not in told
    assert "Beck V Council" in of_skill(reviewer)["learn_from"]


def test_each_council_is_told_once_a_day_by_post_and_not_by_name(
    app: Flask, reviewer: Browser, town: Town, make: Make
) -> None:
    make(lambda session: a_circle(session, town, SIX))
    for _ in range(2):
        assert reviewer.get(ADDRESS).status == 200
        assert of_skill(reviewer)
    with app.app_context(), transaction() as session:
        rows = session.scalars(select(Reading)).all()
        assert len(rows) == 12  # six councils, as page and as CSV; not the reader's own
        assert {row.form for row in rows} == {"page", "csv"}
        assert town.council not in {row.organisation_id for row in rows}
        assert {(row.kind, row.place, row.appointment) for row in rows} == {
            ("comparison", "fernleigh", "reviewer")
        }


def test_nothing_is_written_down_where_nothing_of_others_is_shown(
    app: Flask, reviewer: Browser, town: Town, make: Make
) -> None:
    make(lambda session: a_circle(session, town, SIX[:4]))
    assert reviewer.get(ADDRESS).status == 200
    assert reviewer.get(f"{ADDRESS}?as_at=9999-01-01").status == 422
    assert reviewer.get(f"{ADDRESS}?as_at=soon").status == 422
    with app.app_context(), transaction() as session:
        assert session.scalars(select(Reading)).all() == []


def test_the_page_takes_ten_statements_at_most_however_many_share(
    app: Flask, reviewer: Browser, town: Town, make: Make
) -> None:
    make(lambda session: a_circle(session, town, range(30, 54)))
    first, again = reviewer.get(ADDRESS), reviewer.get(ADDRESS)
    assert most_asked(app, first) <= 10
    assert most_asked(app, again) <= 7
    assert "24 unitary councils" in again.words


def test_only_its_own_readers_open_it(app: Flask, browser: Browser, town: Town) -> None:
    for person in (town.councillor, town.other_lead, town.partnership_reviewer):
        for ending in ("", ".csv"):
            assert Browser(app).sign_in(person).get(ADDRESS + ending).status == 404


def test_the_day_is_that_of_a_month_end_that_closed_everywhere(
    reviewer: Browser, town: Town, make: Make
) -> None:
    make(lambda session: a_circle(session, town, SIX))
    today = reviewer.get(f"{ADDRESS}?as_at={day_of(now())}")
    assert f"as at {newest().day} " in today.words
