"""What people meet on the pages of a check with a time limit."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from learning.assessments import adjustments
from learning.assessments.models import Adjustment, Attempt
from learning.catalogue.published import Course
from learning.clock import day_of, now, time_in_words
from learning.database import transaction
from tests.assessments.checks import answer_all, begin, kept_answers, right_ones
from tests.builders import Town
from tests.courses_by_hand import a_check, a_course, published
from tests.page import Browser
from tests.statements import most_asked

LIMITED = a_course(checks=(a_check(time_limit=20),))
MINUTE = timedelta(minutes=1)


@pytest.fixture
def course(app: Flask) -> Iterator[Course]:
    with published(app, LIMITED):
        yield LIMITED


@pytest.fixture
def councillor(browser: Browser, town: Town, course: Course) -> Browser:
    return browser.sign_in(town.councillor)


def give(app: Flask, town: Town, extra: int | None) -> None:
    with app.app_context(), transaction() as session:
        wanted = Adjustment(
            person_id=town.councillor,
            organisation_id=town.council,
            extra=extra,
            reason="Reads with a screen reader",
            starts_on=day_of(now()),
            recorded_at=now(),
            recorded_by=town.lead,
        )
        adjustments.grant(session, wanted)


def time_ends(app: Flask, ago: timedelta = MINUTE) -> None:
    with app.app_context(), transaction() as session:
        session.execute(update(Attempt).values(closes_at=now() - ago))


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        (0, "There is a time limit of 20 minutes from the start. Extra"),
        (25, "20 minutes from the start. You have 25 minutes."),
        (None, "20 minutes from the start. For you there is none."),
    ],
)
def test_the_page_before_says_the_limit_and_ones_own_time(
    app: Flask, councillor: Browser, town: Town, extra: int | None, words: str
) -> None:
    if extra != 0:
        give(app, town, extra)
    page = councillor.get("/courses/harbour-lights/assessment")
    assert words in page.words
    assert most_asked(app, page) <= 4


def test_question_pages_say_until_when(app: Flask, councillor: Browser) -> None:
    attempt = begin(councillor, "harbour-lights")
    with app.app_context(), transaction() as session:
        closes = session.scalars(select(Attempt.closes_at)).one()
    until = f"You have until {time_in_words(closes)}."
    page = councillor.get(f"{attempt}/questions/1")
    assert until in page.words
    assert f'datetime="{closes.isoformat()}"' in page.text
    assert until in councillor.get(f"{attempt}/check").words


def test_a_late_answer_is_told_what_is_kept_and_led_to_the_result(
    app: Flask, councillor: Browser
) -> None:
    attempt = begin(councillor, "harbour-lights")
    answer_all(councillor, attempt)
    page = councillor.get(f"{attempt}/questions/1")
    before = kept_answers(app, attempt)
    time_ends(app)
    late = councillor.post(f"{attempt}/questions/1", {"answer": right_ones(page)})
    assert late.status == 409
    assert late.h1 == "The time for this check is up"
    assert "came after that, so it is not kept" in late.words
    assert "4 of 4 questions have an answer that was kept" in late.words
    assert kept_answers(app, attempt) == before
    assert councillor.post(f"{attempt}/submit").location == attempt
    assert councillor.get(attempt).h1.startswith("You have shown")


def test_looking_after_the_end_writes_nothing_and_offers_to_close_it(
    app: Flask, councillor: Browser
) -> None:
    attempt = begin(councillor, "harbour-lights")
    time_ends(app)
    for address in (f"{attempt}/questions/1", f"{attempt}/check"):
        assert councillor.get(address).location == attempt
    page = councillor.get(attempt)
    assert page.status == 200
    assert "0 of 4 questions have an answer that was kept. Nothing counts." in page.words
    assert "came after that" not in page.words
    assert most_asked(app, page) <= 4
    assert f'href="{attempt}">Continue' in councillor.get("/courses/harbour-lights").text


def test_starting_again_after_the_end_closes_the_first_and_shows_its_result(
    app: Flask, councillor: Browser
) -> None:
    attempt = begin(councillor, "harbour-lights")
    time_ends(app, timedelta(days=2))
    assert councillor.post("/courses/harbour-lights/assessment").location == attempt
    assert "Not yet: 0 of 4" in councillor.get(attempt).h1
    assert begin(councillor, "harbour-lights") != attempt


def test_time_granted_in_the_middle_opens_the_check_again(
    app: Flask, councillor: Browser, town: Town
) -> None:
    attempt = begin(councillor, "harbour-lights")
    time_ends(app)
    give(app, town, 50)
    assert councillor.get(f"{attempt}/questions/1").status == 200
