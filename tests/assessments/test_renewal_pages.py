"""Renewing: the short refresher inside the last 90 days, and what its page says."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from learning.clock import add_months, day_in_words
from learning.database import current_session, transaction
from learning.evidence.models import Evidence
from tests.assessments.checks import begin, right_ones
from tests.builders import Town, days_ago, some_evidence
from tests.courses_by_hand import a_check, a_course, published
from tests.page import Browser
from tests.statements import most_asked

COURSE = "harbour-again"
REFRESHER = {"lessons": ["two"], "minutes": 2, "pass_mark": 2, "draw": {"see": 1, "say": 1}}
ENDS = days_ago(-30)


@pytest.fixture
def ada(app: Flask, browser: Browser, town: Town) -> Iterator[Browser]:
    with published(app, a_course(COURSE, checks=(a_check(COURSE, refresher=REFRESHER),))):
        yield browser.sign_in(town.councillor)


def holds(app: Flask, person: int, *, until: int) -> None:
    """Cyber security at level 1, which counts so many days from today."""
    with app.app_context(), transaction() as session:
        piece = some_evidence(session, person, "cyber-security", 1, shown_on=days_ago(335))
        piece.expires_on = days_ago(-until)


def test_inside_the_window_the_check_is_its_short_refresher(
    app: Flask, ada: Browser, town: Town
) -> None:
    holds(app, town.councillor, until=30)
    page = ada.get(f"/courses/{COURSE}/assessment")
    assert page.h1 == "Check: harbour lights: short refresher"
    assert "2 questions, about 2 minutes. 2 right answers pass." in page.words
    assert f"counts until {day_in_words(ENDS)}" in page.words
    assert "Worth reading again first: Lesson two, 7 minutes." in page.words
    assert most_asked(app, page) <= 4
    course = ada.get(f"/courses/{COURSE}")
    assert "Renew it: 2 questions, 2 minutes" in course.words
    assert most_asked(app, course) <= 4


def test_renewed_early_the_new_time_begins_when_the_old_one_ends(
    app: Flask, ada: Browser, town: Town
) -> None:
    holds(app, town.councillor, until=30)
    attempt = begin(ada, COURSE)
    for place in (1, 2):
        address = f"{attempt}/questions/{place}"
        assert ada.post(address, {"answer": right_ones(ada.get(address))}).status == 303
    assert ada.get(f"{attempt}/questions/3").status == 404
    ada.post(f"{attempt}/submit")
    assert ada.get(attempt).h1.startswith("You have shown")
    with app.app_context():
        kept = select(Evidence).where(Evidence.source == "assessment")
        piece = current_session().scalars(kept).one()
        assert piece.expires_on == add_months(ENDS, 12)
        assert len(current_session().scalars(select(Evidence)).all()) == 2  # nothing is erased
    assert "Renew it" not in ada.get(f"/courses/{COURSE}").words


@pytest.mark.parametrize("until", [91, 0])
def test_outside_the_window_the_whole_check_is_taken(
    app: Flask, ada: Browser, town: Town, until: int
) -> None:
    holds(app, town.councillor, until=until)
    page = ada.get(f"/courses/{COURSE}/assessment")
    assert page.h1 == "Check: harbour lights"
    assert "counts until" not in page.words
    begin(ada, COURSE)
    assert "Renew it" not in ada.get(f"/courses/{COURSE}").words


def test_a_check_begun_before_the_window_is_finished_as_it_was_begun(
    app: Flask, ada: Browser, town: Town
) -> None:
    attempt = begin(ada, COURSE)
    holds(app, town.councillor, until=30)
    assert begin(ada, COURSE) == attempt
    assert "Question 4 of 4" in ada.get(f"{attempt}/questions/4").words
