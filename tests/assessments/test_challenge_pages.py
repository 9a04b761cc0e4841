import csv
import io

import pytest
from flask import Flask
from sqlalchemy import select

from learning.assessments.models import Challenge
from learning.catalogue.published import Course
from learning.database import current_session
from tests.assessments.checks import begin, pass_check
from tests.at_once import twice
from tests.builders import Town
from tests.page import Browser

WORDS = "Two answers are right: =SUM(A1), and the fog horn."


@pytest.fixture
def result(browser: Browser, town: Town, course: Course) -> str:
    return pass_check(browser.sign_in(town.councillor), course.slug)


def test_a_question_is_challenged_from_its_result_and_reaches_the_authors_without_a_name(
    app: Flask, browser: Browser, town: Town, result: str
) -> None:
    address = f"{result}/questions/2/challenge"
    assert f'href="{address}"' in browser.get(result).text
    assert browser.get(address).h1 == "Challenge this question"
    sent = browser.post(address, {"words": WORDS})
    assert (sent.status, sent.location) == (303, result)
    assert "Those who write the courses will read it" in browser.get(result).words
    browser.sign_in(town.administrator)
    assert "Questions that people challenged" in browser.get("/admin").words
    page = browser.get("/admin/challenges")
    assert WORDS in page.words
    assert "Fog comes in." in page.words
    assert "Ada" not in page.text
    text = browser.client.get("/admin/challenges.csv").text
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["course"], row["words"]) == ("harbour-lights", WORDS)
    assert "Ada" not in text


def test_nobody_s_challenges_yet(browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.administrator).get("/admin/challenges")
    assert "Nobody has challenged a question yet" in page.words


@pytest.mark.parametrize(
    ("words", "answer"),
    [("", "Say what is wrong with the question"), ("x" * 1001, "Use 1,000 characters at most")],
)
def test_a_challenge_wants_words(
    browser: Browser, town: Town, result: str, words: str, answer: str
) -> None:
    address = f"{result}/questions/1/challenge"
    browser.get(address)
    page = browser.post(address, {"words": words})
    assert page.status == 422
    assert answer in page.words


def test_one_challenge_each_however_often_it_is_sent(
    app: Flask, browser: Browser, town: Town, result: str
) -> None:
    address = f"{result}/questions/1/challenge"
    browser.get(address)
    pages = [*twice(browser, address, {"words": WORDS}), browser.post(address, {"words": WORDS})]
    assert [page.status for page in pages] == [303, 303, 303]
    browser.get(address)
    again = browser.post(address, {"words": "Something else"})
    assert again.status == 409
    assert "You have challenged this question already" in again.words
    with app.app_context():
        assert current_session().scalars(select(Challenge.words)).all() == [WORDS]


def test_questions_still_open_or_of_others_cannot_be_challenged(
    app: Flask, browser: Browser, town: Town, course: Course, result: str
) -> None:
    assert browser.get(f"{result}/questions/99/challenge").status == 404
    browser.sign_in(town.second_councillor)
    browser.get("/courses")
    assert browser.get(f"{result}/questions/1/challenge").status == 404
    assert browser.post(f"{result}/questions/1/challenge", {"words": WORDS}).status == 404
    still_open = begin(browser, course.slug)
    assert browser.get(f"{still_open}/questions/1/challenge").location == still_open
